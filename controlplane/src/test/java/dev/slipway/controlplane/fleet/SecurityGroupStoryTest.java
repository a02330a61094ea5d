package dev.slipway.controlplane.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.controlplane.ec2.DefaultNetwork;
import dev.slipway.controlplane.ec2.Ec2;
import dev.slipway.nodelink.SecurityGroupPlan;
import dev.slipway.wire.Call;
import dev.slipway.wire.Caller;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ec2.model.AuthorizeSecurityGroupIngressRequest;
import software.amazon.awssdk.services.ec2.model.AuthorizeSecurityGroupIngressResponse;
import software.amazon.awssdk.services.ec2.model.CreateManagedPrefixListRequest;
import software.amazon.awssdk.services.ec2.model.CreateManagedPrefixListResponse;
import software.amazon.awssdk.services.ec2.model.CreateSecurityGroupRequest;
import software.amazon.awssdk.services.ec2.model.CreateSecurityGroupResponse;
import software.amazon.awssdk.services.ec2.model.DeleteSecurityGroupRequest;
import software.amazon.awssdk.services.ec2.model.ModifyManagedPrefixListRequest;
import software.amazon.awssdk.services.ec2.model.ModifySecurityGroupRulesRequest;
import software.amazon.awssdk.services.ec2.model.RevokeSecurityGroupIngressRequest;

@SuppressWarnings("unchecked") // the model builders take consumers as variable arguments
class SecurityGroupStoryTest {
    private final Harbour harbour = new Harbour(1).withNode(4096, 8192);
    private final List<AwsOperation<?, ?>> operations =
            Ec2.service(new DefaultNetwork(harbour.state, new Random(2))).operations();

    @Test
    void openingAPortReachesTheNodeThatRunsATaskOfTheGroupAndClosingItToo() {
        String web = create("web");
        String front = create("front");
        harbour.run(
                r ->
                        r.networkConfiguration(
                                n ->
                                        n.awsvpcConfiguration(
                                                v ->
                                                        v.subnets(harbour.subnets)
                                                                .securityGroups(web))));
        assertThat(ingress(web)).isEmpty();
        String rule = open(web, "10.1.2.3/8").securityGroupRules().getFirst().securityGroupRuleId();
        assertThat(rule).matches("sgr-[0-9a-f]{17}");
        assertThat(ingress(web))
                .containsExactly(
                        new SecurityGroupPlan.Rule(
                                6, 80, 80, new SecurityGroupPlan.Peer.Cidr("10.0.0.0/8")));
        ask(
                AuthorizeSecurityGroupIngressRequest.builder()
                        .groupId(web)
                        .ipPermissions(
                                p -> p.ipProtocol("-1").userIdGroupPairs(g -> g.groupId(front)))
                        .build());
        assertThat(ingress(web)).hasSize(2);
        assertThat(harbour.plan().securityGroups()).containsKey(front);
        assertThatThrownBy(() -> delete(front)).hasMessageStartingWith("DependencyViolation");
        assertThatThrownBy(() -> delete(web)).hasMessageStartingWith("DependencyViolation");
        ask(
                ModifySecurityGroupRulesRequest.builder()
                        .groupId(web)
                        .securityGroupRules(
                                u ->
                                        u.securityGroupRuleId(rule)
                                                .securityGroupRule(
                                                        r ->
                                                                r.ipProtocol("17")
                                                                        .fromPort(53)
                                                                        .toPort(53)
                                                                        .cidrIpv4("10.9.0.0/16")))
                        .build());
        assertThat(ingress(web))
                .contains(
                        new SecurityGroupPlan.Rule(
                                17, 53, 53, new SecurityGroupPlan.Peer.Cidr("10.9.0.0/16")))
                .hasSize(2);
        ask(
                RevokeSecurityGroupIngressRequest.builder()
                        .groupId(web)
                        .securityGroupRuleIds(rule)
                        .build());
        assertThat(ingress(web)).hasSize(1);
    }

