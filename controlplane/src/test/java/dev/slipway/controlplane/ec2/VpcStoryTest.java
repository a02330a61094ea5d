package dev.slipway.controlplane.ec2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ec2.model.CreateSecurityGroupRequest;
import software.amazon.awssdk.services.ec2.model.CreateSecurityGroupResponse;
import software.amazon.awssdk.services.ec2.model.CreateVpcRequest;
import software.amazon.awssdk.services.ec2.model.CreateVpcResponse;
import software.amazon.awssdk.services.ec2.model.DeleteRouteTableRequest;
import software.amazon.awssdk.services.ec2.model.DeleteSecurityGroupRequest;
import software.amazon.awssdk.services.ec2.model.DeleteSubnetRequest;
import software.amazon.awssdk.services.ec2.model.DeleteVpcRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeVpcAttributeRequest;
import software.amazon.awssdk.services.ec2.model.DescribeVpcAttributeResponse;
import software.amazon.awssdk.services.ec2.model.DescribeVpcsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeVpcsResponse;
import software.amazon.awssdk.services.ec2.model.DetachInternetGatewayRequest;
import software.amazon.awssdk.services.ec2.model.ModifyVpcAttributeRequest;
import software.amazon.awssdk.services.ec2.model.RouteTable;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.Vpc;

@SuppressWarnings("unchecked") // the model builders take consumers as variable arguments
class VpcStoryTest {
    private final Desk desk = new Desk();

    @AfterEach
    void close() {
        desk.close();
    }

    @Test
    void aNewVpcHasAMainTableADefaultGroupAndTheRegionsOptions() {
        Vpc first = desk.defaultVpc();
        Vpc made = desk.vpc("10.0.0.0/16");
        assertThat(made.vpcId()).matches("vpc-[0-9a-f]{17}");
        assertThat(made.isDefault()).isFalse();
        assertThat(made.cidrBlock()).isEqualTo("10.0.0.0/16");
        assertThat(made.dhcpOptionsId()).isEqualTo(first.dhcpOptionsId());
        RouteTable table = desk.mainTable(made.vpcId());
        assertThat(table.routes())
                .singleElement()
                .satisfies(
                        r -> {
                            assertThat(r.destinationCidrBlock()).isEqualTo("10.0.0.0/16");
                            assertThat(r.gatewayId()).isEqualTo("local");
                        });
        assertThat(groups(made.vpcId()))
                .extracting(SecurityGroup::groupName)
                .containsExactly("default");
        assertThat(vpcs()).hasSize(2).contains(made);
    }

