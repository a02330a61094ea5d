package dev.slipway.controlplane.ec2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.controlplane.ec2.networkinterface.NetworkInterface;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ec2.model.CreateSubnetRequest;
import software.amazon.awssdk.services.ec2.model.DeleteSubnetRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSubnetsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSubnetsResponse;
import software.amazon.awssdk.services.ec2.model.ModifySubnetAttributeRequest;
import software.amazon.awssdk.services.ec2.model.Subnet;
import software.amazon.awssdk.services.ec2.model.Tag;

@SuppressWarnings("unchecked") // the model builders take consumers as variable arguments
class SubnetStoryTest {
    private final Desk desk = new Desk();

    @AfterEach
    void close() {
        desk.close();
    }

    @Test
    void aSubnetIsMadeInTheZoneThatIsNamedAndKeepsFiveAddresses() {
        String vpc = desk.vpc("10.0.0.0/16").vpcId();
        Subnet first = desk.subnet(vpc, "10.0.0.9/24");
        assertThat(first.subnetId()).matches("subnet-[0-9a-f]{17}");
        assertThat(first.cidrBlock()).isEqualTo("10.0.0.0/24");
        assertThat(first.availableIpAddressCount()).isEqualTo(251);
        assertThat(first.availabilityZone()).isEqualTo("us-east-1a");
        assertThat(first.defaultForAz()).isFalse();
        assertThat(first.mapPublicIpOnLaunch()).isFalse();
        Subnet named = desk.subnet(vpc, "10.0.1.0/28", r -> r.availabilityZone("us-east-1b"));
        assertThat(named.availabilityZoneId()).isEqualTo("use1-az2");
        assertThat(named.availableIpAddressCount()).isEqualTo(11);
        Subnet byId =
                desk.subnet(
                        vpc,
                        "10.0.2.0/24",
                        r ->
                                r.availabilityZoneId("use1-az3")
                                        .tagSpecifications(
                                                t ->
                                                        t.resourceType("subnet")
                                                                .tags(
                                                                        Tag.builder()
                                                                                .key("Name")
                                                                                .value("c")
                                                                                .build())));
        assertThat(byId.availabilityZone()).isEqualTo("us-east-1c");
        assertThat(subnets(vpc)).containsExactlyInAnyOrder(first, named, byId);
        assertThat(byId.tags()).extracting(Tag::value).containsExactly("c");
    }