    @Test
    void aPrefixListsBlocksReachTheNodeAndSoDoesEachChangeOfTheList() {
        String web = create("web");
        harbour.run(
                r ->
                        r.networkConfiguration(
                                n ->
                                        n.awsvpcConfiguration(
                                                v ->
                                                        v.subnets(harbour.subnets)
                                                                .securityGroups(web))));
        CreateManagedPrefixListResponse made =
                ask(
                        CreateManagedPrefixListRequest.builder()
                                .prefixListName("office")
                                .addressFamily("IPv4")
                                .maxEntries(5)
                                .entries(e -> e.cidr("10.1.0.0/16"), e -> e.cidr("10.2.0.0/16"))
                                .build());
        String list = made.prefixList().prefixListId();
        ask(
                AuthorizeSecurityGroupIngressRequest.builder()
                        .groupId(web)
                        .ipPermissions(
                                p ->
                                        p.ipProtocol("tcp")
                                                .fromPort(80)
                                                .toPort(80)
                                                .prefixListIds(l -> l.prefixListId(list)))
                        .build());
        assertThat(ingress(web)).containsExactly(port80("10.1.0.0/16"), port80("10.2.0.0/16"));
        ask(
                ModifyManagedPrefixListRequest.builder()
                        .prefixListId(list)
                        .currentVersion(1L)
                        .removeEntries(e -> e.cidr("10.1.0.0/16"))
                        .addEntries(e -> e.cidr("10.3.0.0/16"))
                        .build());
        assertThat(ingress(web)).containsExactly(port80("10.2.0.0/16"), port80("10.3.0.0/16"));
        // A block that a rule of its own allows as well is told to the node once.
        open(web, "10.3.0.0/16");
        assertThat(ingress(web)).containsExactly(port80("10.2.0.0/16"), port80("10.3.0.0/16"));
        ask(
                ModifyManagedPrefixListRequest.builder()
                        .prefixListId(list)
                        .removeEntries(e -> e.cidr("10.2.0.0/16"), e -> e.cidr("10.3.0.0/16"))
                        .build());
        assertThat(ingress(web)).containsExactly(port80("10.3.0.0/16"));
    }

    private static SecurityGroupPlan.Rule port80(String block) {
        return new SecurityGroupPlan.Rule(6, 80, 80, new SecurityGroupPlan.Peer.Cidr(block));
    }

    @Test
    void whatIsWrongIsRefusedWithAwssCodeAndChangesNothing() {
        String web = create("web");
        open(web, "0.0.0.0/0");
        long revision = harbour.state.read().revision();
        assertThatThrownBy(() -> create("web")).hasMessageStartingWith("InvalidGroup.Duplicate");
        assertThatThrownBy(() -> create("sg-x")).hasMessageStartingWith("InvalidParameterValue");
        assertThatThrownBy(() -> open(web, "0.0.0.0/0"))
                .hasMessage(
                        "InvalidPermission.Duplicate: the specified rule \"peer: 0.0.0.0/0, TCP,"
                                + " from port: 80, to port: 80, ALLOW\" already exists");
        assertThatThrownBy(() -> open(web, "0.0.0.0/33"))
                .hasMessageStartingWith("InvalidParameterValue: CIDR block");
        assertThatThrownBy(
                        () ->
                                ask(
                                        RevokeSecurityGroupIngressRequest.builder()
                                                .groupName("web")
                                                .ipProtocol("udp")
                                                .fromPort(1)
                                                .toPort(2)
                                                .cidrIp("0.0.0.0/0")
                                                .build()))
                .hasMessageStartingWith("InvalidPermission.NotFound");
        assertThat(harbour.state.read().revision()).isEqualTo(revision);
    }

    @Test
    void aGroupTakesSixtyRulesInAndNoMore() {
        String web = create("web");
        for (int i = 0; i < 60; i++) {
            open(web, "10.0." + i + ".0/24");
        }
        assertThatThrownBy(() -> open(web, "10.0.60.0/24"))
                .hasMessageStartingWith("RulesPerSecurityGroupLimitExceeded");
    }

    private List<SecurityGroupPlan.Rule> ingress(String group) {
        return java.util.Objects.requireNonNull(harbour.plan().securityGroups().get(group))
                .ingress();
    }

    private String create(String name) {
        CreateSecurityGroupResponse made =
                ask(CreateSecurityGroupRequest.builder().groupName(name).description("d").build());
        return made.groupId();
    }

    private AuthorizeSecurityGroupIngressResponse open(String group, String cidr) {
        return ask(
                AuthorizeSecurityGroupIngressRequest.builder()
                        .groupId(group)
                        .ipProtocol("tcp")
                        .fromPort(80)
                        .toPort(80)
                        .cidrIp(cidr)
                        .build());
    }

    private void delete(String group) {
        ask(DeleteSecurityGroupRequest.builder().groupId(group).build());
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private <O> O ask(SdkPojo input) {
        String name = input.getClass().getSimpleName().replace("Request", "");
        AwsOperation<SdkPojo, SdkPojo> operation =
                (AwsOperation<SdkPojo, SdkPojo>)
                        operations.stream()
                                .filter(o -> o.name().equals(name))
                                .findFirst()
                                .orElseThrow();
        String account = Harbour.HERE.account();
        Caller root = new Caller(account, "arn:aws:iam::" + account + ":root", account, "AKIA");
        Call call =
                new Call(
                        "r",
                        "ec2",
                        name,
                        root,
                        Harbour.HERE.region(),
                        harbour.now,
                        "127.0.0.1",
                        "");
        assertThat(operation.access(call, input).getFirst().action()).isEqualTo("ec2:" + name);
        return (O) operation.answer(call, input);
    }
}
