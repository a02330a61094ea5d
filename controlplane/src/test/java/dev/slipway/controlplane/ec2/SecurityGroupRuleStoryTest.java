package dev.slipway.controlplane.ec2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.model.AuthorizeSecurityGroupIngressRequest;
import software.amazon.awssdk.services.ec2.model.AuthorizeSecurityGroupIngressResponse;
import software.amazon.awssdk.services.ec2.model.CreateSecurityGroupRequest;
import software.amazon.awssdk.services.ec2.model.CreateSecurityGroupResponse;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupReferencesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupReferencesResponse;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupRulesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupRulesResponse;
import software.amazon.awssdk.services.ec2.model.DescribeStaleSecurityGroupsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeStaleSecurityGroupsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeVpcsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeVpcsResponse;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.GetSecurityGroupsForVpcRequest;
import software.amazon.awssdk.services.ec2.model.GetSecurityGroupsForVpcResponse;
import software.amazon.awssdk.services.ec2.model.ModifySecurityGroupRulesRequest;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.SecurityGroupForVpc;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRule;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRuleRequest;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRuleUpdate;
import software.amazon.awssdk.services.ec2.model.UpdateSecurityGroupRuleDescriptionsEgressRequest;
import software.amazon.awssdk.services.ec2.model.UpdateSecurityGroupRuleDescriptionsIngressRequest;

@SuppressWarnings("unchecked") // the model builders take consumers as variable arguments
class SecurityGroupRuleStoryTest {
    private final Ec2Desk desk = new Ec2Desk();

    @AfterEach
    void close() {
        desk.close();
    }

    @Test
    void aRuleIsReplacedWholeAndKeepsItsIdAndItsTags() {
        String web = group("web");
        String id = open(web, 80, "10.0.0.0/8");
        modify(web, id, r -> r.ipProtocol("udp").fromPort(53).toPort(54).cidrIpv6("2001:db8::/32"));
        SecurityGroupRule now = rule(id);
        assertThat(now.ipProtocol()).isEqualTo("udp");
        assertThat(now.fromPort()).isEqualTo(53);
        assertThat(now.toPort()).isEqualTo(54);
        assertThat(now.cidrIpv4()).isNull();
        assertThat(now.cidrIpv6()).isEqualTo("2001:db8::/32");
        assertThat(now.description()).isNull();
        assertThat(now.isEgress()).isFalse();
        assertThat(now.tags()).extracting(t -> t.key()).containsExactly("Name");
        modify(web, id, r -> r.ipProtocol("-1").referencedGroupId(web).description("own"));
        assertThat(rule(id).referencedGroupInfo().groupId()).isEqualTo(web);
        assertThat(rule(id).description()).isEqualTo("own");
    }

    @Test
    void aReplacementThatIsWrongIsRefusedAndChangesNothing() {
        String web = group("web");
        String other = group("other");
        String id = open(web, 80, "10.0.0.0/8");
        String second = open(web, 81, "10.0.0.0/8");
        String elsewhere = open(other, 80, "10.0.0.0/8");
        long revision = desk.revision();
        Consumer<SecurityGroupRuleRequest.Builder> port80 =
                r -> r.ipProtocol("tcp").fromPort(80).toPort(80).cidrIpv4("10.0.0.0/8");
        assertThatThrownBy(() -> modify(web, second, port80))
                .hasMessageStartingWith(
                        "InvalidPermission.Duplicate: the specified rule \"peer: 10");
        assertThatThrownBy(() -> modify(web, elsewhere, port80))
                .hasMessage(
                        "InvalidSecurityGroupRuleId.NotFound: The security group rule ID '"
                                + elsewhere
                                + "' does not exist");
        assertThatThrownBy(() -> modify(web, "sgr-x", port80))
                .hasMessageStartingWith("InvalidSecurityGroupRuleId.Malformed");
        assertThatThrownBy(() -> modify(web, id, r -> r.ipProtocol("-1")))
                .hasMessageStartingWith("InvalidParameterValue: Exactly one of");
        assertThatThrownBy(
                        () ->
                                modify(
                                        web,
                                        id,
                                        r ->
                                                r.ipProtocol("-1")
                                                        .cidrIpv4("0.0.0.0/0")
                                                        .cidrIpv6("::/0")))
                .hasMessageStartingWith("InvalidParameterValue: Exactly one of");
        assertThatThrownBy(
                        () ->
                                modify(
                                        web,
                                        id,
                                        r ->
                                                r.ipProtocol("-1")
                                                        .referencedGroupId("sg-00000000000000000")))
                .hasMessageStartingWith("InvalidGroup.NotFound");
        SecurityGroupRuleUpdate update =
                SecurityGroupRuleUpdate.builder()
                        .securityGroupRuleId(id)
                        .securityGroupRule(port80)
                        .build();
        assertThatThrownBy(
                        () ->
                                desk.ask(
                                        ModifySecurityGroupRulesRequest.builder()
                                                .groupId(web)
                                                .securityGroupRules(update, update)
                                                .build()))
                .hasMessageStartingWith("InvalidParameterValue: The same security group rule ID");
        assertThat(desk.revision()).isEqualTo(revision);
    }