    @Test
    void hostBitsAreDroppedAndTagsAreKept() {
        Vpc made =
                desk.<CreateVpcResponse>ask(
                                CreateVpcRequest.builder()
                                        .cidrBlock("10.1.2.3/20")
                                        .instanceTenancy("default")
                                        .amazonProvidedIpv6CidrBlock(false)
                                        .tagSpecifications(
                                                t ->
                                                        t.resourceType("vpc")
                                                                .tags(tag("Name", "harbour")))
                                        .build())
                        .vpc();
        assertThat(made.cidrBlock()).isEqualTo("10.1.0.0/20");
        assertThat(made.tags()).containsExactly(tag("Name", "harbour"));
        assertThat(
                        desk.<DescribeVpcsResponse>ask(
                                        DescribeVpcsRequest.builder()
                                                .filters(Desk.filter("tag:Name", "harb*"))
                                                .build())
                                .vpcs())
                .containsExactly(made);
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/15, InvalidVpc.Range",
        "10.0.0.0/29, InvalidVpc.Range",
        "169.254.0.0/16, InvalidVpc.Range",
        "127.1.0.0/16, InvalidVpc.Range",
        "224.0.0.0/16, InvalidVpc.Range",
        "198.18.0.0/24, InvalidVpc.Range",
        "10.0.0.0, InvalidParameterValue",
        "10.0.0.256/16, InvalidParameterValue",
        "fd00::/56, InvalidParameterValue",
        "'', MissingParameter",
    })
    void aBlockThatCannotBeAVpcsIsRefused(String cidr, String code) {
        desk.defaultVpc();
        long revision = desk.revision();
        assertThatThrownBy(() -> desk.vpc(cidr)).hasMessageStartingWith(code + ": ");
        assertThat(desk.revision()).isEqualTo(revision);
    }

    @Test
    void whatIsNotThereYetIsRefusedByTheParametersName() {
        CreateVpcRequest.Builder asked = CreateVpcRequest.builder().cidrBlock("10.0.0.0/16");
        refuses(
                asked.copy().amazonProvidedIpv6CidrBlock(true).build(),
                "UnsupportedOperation: The parameter AmazonProvidedIpv6CidrBlock is not supported yet.");
        refuses(
                asked.copy().ipv4IpamPoolId("ipam-pool-1").build(),
                "UnsupportedOperation: The parameter Ipv4IpamPoolId is not supported yet.");
        refuses(
                asked.copy().instanceTenancy("dedicated").build(),
                "UnsupportedOperation: The instanceTenancy dedicated is not supported yet.");
        refuses(
                asked.copy().tagSpecifications(t -> t.resourceType("subnet")).build(),
                "InvalidParameterValue: 'subnet' is not a valid taggable resource type for this operation.");
        assertThat(vpcs()).hasSize(1);
    }

    @Test
    void aVpcGoesOnlyWhenAllThatWasPutIntoItIsGone() {
        String id = desk.vpc("10.0.0.0/16").vpcId();
        String subnet = desk.subnet(id, "10.0.0.0/24").subnetId();
        refusesToGo(id);
        desk.ask(DeleteSubnetRequest.builder().subnetId(subnet).build());
        String table = desk.table(id);
        refusesToGo(id);
        desk.ask(DeleteRouteTableRequest.builder().routeTableId(table).build());
        String gateway = desk.gatewayAt(id);
        refusesToGo(id);
        desk.ask(
                DetachInternetGatewayRequest.builder()
                        .internetGatewayId(gateway)
                        .vpcId(id)
                        .build());
        CreateSecurityGroupResponse group =
                desk.ask(
                        CreateSecurityGroupRequest.builder()
                                .vpcId(id)
                                .groupName("web")
                                .description("d")
                                .build());
        refusesToGo(id);
        desk.ask(DeleteSecurityGroupRequest.builder().groupId(group.groupId()).build());
        desk.ask(DeleteVpcRequest.builder().vpcId(id).build());
        assertThat(vpcs()).extracting(Vpc::isDefault).containsExactly(true);
        assertThat(groups(id)).isEmpty();
        assertThat(desk.tables(Desk.filter("vpc-id", id))).isEmpty();
        refuses(
                DeleteVpcRequest.builder().vpcId(id).build(),
                "InvalidVpcID.NotFound: The vpc ID '" + id + "' does not exist");
    }

    @Test
    void aVpcThatIsNamedWronglyIsNotDeleted() {
        refuses(
                DeleteVpcRequest.builder().build(),
                "MissingParameter: The request must contain the parameter vpcId");
        refuses(
                DeleteVpcRequest.builder().vpcId("igw-12345678").build(),
                "InvalidVpcID.Malformed: Invalid id: \"igw-12345678\" (expecting \"vpc-...\")");
    }

    @Test
    void publicNamesCanBeTurnedOnAndTheNameServiceCannotBeTurnedOff() {
        String id = desk.vpc("10.0.0.0/16").vpcId();
        assertThat(hasHostnames(id)).isFalse();
        desk.ask(modify(id).enableDnsHostnames(a -> a.value(true)).build());
        assertThat(hasHostnames(id)).isTrue();
        desk.ask(modify(id).enableDnsSupport(a -> a.value(true)).build());
        long revision = desk.revision();
        refuses(
                modify(id).enableDnsSupport(a -> a.value(false)).build(),
                "UnsupportedOperation: The value false for enableDnsSupport is not supported yet.");
        refuses(
                modify(id).enableNetworkAddressUsageMetrics(a -> a.value(true)).build(),
                "UnsupportedOperation: The value true for enableNetworkAddressUsageMetrics is not supported yet.");
        refuses(
                modify(id)
                        .enableDnsSupport(a -> a.value(true))
                        .enableDnsHostnames(a -> a.value(false))
                        .build(),
                "InvalidParameterCombination: Only one VPC attribute can be modified in one request.");
        refuses(
                modify(id).enableDnsHostnames(a -> {}).build(),
                "MissingParameter: The request must contain the parameter enableDnsHostnames.Value");
        refuses(
                modify(id).build(),
                "MissingParameter: The request must contain the parameter enableDnsSupport or enableDnsHostnames");
        refuses(
                modify("vpc-00000000000000000").enableDnsHostnames(a -> a.value(true)).build(),
                "InvalidVpcID.NotFound: The vpc ID 'vpc-00000000000000000' does not exist");
        assertThat(desk.revision()).isEqualTo(revision);
    }

    @Test
    void aRegionHasAHundredVpcsAndNoMore() {
        for (int i = 1; i < 100; i++) {
            desk.vpc("10." + i + ".0.0/16");
        }
        assertThatThrownBy(() -> desk.vpc("10.200.0.0/16"))
                .hasMessage("VpcLimitExceeded: The maximum number of VPCs has been reached.");
    }

    private boolean hasHostnames(String id) {
        return desk.<DescribeVpcAttributeResponse>ask(
                        DescribeVpcAttributeRequest.builder()
                                .vpcId(id)
                                .attribute("enableDnsHostnames")
                                .build())
                .enableDnsHostnames()
                .value();
    }

    private static ModifyVpcAttributeRequest.Builder modify(String id) {
        return ModifyVpcAttributeRequest.builder().vpcId(id);
    }

    private void refusesToGo(String id) {
        refuses(
                DeleteVpcRequest.builder().vpcId(id).build(),
                "DependencyViolation: The vpc '"
                        + id
                        + "' has dependencies and cannot be deleted.");
    }

    private void refuses(SdkPojo input, String message) {
        assertThatThrownBy(() -> desk.ask(input)).hasMessage(message);
    }

    private List<Vpc> vpcs() {
        return desk.<DescribeVpcsResponse>ask(DescribeVpcsRequest.builder().build()).vpcs();
    }

    private List<SecurityGroup> groups(String vpcId) {
        return desk.<DescribeSecurityGroupsResponse>ask(
                        DescribeSecurityGroupsRequest.builder()
                                .filters(Desk.filter("vpc-id", vpcId))
                                .build())
                .securityGroups();
    }

    private static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }
}
