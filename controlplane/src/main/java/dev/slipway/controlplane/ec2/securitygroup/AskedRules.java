package dev.slipway.controlplane.ec2.securitygroup;

import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.ec2.block.Ipv4Block;
import dev.slipway.controlplane.ec2.block.Ipv6Block;
import dev.slipway.controlplane.ec2.lookup.ResourceType;
import dev.slipway.controlplane.ec2.securitygroup.SecurityGroup.Peer;
import dev.slipway.controlplane.ec2.securitygroup.SecurityGroup.Rule;
import dev.slipway.controlplane.state.Reader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.UserIdGroupPair;

/**
 * Rules that a request describes: checked, blocks in AWS's canonical form (no host bits, IPv6 in
 * its shortest spelling), each without an id yet. Whether a referred group is there is not looked
 * at here, save for one that is given by name; nor whether a prefix list is there.
 */
final class AskedRules {
    private static final Pattern PLAIN =
            Pattern.compile("[a-zA-Z0-9. _\\-:/()#,@\\[\\]+=&;{}!$*]{0,255}");

    private final Reader reader;
    private final Scope scope;
    private final boolean egress;
    private final SortedMap<String, String> tags;

    AskedRules(Reader reader, Scope scope, boolean egress, SortedMap<String, String> tags) {
        this.reader = reader;
        this.scope = scope;
        this.egress = egress;
        this.tags = new TreeMap<>(tags);
    }

    private record Ports(int from, int to) {
        static final Ports ALL = new Ports(-1, -1);
    }

    /** Whether AWS would take it as a name or description: up to 255 of its characters. */
    static boolean isPlain(String text) {
        return PLAIN.matcher(text).matches();
    }

    List<Rule> of(List<IpPermission> permissions) {
        List<Rule> rules = new ArrayList<>();
        for (IpPermission permission : permissions) {
            addRules(permission, rules);
        }
        for (int i = 0; i < rules.size(); i++) {
            Rule rule = rules.get(i);
            if (rules.subList(0, i).stream().anyMatch(rule::allowsTheSame)) {
                throw Refusals.invalid("The same permission must not appear multiple times");
            }
        }
        return rules;
    }

    private void addRules(IpPermission permission, List<Rule> rules) {
        if (permission.ipProtocol() == null) {
            throw Refusals.missing("ipProtocol");
        }
        int protocol = protocol(permission.ipProtocol());
        Ports ports =
                ports(
                        protocol,
                        Optional.ofNullable(permission.fromPort()),
                        Optional.ofNullable(permission.toPort()));
        int before = rules.size();
        permission
                .ipRanges()
                .forEach(r -> rules.add(rule(protocol, ports, ipv4(r.cidrIp()), r.description())));
        permission
                .ipv6Ranges()
                .forEach(
                        r -> rules.add(rule(protocol, ports, ipv6(r.cidrIpv6()), r.description())));
        permission
                .userIdGroupPairs()
                .forEach(p -> rules.add(rule(protocol, ports, group(p), p.description())));
        permission
                .prefixListIds()
                .forEach(
                        l ->
                                rules.add(
                                        rule(
                                                protocol,
                                                ports,
                                                list(Optional.ofNullable(l.prefixListId())),
                                                l.description())));
        if (rules.size() == before) {
            throw Refusals.missing("ipRanges, ipv6Ranges, prefixListIds or userIdGroupPairs");
        }
    }

    private Rule rule(int protocol, Ports ports, Peer peer, String description) {
        String text = description(Optional.ofNullable(description));
        return new Rule("", egress, protocol, ports.from(), ports.to(), peer, text, tags);
    }

    /** Empty when there is none. */
    static String description(Optional<String> asked) {
        String text = asked.orElse("");
        if (!isPlain(text)) {
            throw Refusals.characters("rule description");
        }
        return text;
    }

