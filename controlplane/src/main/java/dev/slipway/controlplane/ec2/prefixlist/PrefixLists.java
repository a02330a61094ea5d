package dev.slipway.controlplane.ec2.prefixlist;

import dev.slipway.controlplane.api.Access;
import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.aws.Tags;
import dev.slipway.controlplane.ec2.lookup.ResourceType;
import dev.slipway.controlplane.ec2.lookup.TagSet;
import dev.slipway.controlplane.ec2.prefixlist.PrefixList.Entry;
import dev.slipway.controlplane.state.Key;
import dev.slipway.controlplane.state.Kind;
import dev.slipway.controlplane.state.Reader;
import dev.slipway.controlplane.state.State;
import dev.slipway.controlplane.state.Transaction;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import java.util.random.RandomGenerator;
import software.amazon.awssdk.services.ec2.model.ManagedPrefixList;

/** The room's front door. */
public final class PrefixLists {
    private PrefixLists() {}

    /**
     * What the room is told of those that refer to lists; they know lists, lists do not know them.
     *
     * @param referring ids of the resources that refer to the list of a key, sorted
     * @param fits whether all that refer to the list of a key have room for its maximum
     */
    public record Uses(
            BiFunction<Reader, Key, List<String>> referring, BiPredicate<Reader, Key> fits) {}

    public static Optional<PrefixList> find(Reader reader, Scope scope, String id) {
        return reader.find(PrefixList.KIND, Key.of(scope, id));
    }

    /** Refuses with {@code InvalidPrefixListID.NotFound}. */
    public static PrefixList require(Reader reader, Scope scope, String id) {
        return find(reader, scope, id).orElseThrow(() -> ResourceType.PREFIX_LIST.notFound(id));
    }

    /** The blocks of a list as it now is; none when it is gone. */
    public static List<String> blocks(Reader reader, Scope scope, String id) {
        return find(reader, scope, id).stream()
                .flatMap(l -> l.entries().stream())
                .map(Entry::cidr)
                .toList();
    }

    /**
     * @param random makes ids; drawn from on the writer only
     */
    public static List<AwsOperation<?, ?>> operations(
            State state, RandomGenerator random, Uses uses) {
        return List.of(
                new CreateManagedPrefixList(state, random),
                new DescribeManagedPrefixLists(state),
                new GetManagedPrefixListEntries(state),
                new ModifyManagedPrefixList(state, uses),
                new DeleteManagedPrefixList(state, uses),
                new GetManagedPrefixListAssociations(state, uses),
                new DescribePrefixLists());
    }

    /** What the room keeps. */
    public static List<Kind<?>> kinds() {
        return List.of(PrefixList.KIND, PrefixList.Earlier.KIND);
    }

    static void put(Transaction tx, Scope scope, PrefixList list) {
        tx.put(PrefixList.KIND, Key.of(scope, list.id()), list);
    }

    /** The id that a request names, well-formed. */
    static String id(Optional<String> asked) {
        String id = asked.orElseThrow(() -> Refusals.missing("prefixListId"));
        ResourceType.PREFIX_LIST.check(id);
        return id;
    }

    /** What IAM is asked about an action on a list. */
    static Access access(String action, Reader reader, Scope scope, Optional<String> id) {
        Optional<PrefixList> found = id.flatMap(i -> find(reader, scope, i));
        if (found.isEmpty()) {
            return Access.to(action, ResourceType.PREFIX_LIST.arn(scope, id.orElse("*")));
        }
        return new Access(
                action,
                List.of(found.get().arn(scope)),
                new Tags(found.get().tags()).asResourceConditions());
    }

    static void requireName(String name) {
        if (name.isEmpty() || name.length() > 255 || name.startsWith("com.amazonaws")) {
            throw Refusals.badName(name);
        }
    }

    static ManagedPrefixList shape(Scope scope, PrefixList list) {
        return ManagedPrefixList.builder()
                .prefixListId(list.id())
                .prefixListName(list.name())
                .prefixListArn(list.arn(scope))
                .addressFamily("IPv4")
                .state(list.state())
                .maxEntries(list.maxEntries())
                .version(list.version())
                .ownerId(list.owner())
                .tags(TagSet.of(list.tags()))
                .build();
    }
}
