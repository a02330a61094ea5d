package dev.slipway.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.AvailabilityZone;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Route;
import software.amazon.awssdk.services.ec2.model.RouteTable;
import software.amazon.awssdk.services.ec2.model.RouteTableAssociation;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ec2.model.Subnet;
import software.amazon.awssdk.services.ec2.model.Vpc;

/** The default network as EC2 describes it, and one that a user builds. */
@SuppressWarnings("unchecked") // the model builders take consumers as variable arguments
final class SdkNetworkTest {
    @RegisterExtension static final SlipwayServer server = SlipwayServer.simulated();

    @Test
    void thereIsADefaultNetworkWithAPublicSubnetInEachZone() {
        Ec2Client ec2 = server.ec2();
        Vpc vpc = ec2.describeVpcs().vpcs().getFirst();
        assertThat(vpc.isDefault()).isTrue();
        assertThat(vpc.cidrBlock()).isEqualTo("172.31.0.0/16");
        List<Subnet> subnets =
                ec2.describeSubnets(
                                r ->
                                        r.filters(
                                                Filter.builder()
                                                        .name("vpc-id")
                                                        .values(vpc.vpcId())
                                                        .build()))
                        .subnets();
        assertThat(subnets).hasSize(3).allMatch(Subnet::mapPublicIpOnLaunch);
        assertThat(subnets)
                .extracting(Subnet::availabilityZone)
                .containsExactlyInAnyOrderElementsOf(
                        ec2.describeAvailabilityZones().availabilityZones().stream()
                                .map(AvailabilityZone::zoneName)
                                .toList());
        SecurityGroup group =
                ec2.describeSecurityGroups(r -> r.groupNames("default"))
                        .securityGroups()
                        .getFirst();
        assertThat(group.vpcId()).isEqualTo(vpc.vpcId());
        assertThat(ec2.describeNetworkInterfaces().networkInterfaces()).isEmpty();
    }

    @Test
    void aVpcWithAPublicAndAPrivateSubnetIsBuiltAndTakenDownAgain() {
        Ec2Client ec2 = server.ec2();
        String vpc = ec2.createVpc(r -> r.cidrBlock("10.0.0.0/16")).vpc().vpcId();
        ec2.modifyVpcAttribute(r -> r.vpcId(vpc).enableDnsHostnames(a -> a.value(true)));
        String open = subnet(ec2, vpc, "10.0.0.0/24", "us-east-1a");
        String closed = subnet(ec2, vpc, "10.0.1.0/24", "us-east-1b");
        ec2.modifySubnetAttribute(r -> r.subnetId(open).mapPublicIpOnLaunch(a -> a.value(true)));
        String gateway =
                ec2.createInternetGateway(
                                r ->
                                        r.tagSpecifications(
                                                t ->
                                                        t.resourceType("internet-gateway")
                                                                .tags(
                                                                        tag ->
                                                                                tag.key("Name")
                                                                                        .value(
                                                                                                "door"))))
                        .internetGateway()
                        .internetGatewayId();
        ec2.attachInternetGateway(r -> r.internetGatewayId(gateway).vpcId(vpc));
        String table = ec2.createRouteTable(r -> r.vpcId(vpc)).routeTable().routeTableId();
        assertThat(
                        ec2.createRoute(
                                        r ->
                                                r.routeTableId(table)
                                                        .destinationCidrBlock("0.0.0.0/0")
                                                        .gatewayId(gateway))
                                .returnValue())
                .isTrue();
        String association =
                ec2.associateRouteTable(r -> r.routeTableId(table).subnetId(open)).associationId();
        RouteTable built =
                ec2.describeRouteTables(r -> r.routeTableIds(table)).routeTables().getFirst();
        assertThat(built.routes()).extracting(Route::gatewayId).containsExactly("local", gateway);
        assertThat(built.associations())
                .extracting(RouteTableAssociation::subnetId)
                .containsExactly(open);
        assertThat(ec2.describeRouteTables(r -> r.filters(inVpc(vpc))).routeTables()).hasSize(2);
        refuses("DependencyViolation", () -> ec2.deleteVpc(r -> r.vpcId(vpc)));
        refuses("DependencyViolation", () -> ec2.deleteRouteTable(r -> r.routeTableId(table)));

        ec2.disassociateRouteTable(r -> r.associationId(association));
        ec2.deleteRoute(r -> r.routeTableId(table).destinationCidrBlock("0.0.0.0/0"));
        ec2.deleteRouteTable(r -> r.routeTableId(table));
        ec2.detachInternetGateway(r -> r.internetGatewayId(gateway).vpcId(vpc));
        ec2.deleteInternetGateway(r -> r.internetGatewayId(gateway));
        ec2.deleteSubnet(r -> r.subnetId(open));
        ec2.deleteSubnet(r -> r.subnetId(closed));
        ec2.deleteVpc(r -> r.vpcId(vpc));
        refuses("InvalidVpcID.NotFound", () -> ec2.describeVpcs(r -> r.vpcIds(vpc)));
        assertThat(ec2.describeSecurityGroups(r -> r.filters(inVpc(vpc))).securityGroups())
                .isEmpty();
    }

    private static String subnet(Ec2Client ec2, String vpc, String cidr, String zone) {
        return ec2.createSubnet(r -> r.vpcId(vpc).cidrBlock(cidr).availabilityZone(zone))
                .subnet()
                .subnetId();
    }

    private static Filter inVpc(String vpc) {
        return Filter.builder().name("vpc-id").values(vpc).build();
    }

    private static void refuses(String code, ThrowingCallable call) {
        assertThatExceptionOfType(Ec2Exception.class)
                .isThrownBy(call)
                .satisfies(e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code));
    }

    @Test
    void aSubnetThatIsNotThereIsNotFound() {
        assertThatExceptionOfType(Ec2Exception.class)
                .isThrownBy(
                        () ->
                                server.ec2()
                                        .describeSubnets(
                                                r -> r.subnetIds("subnet-0123456789abcdef0")))
                .satisfies(
                        e ->
                                assertThat(e.awsErrorDetails().errorCode())
                                        .isEqualTo("InvalidSubnetID.NotFound"));
    }

    @Test
    void whatIsNotSupportedIsRefused() {
        assertThatExceptionOfType(Ec2Exception.class)
                .isThrownBy(
                        () ->
                                server.ec2()
                                        .createVpc(
                                                r ->
                                                        r.cidrBlock("10.0.0.0/16")
                                                                .amazonProvidedIpv6CidrBlock(true)))
                .satisfies(
                        e ->
                                assertThat(e.awsErrorDetails().errorCode())
                                        .isEqualTo("UnsupportedOperation"));
    }
}
