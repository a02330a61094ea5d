package dev.slipway.controlplane.ec2.securitygroup;

import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.ec2.lookup.TagSet;
import dev.slipway.controlplane.ec2.securitygroup.SecurityGroup.Peer;
import dev.slipway.controlplane.ec2.securitygroup.SecurityGroup.Rule;
import software.amazon.awssdk.services.ec2.model.RevokedSecurityGroupRule;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRule;

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
        }
        return shape.build();
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
        }
        return shape.build();
    }
}