    @Test
    void rulesAreDescribedAnewByWhatTheyAllowOrByTheirId() {
        String web = group("web");
        String id = open(web, 80, "10.0.0.0/8");
        desk.ask(
                UpdateSecurityGroupRuleDescriptionsIngressRequest.builder()
                        .groupName("web")
                        .ipPermissions(
                                p ->
                                        p.ipProtocol("tcp")
                                                .fromPort(80)
                                                .toPort(80)
                                                .ipRanges(
                                                        r ->
                                                                r.cidrIp("10.0.0.0/8")
                                                                        .description("home")))
                        .build());
        assertThat(rule(id).description()).isEqualTo("home");
        desk.ask(
                UpdateSecurityGroupRuleDescriptionsIngressRequest.builder()
                        .groupId(web)
                        .securityGroupRuleDescriptions(d -> d.securityGroupRuleId(id))
                        .build());
        assertThat(rule(id).description()).isNull();
        String out =
                rules().stream()
                        .filter(r -> r.groupId().equals(web) && r.isEgress())
                        .findFirst()
                        .orElseThrow()
                        .securityGroupRuleId();
        desk.ask(
                UpdateSecurityGroupRuleDescriptionsEgressRequest.builder()
                        .groupId(web)
                        .securityGroupRuleDescriptions(
                                d -> d.securityGroupRuleId(out).description("all"))
                        .build());
        assertThat(rule(out).description()).isEqualTo("all");
    }

    @Test
    void aRuleThatIsNotThereIsNotDescribed() {
        String web = group("web");
        String id = open(web, 80, "10.0.0.0/8");
        long revision = desk.revision();
        assertThatThrownBy(
                        () ->
                                desk.ask(
                                        UpdateSecurityGroupRuleDescriptionsEgressRequest.builder()
                                                .groupId(web)
                                                .securityGroupRuleDescriptions(
                                                        d -> d.securityGroupRuleId(id))
                                                .build()))
                .hasMessageStartingWith("InvalidSecurityGroupRuleId.NotFound");
        assertThatThrownBy(
                        () ->
                                desk.ask(
                                        UpdateSecurityGroupRuleDescriptionsIngressRequest.builder()
                                                .groupId(web)
                                                .ipPermissions(
                                                        p ->
                                                                p.ipProtocol("-1")
                                                                        .ipRanges(
                                                                                r ->
                                                                                        r.cidrIp(
                                                                                                "0.0.0.0/0")))
                                                .build()))
                .hasMessageStartingWith("InvalidPermission.NotFound");
        assertThatThrownBy(
                        () ->
                                desk.ask(
                                        UpdateSecurityGroupRuleDescriptionsIngressRequest.builder()
                                                .groupId(web)
                                                .build()))
                .hasMessageStartingWith("MissingParameter");
        assertThat(desk.revision()).isEqualTo(revision);
    }

    @Test
    void aVpcsGroupsAreListedAndNothingRefersToThemFromElsewhere() {
        String web = group("web");
        DescribeVpcsResponse vpcs = desk.ask(DescribeVpcsRequest.builder().build());
        String vpc = vpcs.vpcs().getFirst().vpcId();
        GetSecurityGroupsForVpcResponse all =
                desk.ask(GetSecurityGroupsForVpcRequest.builder().vpcId(vpc).build());
        assertThat(all.securityGroupForVpcs())
                .extracting(SecurityGroupForVpc::groupName)
                .containsExactlyInAnyOrder("default", "web");
        GetSecurityGroupsForVpcResponse one =
                desk.ask(
                        GetSecurityGroupsForVpcRequest.builder()
                                .vpcId(vpc)
                                .filters(Filter.builder().name("group-name").values("w*").build())
                                .build());
        assertThat(one.securityGroupForVpcs())
                .extracting(SecurityGroupForVpc::groupId, SecurityGroupForVpc::primaryVpcId)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(web, vpc));
        DescribeSecurityGroupReferencesResponse references =
                desk.ask(DescribeSecurityGroupReferencesRequest.builder().groupId(web).build());
        assertThat(references.securityGroupReferenceSet()).isEmpty();
        DescribeStaleSecurityGroupsResponse stale =
                desk.ask(DescribeStaleSecurityGroupsRequest.builder().vpcId(vpc).build());
        assertThat(stale.staleSecurityGroupSet()).isEmpty();
        assertThatThrownBy(
                        () ->
                                desk.ask(
                                        GetSecurityGroupsForVpcRequest.builder()
                                                .vpcId("vpc-00000000000000000")
                                                .build()))
                .hasMessageStartingWith("InvalidVpcID.NotFound");
    }

    private void modify(
            String group, String rule, Consumer<SecurityGroupRuleRequest.Builder> asked) {
        desk.ask(
                ModifySecurityGroupRulesRequest.builder()
                        .groupId(group)
                        .securityGroupRules(
                                u -> u.securityGroupRuleId(rule).securityGroupRule(asked))
                        .build());
    }

    private SecurityGroupRule rule(String id) {
        return rules().stream()
                .filter(r -> r.securityGroupRuleId().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private List<SecurityGroupRule> rules() {
        DescribeSecurityGroupRulesResponse all =
                desk.ask(DescribeSecurityGroupRulesRequest.builder().build());
        return all.securityGroupRules();
    }

    private String open(String group, int port, String cidr) {
        AuthorizeSecurityGroupIngressResponse opened =
                desk.ask(
                        AuthorizeSecurityGroupIngressRequest.builder()
                                .groupId(group)
                                .ipPermissions(
                                        p ->
                                                p.ipProtocol("tcp")
                                                        .fromPort(port)
                                                        .toPort(port)
                                                        .ipRanges(
                                                                r ->
                                                                        r.cidrIp(cidr)
                                                                                .description(
                                                                                        "before")))
                                .tagSpecifications(
                                        t ->
                                                t.resourceType(ResourceType.SECURITY_GROUP_RULE)
                                                        .tags(k -> k.key("Name").value("x")))
                                .build());
        return opened.securityGroupRules().getFirst().securityGroupRuleId();
    }

    private String group(String name) {
        CreateSecurityGroupResponse made =
                desk.ask(
                        CreateSecurityGroupRequest.builder()
                                .groupName(name)
                                .description("d")
                                .build());
        return made.groupId();
    }
}
