package dev.slipway.controlplane.ec2.securitygroup;

import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.ec2.lookup.ResourceType;
import dev.slipway.controlplane.state.Kind;
import dev.slipway.nodelink.SecurityGroupPlan;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * @param id {@code sg-...}
 * @param owner the account
 * @param name unique in its VPC
 */
public record SecurityGroup(
        String id,
        String owner,
        String vpcId,
        String name,
        String description,
        List<Rule> rules,
        SortedMap<String, String> tags) {
    public static final Kind<SecurityGroup> KIND =
            Kind.of("ec2-security-group", SecurityGroup.class);

    public SecurityGroup {
        rules = List.copyOf(rules);
    }

    /**
     * One rule with one peer.
     *
     * @param id {@code sgr-...}
     * @param egress whether it lets out; else it takes in
     * @param protocol IANA number, or -1 for all
     * @param fromPort first port, or ICMP type; -1 for all
     * @param toPort last port, or ICMP code; -1 for all
     */
    public record Rule(
            String id,
            boolean egress,
            int protocol,
            int fromPort,
            int toPort,
            Peer peer,
            String description,
            SortedMap<String, String> tags) {

        /** As EC2 names it: {@code tcp}, {@code udp}, {@code icmp}, {@code icmpv6}, or a number. */
        public String protocolName() {
            return switch (protocol) {
                case 1 -> "icmp";
                case 6 -> "tcp";
                case 17 -> "udp";
                case 58 -> "icmpv6";
                default -> "" + protocol;
            };
        }

        /** Whether it lets the same traffic through, whatever else is said of it. */
        boolean allowsTheSame(Rule other) {
            return egress == other.egress
                    && protocol == other.protocol
                    && fromPort == other.fromPort
                    && toPort == other.toPort
                    && peer.equals(other.peer);
        }

        private Rule withTags(SortedMap<String, String> others) {
            return new Rule(id, egress, protocol, fromPort, toPort, peer, description, others);
        }

        Rule withId(String given) {
            return new Rule(given, egress, protocol, fromPort, toPort, peer, description, tags);
        }

        /** This rule under another's id, in its direction and with its tags. */
        Rule inPlaceOf(Rule other) {
            return new Rule(
                    other.id,
                    other.egress,
                    protocol,
                    fromPort,
                    toPort,
                    peer,
                    description,
                    other.tags);
        }

        Rule described(String text) {
            return new Rule(id, egress, protocol, fromPort, toPort, peer, text, tags);
        }

        private Stream<SecurityGroupPlan.Rule> plan(Function<String, List<String>> blocks) {
            Stream<SecurityGroupPlan.Peer> at =
                    switch (peer) {
                        case Peer.Ipv4(String block) ->
                                Stream.of(new SecurityGroupPlan.Peer.Cidr(block));
                        case Peer.Ipv6(String block) ->
                                Stream.of(new SecurityGroupPlan.Peer.Cidr(block));
                        case Peer.Group(String group, String owner) ->
                                Stream.of(new SecurityGroupPlan.Peer.Group(group));
                        case Peer.PrefixList(String list) ->
                                blocks.apply(list).stream().map(SecurityGroupPlan.Peer.Cidr::new);
                    };
            return at.map(p -> new SecurityGroupPlan.Rule(protocol, fromPort, toPort, p));
        }
    }

    /** Who is at the other end. */
    public sealed interface Peer {
        record Ipv4(String block) implements Peer {}

        record Ipv6(String block) implements Peer {}

        /** The private addresses of the group's interfaces. */
        record Group(String groupId, String owner) implements Peer {}

        /** The blocks that are in the list at each moment. */
        record PrefixList(String listId) implements Peer {}
    }

    public Stream<Rule> ingress() {
        return rules.stream().filter(r -> !r.egress());
    }

    public Stream<Rule> egress() {
        return rules.stream().filter(Rule::egress);
    }

    /** Groups that this one's rules refer to, itself perhaps among them. */
    public List<String> referredGroups() {
        return rules.stream()
                .flatMap(
                        r ->
                                r.peer() instanceof Peer.Group g
                                        ? Stream.of(g.groupId())
                                        : Stream.of())
                .distinct()
                .sorted()
                .toList();
    }

    /** Whether a rule refers to the prefix list. */
    public boolean refersTo(String listId) {
        return rules.stream().anyMatch(r -> r.peer().equals(new Peer.PrefixList(listId)));
    }

    public SecurityGroup withTags(SortedMap<String, String> others) {
        return new SecurityGroup(id, owner, vpcId, name, description, rules, others);
    }

    public SecurityGroup withRuleTags(String ruleId, SortedMap<String, String> others) {
        return withRules(
                rules.stream().map(r -> r.id().equals(ruleId) ? r.withTags(others) : r).toList());
    }

    SecurityGroup withRules(List<Rule> others) {
        return new SecurityGroup(id, owner, vpcId, name, description, others, tags);
    }

    public String arn(Scope scope) {
        return ResourceType.SECURITY_GROUP.arn(scope, id);
    }

    /**
     * @param blocks of the prefix list of an id, as it now is
     */
    SecurityGroupPlan plan(Function<String, List<String>> blocks) {
        return new SecurityGroupPlan(
                id,
                ingress().flatMap(r -> r.plan(blocks)).distinct().toList(),
                egress().flatMap(r -> r.plan(blocks)).distinct().toList());
    }
}