    private static int protocol(String asked) {
        return switch (asked.toLowerCase(Locale.ROOT)) {
            case "-1", "all" -> -1;
            case "tcp" -> 6;
            case "udp" -> 17;
            case "icmp" -> 1;
            case "icmpv6" -> 58;
            default -> {
                if (!asked.matches("\\d{1,3}") || Integer.parseInt(asked) > 255) {
                    throw Refusals.invalid(
                            "Invalid value '%s' for IP protocol. Unknown protocol."
                                    .formatted(asked));
                }
                yield Integer.parseInt(asked);
            }
        };
    }

    /** What ports mean hangs on the protocol; one that has none ignores what is given. */
    private static Ports ports(int protocol, Optional<Integer> from, Optional<Integer> to) {
        return switch (protocol) {
            case 6, 17 -> transport(required(from, "TCP/UDP"), required(to, "TCP/UDP"));
            case 1 -> icmp(required(from, "ICMP"), required(to, "ICMP"));
            case 58 ->
                    from.isEmpty() && to.isEmpty()
                            ? Ports.ALL
                            : icmp(required(from, "ICMP"), required(to, "ICMP"));
            default -> Ports.ALL;
        };
    }

    private static int required(Optional<Integer> port, String protocol) {
        return port.orElseThrow(
                () ->
                        Refusals.invalid(
                                "Invalid value 'Must specify both from and to ports with %s.' for portRange."
                                        .formatted(protocol)));
    }

    private static Ports transport(int from, int to) {
        for (int port : new int[] {from, to}) {
            if (port < 0 || port > 65535) {
                throw Refusals.invalid("TCP/UDP port (%d) out of range".formatted(port));
            }
        }
        if (from > to) {
            throw Refusals.invalid("Invalid TCP/UDP port range (%d:%d)".formatted(from, to));
        }
        return new Ports(from, to);
    }

    private static Ports icmp(int type, int code) {
        if (type < -1 || type > 255) {
            throw Refusals.invalid("ICMP type (%d) out of range".formatted(type));
        }
        if (code < -1 || code > 255 || (type == -1 && code != -1)) {
            throw Refusals.invalid("ICMP code (%d) out of range".formatted(code));
        }
        return new Ports(type, code);
    }

    private static Peer ipv4(String block) {
        return new Peer.Ipv4(canonical(block, b -> Ipv4Block.around(b).toString()));
    }

    private static Peer ipv6(String block) {
        return new Peer.Ipv6(canonical(block, b -> Ipv6Block.around(b).toString()));
    }

    private static String canonical(String block, Function<String, String> parsed) {
        if (block == null) {
            throw Refusals.missing("cidrIp");
        }
        try {
            return parsed.apply(block);
        } catch (IllegalArgumentException e) {
            throw Refusals.invalid("CIDR block %s is malformed".formatted(block));
        }
    }

    private static Peer list(Optional<String> asked) {
        String id = asked.orElseThrow(() -> Refusals.missing("prefixListId"));
        ResourceType.PREFIX_LIST.check(id);
        return new Peer.PrefixList(id);
    }

    private Peer group(UserIdGroupPair pair) {
        if (pair.vpcPeeringConnectionId() != null) {
            throw Refusals.noPeering(pair.vpcPeeringConnectionId());
        }
        String owner = Optional.ofNullable(pair.userId()).orElse(scope.account());
        Named named =
                Named.of(
                        Optional.ofNullable(pair.groupId()),
                        // A client that repeats what was described gives both: the id decides.
                        Optional.ofNullable(pair.groupName()).filter(n -> pair.groupId() == null));
        if (!owner.equals(scope.account())) {
            throw ResourceType.SECURITY_GROUP.notFound(
                    named.id().isEmpty() ? named.name() : named.id());
        }
        if (!named.id().isEmpty()) {
            ResourceType.SECURITY_GROUP.check(named.id());
            return new Peer.Group(named.id(), owner);
        }
        return new Peer.Group(named.require(reader, scope).id(), owner);
    }
}
