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
import software.amazon.awssdk.services.ec2.model.NetworkInterface;
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
    void aUserMakesAnInterfaceChangesItAndDeletesIt() {
        Ec2Client ec2 = server.ec2();
        String subnet = ec2.describeSubnets().subnets().getFirst().subnetId();
        NetworkInterface made =
                ec2.createNetworkInterface(r -> r.subnetId(subnet).description("spare"))
                        .networkInterface();
        String id = made.networkInterfaceId();
        ec2.modifyNetworkInterfaceAttribute(
                r -> r.networkInterfaceId(id).description(d -> d.value("later")));
        assertThat(
                        ec2.describeNetworkInterfaces(r -> r.networkInterfaceIds(id))
                                .networkInterfaces()
                                .getFirst())
                .satisfies(i -> assertThat(i.statusAsString()).isEqualTo("available"))
                .satisfies(i -> assertThat(i.description()).isEqualTo("later"));
        assertThat(
                        ec2.describeNetworkInterfaceAttribute(
                                        r -> r.networkInterfaceId(id).attribute("groupSet"))
                                .groups())
                .isEqualTo(made.groups());
        assertThatExceptionOfType(Ec2Exception.class)
                .isThrownBy(
                        () ->
                                ec2.createNetworkInterface(
                                        r ->
                                                r.subnetId(subnet)
                                                        .privateIpAddress(made.privateIpAddress())))
                .satisfies(
                        e ->
                                assertThat(e.awsErrorDetails().errorCode())
                                        .isEqualTo("InvalidIPAddress.InUse"));
        ec2.deleteNetworkInterface(r -> r.networkInterfaceId(id));
        assertThat(ec2.describeNetworkInterfaces().networkInterfaces()).isEmpty();
    }

    @Test
    void aRuleRefersToAPrefixListAndIsReplacedByItsId() {
        Ec2Client ec2 = server.ec2();
        String list =
                ec2.createManagedPrefixList(
                                r ->
                                        r.prefixListName("office")
                                                .addressFamily("IPv4")
                                                .maxEntries(2)
                                                .entries(e -> e.cidr("10.1.0.0/16")))
                        .prefixList()
                        .prefixListId();
        String group =
                ec2.createSecurityGroup(r -> r.groupName("listed").description("d")).groupId();
        String rule =
                ec2.authorizeSecurityGroupIngress(
                                r ->
                                        r.groupId(group)
                                                .ipPermissions(
                                                        p ->
                                                                p.ipProtocol("tcp")
                                                                        .fromPort(443)
                                                                        .toPort(443)
                                                                        .prefixListIds(
                                                                                l ->
                                                                                        l
                                                                                                .prefixListId(
                                                                                                        list))))
                        .securityGroupRules()
                        .getFirst()
                        .securityGroupRuleId();
        assertThat(
                        ec2.getManagedPrefixListAssociations(r -> r.prefixListId(list))
                                .prefixListAssociations()
                                .getFirst()
                                .resourceId())
                .isEqualTo(group);
        assertThat(
                        ec2.modifyManagedPrefixList(
                                        r ->
                                                r.prefixListId(list)
                                                        .currentVersion(1L)
                                                        .addEntries(e -> e.cidr("10.2.0.0/16")))
                                .prefixList()
                                .version())
                .isEqualTo(2);
        assertThat(ec2.getManagedPrefixListEntries(r -> r.prefixListId(list)).entries()).hasSize(2);
        ec2.modifySecurityGroupRules(
                r ->
                        r.groupId(group)
                                .securityGroupRules(
                                        u ->
                                                u.securityGroupRuleId(rule)
                                                        .securityGroupRule(
                                                                n ->
                                                                        n.ipProtocol("-1")
                                                                                .cidrIpv4(
                                                                                        "10.9.0.0/16"))));
        ec2.updateSecurityGroupRuleDescriptionsIngress(
                r ->
                        r.groupId(group)
                                .securityGroupRuleDescriptions(
                                        d -> d.securityGroupRuleId(rule).description("mine")));
        assertThat(
                        ec2.describeSecurityGroupRules(r -> r.securityGroupRuleIds(rule))
                                .securityGroupRules()
                                .getFirst())
                .satisfies(r -> assertThat(r.cidrIpv4()).isEqualTo("10.9.0.0/16"))
                .satisfies(r -> assertThat(r.prefixListId()).isNull())
                .satisfies(r -> assertThat(r.description()).isEqualTo("mine"));
        ec2.deleteManagedPrefixList(r -> r.prefixListId(list));
        assertThat(ec2.describeManagedPrefixLists(r -> {}).prefixLists()).isEmpty();
        ec2.deleteSecurityGroup(r -> r.groupId(group));
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
