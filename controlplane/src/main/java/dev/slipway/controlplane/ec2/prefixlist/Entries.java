package dev.slipway.controlplane.ec2.prefixlist;

import dev.slipway.controlplane.ec2.block.Ipv4Block;
import dev.slipway.controlplane.ec2.prefixlist.PrefixList.Entry;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.ec2.model.AddPrefixListEntry;
import software.amazon.awssdk.services.ec2.model.RemovePrefixListEntry;

/** The entries that a request names: checked, blocks without host bits, each block once. */
final class Entries {
    /** That a list may have. */
    static final int MOST = 1000;

    private static final int MOST_AT_ONCE = 100;
    private static final int LONGEST_DESCRIPTION = 255;

    private Entries() {}

    static List<Entry> added(List<AddPrefixListEntry> asked) {
        requireFew(asked.size());
        List<Entry> entries = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (AddPrefixListEntry entry : asked) {
            String cidr = block(Optional.ofNullable(entry.cidr()));
            String description = Optional.ofNullable(entry.description()).orElse("");
            if (description.length() > LONGEST_DESCRIPTION) {
                throw Refusals.badDescription();
            }
            if (!seen.add(cidr)) {
                throw Refusals.twice(cidr);
            }
            entries.add(new Entry(cidr, description));
        }
        return entries;
    }

    static Set<String> removed(List<RemovePrefixListEntry> asked) {
        requireFew(asked.size());
        Set<String> blocks = new HashSet<>();
        for (RemovePrefixListEntry entry : asked) {
            String cidr = block(Optional.ofNullable(entry.cidr()));
            if (!blocks.add(cidr)) {
                throw Refusals.twice(cidr);
            }
        }
        return blocks;
    }

    /** Takes away first, so that an entry can be described anew in one step. */
    static List<Entry> changed(List<Entry> before, Set<String> removed, List<Entry> added) {
        Map<String, Entry> byBlock = new LinkedHashMap<>();
        before.forEach(e -> byBlock.put(e.cidr(), e));
        for (String cidr : removed) {
            if (byBlock.remove(cidr) == null) {
                throw Refusals.notThere(cidr);
            }
        }
        for (Entry entry : added) {
            if (byBlock.putIfAbsent(entry.cidr(), entry) != null) {
                throw Refusals.alreadyThere(entry.cidr());
            }
        }
        return List.copyOf(byBlock.values());
    }

    static void requireMaximum(int most) {
        if (most < 1 || most > MOST) {
            throw Refusals.badMaximum(most);
        }
    }

    private static void requireFew(int count) {
        if (count > MOST_AT_ONCE) {
            throw Refusals.manyAtOnce();
        }
    }

    private static String block(Optional<String> cidr) {
        String text = cidr.orElseThrow(() -> Refusals.missing("cidr"));
        try {
            return Ipv4Block.around(text).toString();
        } catch (IllegalArgumentException e) {
            throw Refusals.badBlock(text);
        }
    }
}
