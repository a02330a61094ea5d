package dev.slipway.controlplane.ec2.securitygroup;

import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.ec2.lookup.TagSet;
import dev.slipway.controlplane.ec2.securitygroup.SecurityGroup.Peer;
import dev.slipway.controlplane.ec2.securitygroup.SecurityGroup.Rule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.IpRange;
import software.amazon.awssdk.services.ec2.model.Ipv6Range;
import software.amazon.awssdk.services.ec2.model.PrefixListId;
import software.amazon.awssdk.services.ec2.model.UserIdGroupPair;

/**
 * Rules as DescribeSecurityGroups answers them: one permission for each protocol and port range.
 */
final class IpPermissions {
    private IpPermissions() {}

    static software.amazon.awssdk.services.ec2.model.SecurityGroup shape(
            Scope scope, SecurityGroup group) {
        return software.amazon.awssdk.services.ec2.model.SecurityGroup.builder()
                .groupId(group.id())
                .groupName(group.name())
                .description(group.description())
                .ownerId(group.owner())
                .vpcId(group.vpcId())
                .securityGroupArn(group.arn(scope))
                .ipPermissions(of(group.ingress()))
                .ipPermissionsEgress(of(group.egress()))
                .tags(TagSet.of(group.tags()))
                .build();
    }

    private record Ports(int protocol, int from, int to) {}

    private static List<IpPermission> of(Stream<Rule> rules) {
        Map<Ports, List<Rule>> byPorts = new LinkedHashMap<>();
        rules.forEach(
                r ->
                        byPorts.computeIfAbsent(
                                        new Ports(r.protocol(), r.fromPort(), r.toPort()),
                                        p -> new ArrayList<>())
                                .add(r));
        return byPorts.values().stream().map(IpPermissions::permission).toList();
    }

    private static IpPermission permission(List<Rule> rules) {
        Rule first = rules.getFirst();
        IpPermission.Builder permission = IpPermission.builder().ipProtocol(first.protocolName());
        if (first.protocol() != -1) {
            permission.fromPort(first.fromPort()).toPort(first.toPort());
        }
        List<IpRange> ipv4 = new ArrayList<>();
        List<Ipv6Range> ipv6 = new ArrayList<>();
        List<UserIdGroupPair> groups = new ArrayList<>();
        List<PrefixListId> lists = new ArrayList<>();
        for (Rule rule : rules) {
            switch (rule.peer()) {
                case Peer.Ipv4(String block) -> {
                    IpRange.Builder range = IpRange.builder().cidrIp(block);
                    described(rule).forEach(range::description);
                    ipv4.add(range.build());
                }
                case Peer.Ipv6(String block) -> {
                    Ipv6Range.Builder range = Ipv6Range.builder().cidrIpv6(block);
                    described(rule).forEach(range::description);
                    ipv6.add(range.build());
                }
                case Peer.Group(String group, String owner) -> {
                    UserIdGroupPair.Builder pair =
                            UserIdGroupPair.builder().groupId(group).userId(owner);
                    described(rule).forEach(pair::description);
                    groups.add(pair.build());
                }
                case Peer.PrefixList(String list) -> {
                    PrefixListId.Builder id = PrefixListId.builder().prefixListId(list);
                    described(rule).forEach(id::description);
                    lists.add(id.build());
                }
            }
        }
        return permission
                .ipRanges(ipv4)
                .ipv6Ranges(ipv6)
                .userIdGroupPairs(groups)
                .prefixListIds(lists)
                .build();
    }

    /** An empty description is absent. */
    private static List<String> described(Rule rule) {
        return rule.description().isEmpty() ? List.of() : List.of(rule.description());
    }
}
