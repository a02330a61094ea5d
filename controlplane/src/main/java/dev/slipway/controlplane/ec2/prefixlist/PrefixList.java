package dev.slipway.controlplane.ec2.prefixlist;

import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.ec2.lookup.ResourceType;
import dev.slipway.controlplane.state.Key;
import dev.slipway.controlplane.state.Kind;
import java.util.List;
import java.util.SortedMap;

/**
 * @param id {@code pl-...}
 * @param owner the account
 * @param state EC2's word, of the last change; each is complete at once
 * @param version of the entries, from 1
 * @param token the client's, that it was made with; empty when there was none
 * @param request all else that was asked for when it was made, as text
 */
public record PrefixList(
        String id,
        String owner,
        String name,
        int maxEntries,
        String state,
        long version,
        List<Entry> entries,
        String token,
        String request,
        SortedMap<String, String> tags) {
    public static final Kind<PrefixList> KIND = Kind.of("ec2-prefix-list", PrefixList.class);

    public PrefixList {
        entries = List.copyOf(entries);
    }

    /**
     * @param cidr an IPv4 block without host bits
     * @param description empty when there is none
     */
    public record Entry(String cidr, String description) {}

    /** The entries of an earlier version, under the list's id and the version. */
    record Earlier(List<Entry> entries) {
        static final Kind<Earlier> KIND = Kind.of("ec2-prefix-list-version", Earlier.class);

        Earlier {
            entries = List.copyOf(entries);
        }

        static Key key(Scope scope, String id, long version) {
            return Key.of(scope, prefix(id) + "%019d".formatted(version));
        }

        static String prefix(String id) {
            return id + " ";
        }
    }

    public String arn(Scope scope) {
        return ResourceType.PREFIX_LIST.arn(scope, id);
    }

    public PrefixList withTags(SortedMap<String, String> others) {
        return new PrefixList(
                id, owner, name, maxEntries, state, version, entries, token, request, others);
    }

    PrefixList named(String other) {
        return new PrefixList(
                id,
                owner,
                other,
                maxEntries,
                "modify-complete",
                version,
                entries,
                token,
                request,
                tags);
    }

    PrefixList resized(int most) {
        return new PrefixList(
                id, owner, name, most, "modify-complete", version, entries, token, request, tags);
    }

    /** The next version. */
    PrefixList with(List<Entry> others) {
        return new PrefixList(
                id,
                owner,
                name,
                maxEntries,
                "modify-complete",
                version + 1,
                others,
                token,
                request,
                tags);
    }
}
