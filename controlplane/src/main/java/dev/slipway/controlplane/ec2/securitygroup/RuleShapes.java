package dev.slipway.controlplane.ec2.securitygroup;

import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.ec2.lookup.TagSet;
import dev.slipway.controlplane.ec2.securitygroup.SecurityGroup.Peer;
import dev.slipway.controlplane.ec2.securitygroup.SecurityGroup.Rule;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.IpRange;
import software.amazon.awssdk.services.ec2.model.Ipv6Range;
import software.amazon.awssdk.services.ec2.model.PrefixListId;
import software.amazon.awssdk.services.ec2.model.RevokedSecurityGroupRule;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRule;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRuleRequest;
import software.amazon.awssdk.services.ec2.model.UserIdGroupPair;

/** A rule on its own, as EC2 answers it. */
final class RuleShapes {
    private RuleShapes() {}

    static SecurityGroupRule of(Scope scope, SecurityGroup group, Rule rule) {
        SecurityGroupRule.Builder shape =
                SecurityGroupRule.builder()
                        .securityGroupRuleId(rule.id())
                        .securityGroupRuleArn(
                                "arn:aws:ec2:%s:%s:security-group-rule/%s"
                                        .formatted(scope.region(), scope.account(), rule.id()))
                        .groupId(group.id())
                        .groupOwnerId(group.owner())
                        .isEgress(rule.egress())
                        .ipProtocol(rule.protocolName())
                        .fromPort(rule.fromPort())
                        .toPort(rule.toPort())
                        .tags(TagSet.of(rule.tags()));
        if (!rule.description().isEmpty()) {
            shape.description(rule.description());
        }
        switch (rule.peer()) {
            case Peer.Ipv4(String block) -> shape.cidrIpv4(block);
            case Peer.Ipv6(String block) -> shape.cidrIpv6(block);
            case Peer.Group(String other, String owner) ->
                    shape.referencedGroupInfo(
                            i -> i.groupId(other).userId(owner).vpcId(group.vpcId()));
            case Peer.PrefixList(String list) -> shape.prefixListId(list);
        }
        return shape.build();
    }

    /** A rule that a request describes on its own, in the other form that EC2 takes. */
    static IpPermission permission(SecurityGroupRuleRequest asked) {
        IpPermission.Builder permission = IpPermission.builder();
        Optional.ofNullable(asked.ipProtocol()).ifPresent(permission::ipProtocol);
        Optional.ofNullable(asked.fromPort()).ifPresent(permission::fromPort);
        Optional.ofNullable(asked.toPort()).ifPresent(permission::toPort);
        Optional<String> ipv4 = Optional.ofNullable(asked.cidrIpv4());
        Optional<String> ipv6 = Optional.ofNullable(asked.cidrIpv6());
        Optional<String> list = Optional.ofNullable(asked.prefixListId());
        Optional<String> group = Optional.ofNullable(asked.referencedGroupId());
        if (Stream.of(ipv4, ipv6, list, group).filter(Optional::isPresent).count() != 1) {
            throw Refusals.onePeer();
        }
        String text = Optional.ofNullable(asked.description()).orElse("");
        ipv4.map(b -> IpRange.builder().cidrIp(b).description(text).build())
                .ifPresent(permission::ipRanges);
        ipv6.map(b -> Ipv6Range.builder().cidrIpv6(b).description(text).build())
                .ifPresent(permission::ipv6Ranges);
        list.map(l -> PrefixListId.builder().prefixListId(l).description(text).build())
                .ifPresent(permission::prefixListIds);
        group.map(g -> UserIdGroupPair.builder().groupId(g).description(text).build())
                .ifPresent(permission::userIdGroupPairs);
        return permission.build();
    }

    static RevokedSecurityGroupRule revoked(SecurityGroup group, Rule rule) {
        RevokedSecurityGroupRule.Builder shape =
                RevokedSecurityGroupRule.builder()
                        .securityGroupRuleId(rule.id())
                        .groupId(group.id())
                        .isEgress(rule.egress())
                        .ipProtocol(rule.protocolName())
                        .fromPort(rule.fromPort())
                        .toPort(rule.toPort());
        if (!rule.description().isEmpty()) {
            shape.description(rule.description());
        }
        switch (rule.peer()) {
            case Peer.Ipv4(String block) -> shape.cidrIpv4(block);
            case Peer.Ipv6(String block) -> shape.cidrIpv6(block);
            case Peer.Group(String other, String owner) -> shape.referencedGroupId(other);
            case Peer.PrefixList(String list) -> shape.prefixListId(list);
        }
        return shape.build();
    }
}
