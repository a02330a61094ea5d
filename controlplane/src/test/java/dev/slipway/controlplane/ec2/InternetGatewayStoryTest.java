package dev.slipway.controlplane.ec2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.controlplane.ec2.networkinterface.NetworkInterface;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ec2.model.AttachInternetGatewayRequest;
import software.amazon.awssdk.services.ec2.model.CreateInternetGatewayRequest;
import software.amazon.awssdk.services.ec2.model.CreateInternetGatewayResponse;
import software.amazon.awssdk.services.ec2.model.DeleteInternetGatewayRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInternetGatewaysRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInternetGatewaysResponse;
import software.amazon.awssdk.services.ec2.model.DetachInternetGatewayRequest;
import software.amazon.awssdk.services.ec2.model.InternetGateway;
import software.amazon.awssdk.services.ec2.model.Route;
import software.amazon.awssdk.services.ec2.model.Tag;

@SuppressWarnings("unchecked") // the model builders take consumers as variable arguments
class InternetGatewayStoryTest {
    private final Desk desk = new Desk();

    @AfterEach
    void close() {
        desk.close();
    }

    @Test
    void aGatewayIsMadeAttachedDetachedAndDeleted() {
        String vpc = desk.vpc("10.0.0.0/16").vpcId();
        InternetGateway made =
                desk.<CreateInternetGatewayResponse>ask(
                                CreateInternetGatewayRequest.builder()
                                        .tagSpecifications(
                                                t ->
                                                        t.resourceType("internet-gateway")
                                                                .tags(
                                                                        Tag.builder()
                                                                                .key("a")
                                                                                .value("b")
                                                                                .build()))
                                        .build())
                        .internetGateway();
        String id = made.internetGatewayId();
        assertThat(id).matches("igw-[0-9a-f]{17}");
        assertThat(made.attachments()).isEmpty();
        assertThat(made.tags()).extracting(Tag::key).containsExactly("a");
        assertThat(gateway(id)).isEqualTo(made);
        desk.attach(id, vpc);
        assertThat(gateway(id).attachments())
                .singleElement()
                .satisfies(
                        a -> {
                            assertThat(a.vpcId()).isEqualTo(vpc);
                            assertThat(a.stateAsString()).isEqualTo("available");
                        });
        refuses(
                DeleteInternetGatewayRequest.builder().internetGatewayId(id).build(),
                "DependencyViolation: The internetGateway '"
                        + id
                        + "' has dependencies and cannot be deleted.");
        desk.ask(detach(id, vpc));
        assertThat(gateway(id)).isEqualTo(made);
        desk.ask(DeleteInternetGatewayRequest.builder().internetGatewayId(id).build());
        refuses(
                DeleteInternetGatewayRequest.builder().internetGatewayId(id).build(),
                "InvalidInternetGatewayID.NotFound: The internetGateway ID '"
                        + id
                        + "' does not exist");
    }

    @Test
    void aGatewayHasOneVpcAndAVpcOneGateway() {
        String one = desk.vpc("10.0.0.0/16").vpcId();
        String other = desk.vpc("10.1.0.0/16").vpcId();
        String gateway = desk.gatewayAt(one);
        String second = desk.gateway();
        long revision = desk.revision();
        assertThatThrownBy(() -> desk.attach(gateway, other))
                .hasMessage(
                        "Resource.AlreadyAssociated: resource "
                                + gateway
                                + " is already attached to network "
                                + one);
        assertThatThrownBy(() -> desk.attach(second, one))
                .hasMessage(
                        "InvalidParameterValue: Network "
                                + one
                                + " already has an internet gateway attached");
        refuses(
                detach(second, one),
                "Gateway.NotAttached: resource " + second + " is not attached to network " + one);
        refuses(
                detach(gateway, other),
                "Gateway.NotAttached: resource "
                        + gateway
                        + " is not attached to network "
                        + other);
        refuses(
                detach("igw-00000000000000000", one),
                "InvalidInternetGatewayID.NotFound: The internetGateway ID 'igw-00000000000000000'"
                        + " does not exist");
        refuses(
                AttachInternetGatewayRequest.builder().internetGatewayId(second).build(),
                "MissingParameter: The request must contain the parameter vpcId");
        refuses(
                AttachInternetGatewayRequest.builder().vpcId(one).build(),
                "MissingParameter: The request must contain the parameter internetGatewayId");
        assertThatThrownBy(() -> desk.attach(second, "vpc-00000000000000000"))
                .hasMessageStartingWith("InvalidVpcID.NotFound");
        assertThat(desk.revision()).isEqualTo(revision);
    }

    @Test
    void aGatewayStaysWhilePublicAddressesAreInUseAndLeavesBlackHolesBehind() {
        String vpc = desk.vpc("10.0.0.0/16").vpcId();
        String gateway = desk.gatewayAt(vpc);
        String subnet = desk.subnet(vpc, "10.0.0.0/24").subnetId();
        String main = desk.mainTable(vpc).routeTableId();
        desk.route(main, gateway);
        NetworkInterface made = desk.standIn(subnet, true);
        assertThat(made.publicAddress()).isNotEmpty();
        refuses(
                detach(gateway, vpc),
                "DependencyViolation: Network "
                        + vpc
                        + " has some mapped public address(es). Please unmap those public address(es)"
                        + " before detaching the gateway.");
        desk.leave(made);
        desk.ask(detach(gateway, vpc));
        assertThat(routes(main)).extracting(Route::stateAsString).contains("blackhole");
        assertThat(desk.tables(Desk.filter("route.state", "blackhole"))).hasSize(1);
        assertThat(desk.standIn(subnet, true).publicAddress()).isEmpty();
        desk.attach(gateway, vpc);
        assertThat(routes(main)).extracting(Route::stateAsString).containsOnly("active");
        assertThat(desk.standIn(subnet, true).publicAddress()).isNotEmpty();
    }

    private List<Route> routes(String table) {
        return desk.tables(Desk.filter("route-table-id", table)).getFirst().routes();
    }

    private InternetGateway gateway(String id) {
        return desk.<DescribeInternetGatewaysResponse>ask(
                        DescribeInternetGatewaysRequest.builder().internetGatewayIds(id).build())
                .internetGateways()
                .getFirst();
    }

    private static DetachInternetGatewayRequest detach(String id, String vpcId) {
        return DetachInternetGatewayRequest.builder().internetGatewayId(id).vpcId(vpcId).build();
    }

    private void refuses(SdkPojo input, String message) {
        assertThatThrownBy(() -> desk.ask(input)).hasMessage(message);
    }
}
