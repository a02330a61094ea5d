package dev.slipway.controlplane.ec2.tag;

import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.ec2.gateway.InternetGateway;
import dev.slipway.controlplane.ec2.lookup.ResourceType;
import dev.slipway.controlplane.ec2.networkinterface.NetworkInterface;
import dev.slipway.controlplane.ec2.prefixlist.PrefixList;
import dev.slipway.controlplane.ec2.routetable.RouteTable;
import dev.slipway.controlplane.ec2.securitygroup.SecurityGroup;
import dev.slipway.controlplane.ec2.subnet.Subnet;
import dev.slipway.controlplane.ec2.vpc.Vpc;
import dev.slipway.controlplane.state.Entry;
import dev.slipway.controlplane.state.Key;
import dev.slipway.controlplane.state.Kind;
import dev.slipway.controlplane.state.Reader;
import dev.slipway.controlplane.state.Transaction;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A kind of resource that has tags.
 *
 * @param all those of a scope by id
 * @param write replaces the tags of one that is there
 */
record Taggable(
        ResourceType type,
        BiFunction<Reader, Scope, Stream<Map.Entry<String, SortedMap<String, String>>>> all,
        BiFunction<Reader, Key, Optional<SortedMap<String, String>>> read,
        Write write) {
    private static final List<Taggable> KINDS =
            List.of(
                    of(ResourceType.VPC, Vpc.KIND, Vpc::tags, Vpc::withTags),
                    of(ResourceType.SUBNET, Subnet.KIND, Subnet::tags, Subnet::withTags),
                    of(
                            ResourceType.INTERNET_GATEWAY,
                            InternetGateway.KIND,
                            InternetGateway::tags,
                            InternetGateway::withTags),
                    of(
                            ResourceType.ROUTE_TABLE,
                            RouteTable.KIND,
                            RouteTable::tags,
                            RouteTable::withTags),
                    of(
                            ResourceType.SECURITY_GROUP,
                            SecurityGroup.KIND,
                            SecurityGroup::tags,
                            SecurityGroup::withTags),
                    of(
                            ResourceType.NETWORK_INTERFACE,
                            NetworkInterface.KIND,
                            NetworkInterface::tags,
                            NetworkInterface::withTags),
                    of(
                            ResourceType.PREFIX_LIST,
                            PrefixList.KIND,
                            PrefixList::tags,
                            PrefixList::withTags),
                    new Taggable(
                            ResourceType.SECURITY_GROUP_RULE,
                            Taggable::rules,
                            Taggable::ruleTags,
                            Taggable::writeRule));

    @FunctionalInterface
    interface Write {
        void write(Transaction tx, Key key, SortedMap<String, String> tags);
    }

    static List<Taggable> kinds() {
        return KINDS;
    }

    /** The kind that an id is of; empty when there is none. */
    static Optional<Taggable> ofId(String id) {
        return KINDS.stream().filter(k -> id.startsWith(k.type().prefix())).findFirst();
    }

    private static <T extends Record> Taggable of(
            ResourceType type,
            Kind<T> kind,
            Function<T, SortedMap<String, String>> tags,
            BiFunction<T, SortedMap<String, String>, T> withTags) {
        return new Taggable(
                type,
                (reader, scope) ->
                        reader.list(kind, scope)
                                .map(e -> Map.entry(e.key().name(), tags.apply(e.value()))),
                (reader, key) -> reader.find(kind, key).map(tags),
                (tx, key, others) ->
                        tx.find(kind, key)
                                .ifPresent(t -> tx.put(kind, key, withTags.apply(t, others))));
    }

    private static Stream<Map.Entry<String, SortedMap<String, String>>> rules(
            Reader reader, Scope scope) {
        return reader.list(SecurityGroup.KIND, scope)
                .flatMap(e -> e.value().rules().stream())
                .map(r -> Map.entry(r.id(), r.tags()));
    }

    private static Optional<SortedMap<String, String>> ruleTags(Reader reader, Key key) {
        return rules(reader, key.scope())
                .filter(r -> r.getKey().equals(key.name()))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    private static void writeRule(Transaction tx, Key key, SortedMap<String, String> tags) {
        Optional<Entry<SecurityGroup>> group =
                tx.list(SecurityGroup.KIND, key.scope())
                        .filter(
                                e ->
                                        e.value().rules().stream()
                                                .anyMatch(r -> r.id().equals(key.name())))
                        .findFirst();
        group.ifPresent(
                e -> tx.put(SecurityGroup.KIND, e.key(), e.value().withRuleTags(key.name(), tags)));
    }
}