    @Test
    void aTaskGetsTheFirstAddressAfterTheReservedOnesAndTheLastIsNeverGiven() {
        String vpc = desk.vpc("10.0.0.0/28").vpcId();
        String subnet = desk.subnet(vpc, "10.0.0.0/28").subnetId();
        assertThat(desk.standIn(subnet, false).privateAddress()).isEqualTo("10.0.0.4");
        for (int i = 5; i < 15; i++) {
            desk.standIn(subnet, false);
        }
        assertThatThrownBy(() -> desk.standIn(subnet, false))
                .hasMessageStartingWith("InsufficientFreeAddressesInSubnet");
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/15, InvalidSubnet.Range: The CIDR '10.0.0.0/15' is invalid.",
        "10.0.0.0/29, InvalidSubnet.Range: The CIDR '10.0.0.0/29' is invalid.",
        "10.1.0.0/24, InvalidSubnet.Range: The CIDR '10.1.0.0/24' is invalid.",
        "10.0.0.0/16, InvalidSubnet.Range: The CIDR '10.0.0.0/16' is invalid.",
        "10.0.4.0/24, InvalidSubnet.Conflict: The CIDR '10.0.4.0/24' conflicts with another subnet",
        "10.0.4.0/22, InvalidSubnet.Conflict: The CIDR '10.0.4.0/22' conflicts with another subnet",
        "10.0.6.16/28, InvalidSubnet.Conflict: The CIDR '10.0.6.16/28' conflicts with another subnet",
        "10.0.0.0/17, InvalidSubnet.Conflict: The CIDR '10.0.0.0/17' conflicts with another subnet",
    })
    void aBlockOutsideTheVpcOrOverAnotherSubnetIsRefused(String cidr, String message) {
        String vpc = desk.vpc("10.0.0.0/17").vpcId();
        desk.subnet(vpc, "10.0.4.0/22");
        long revision = desk.revision();
        assertThatThrownBy(() -> desk.subnet(vpc, cidr)).hasMessage(message);
        assertThat(desk.revision()).isEqualTo(revision);
    }

    @Test
    void theSameBlockInTwoVpcsIsNoConflict() {
        String one = desk.vpc("10.0.0.0/16").vpcId();
        String other = desk.vpc("10.0.0.0/16").vpcId();
        desk.subnet(one, "10.0.0.0/24");
        desk.subnet(other, "10.0.0.0/24");
        assertThat(subnets(other)).hasSize(1);
    }

    @Test
    void wrongInputIsRefusedAndMakesNothing() {
        String vpc = desk.vpc("10.0.0.0/16").vpcId();
        long revision = desk.revision();
        CreateSubnetRequest.Builder asked =
                CreateSubnetRequest.builder().vpcId(vpc).cidrBlock("10.0.0.0/24");
        refuses(
                asked.copy().availabilityZone("us-east-1d").build(),
                "InvalidParameterValue: Value (us-east-1d) for parameter availabilityZone is invalid."
                        + " Subnets can currently only be created in the following availability zones:"
                        + " us-east-1a, us-east-1b, us-east-1c.");
        refuses(
                asked.copy().availabilityZone("us-east-1a").availabilityZoneId("use1-az2").build(),
                "InvalidParameterCombination: availabilityZone us-east-1a and availabilityZoneId"
                        + " use1-az2 are different zones.");
        refuses(
                asked.copy().ipv6CidrBlock("fd00::/64").build(),
                "UnsupportedOperation: The parameter Ipv6CidrBlock is not supported yet.");
        refuses(
                asked.copy().cidrBlock("10.0.0").build(),
                "InvalidParameterValue: Value (10.0.0) for parameter cidrBlock is invalid. This is not"
                        + " a valid CIDR block.");
        refuses(
                asked.copy().cidrBlock(null).build(),
                "MissingParameter: The request must contain the parameter cidrBlock");
        refuses(
                asked.copy().vpcId(null).build(),
                "MissingParameter: The request must contain the parameter vpcId");
        refuses(
                asked.copy().vpcId("vpc-12345678").build(),
                "InvalidVpcID.NotFound: The vpc ID 'vpc-12345678' does not exist");
        assertThat(desk.revision()).isEqualTo(revision);
    }

    @Test
    void aSubnetGoesWhenNoInterfaceIsInItAndItsAssociationGoesWithIt() {
        String vpc = desk.vpc("10.0.0.0/16").vpcId();
        String subnet = desk.subnet(vpc, "10.0.0.0/24").subnetId();
        String table = desk.table(vpc);
        desk.associate(table, subnet);
        NetworkInterface made = desk.standIn(subnet, false);
        DeleteSubnetRequest delete = DeleteSubnetRequest.builder().subnetId(subnet).build();
        refuses(
                delete,
                "DependencyViolation: The subnet '"
                        + subnet
                        + "' has dependencies and cannot be deleted.");
        desk.leave(made);
        desk.ask(delete);
        assertThat(subnets(vpc)).isEmpty();
        assertThat(desk.tables(Desk.filter("route-table-id", table)).getFirst().associations())
                .isEmpty();
        refuses(delete, "InvalidSubnetID.NotFound: The subnet ID '" + subnet + "' does not exist");
        assertThatThrownBy(() -> desk.standIn(subnet, false))
                .hasMessageStartingWith("InvalidSubnetID.NotFound");
        desk.subnet(vpc, "10.0.0.0/24");
    }

    @Test
    void mapPublicIpOnLaunchCanBeChangedAndNothingElse() {
        String vpc = desk.vpc("10.0.0.0/16").vpcId();
        String subnet = desk.subnet(vpc, "10.0.0.0/24").subnetId();
        desk.standIn(subnet, false);
        ModifySubnetAttributeRequest.Builder asked =
                ModifySubnetAttributeRequest.builder().subnetId(subnet);
        desk.ask(asked.copy().mapPublicIpOnLaunch(a -> a.value(true)).build());
        assertThat(subnets(vpc).getFirst().mapPublicIpOnLaunch()).isTrue();
        assertThat(subnets(vpc).getFirst().availableIpAddressCount()).isEqualTo(250);
        refuses(
                asked.copy().assignIpv6AddressOnCreation(a -> a.value(true)).build(),
                "UnsupportedOperation: The parameter AssignIpv6AddressOnCreation is not supported yet.");
        refuses(
                asked.copy().build(),
                "MissingParameter: The request must contain the parameter mapPublicIpOnLaunch");
    }

    private void refuses(SdkPojo input, String message) {
        assertThatThrownBy(() -> desk.ask(input)).hasMessage(message);
    }

    private List<Subnet> subnets(String vpcId) {
        return desk.<DescribeSubnetsResponse>ask(
                        DescribeSubnetsRequest.builder()
                                .filters(Desk.filter("vpc-id", vpcId))
                                .build())
                .subnets();
    }
}
