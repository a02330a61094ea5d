package dev.slipway.controlplane.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.controlplane.ec2.DefaultNetwork;
import dev.slipway.controlplane.ec2.Ec2;
import dev.slipway.controlplane.planning.NodePlans;
import dev.slipway.wire.Call;
import dev.slipway.wire.Caller;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ec2.model.AssociateRouteTableRequest;
import software.amazon.awssdk.services.ec2.model.AssociateRouteTableResponse;
import software.amazon.awssdk.services.ec2.model.AttachInternetGatewayRequest;
import software.amazon.awssdk.services.ec2.model.CreateRouteRequest;
import software.amazon.awssdk.services.ec2.model.CreateRouteTableRequest;
import software.amazon.awssdk.services.ec2.model.CreateRouteTableResponse;
import software.amazon.awssdk.services.ec2.model.DeleteRouteRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInternetGatewaysRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInternetGatewaysResponse;
import software.amazon.awssdk.services.ec2.model.DescribeRouteTablesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeRouteTablesResponse;
import software.amazon.awssdk.services.ec2.model.DetachInternetGatewayRequest;
import software.amazon.awssdk.services.ec2.model.DisassociateRouteTableRequest;
import software.amazon.awssdk.services.ec2.model.InternetGateway;
import software.amazon.awssdk.services.ec2.model.ReplaceRouteTableAssociationRequest;
import software.amazon.awssdk.services.ec2.model.RouteTable;

/** What routing means for the node that runs a task of the subnet. */
class SubnetRouteStoryTest {
    private final Harbour harbour = new Harbour(1).withNode(4096, 8192);
    private final List<AwsOperation<?, ?>> operations =
            Ec2.service(new DefaultNetwork(harbour.state, new Random(2))).operations();
    private final String subnet = harbour.subnets.getFirst();
    private final InternetGateway gateway =
            this.<DescribeInternetGatewaysResponse>ask(
                            DescribeInternetGatewaysRequest.builder().build())
                    .internetGateways()
                    .getFirst();
    private final String vpc = gateway.attachments().getFirst().vpcId();
    private final RouteTable main =
            this.<DescribeRouteTablesResponse>ask(DescribeRouteTablesRequest.builder().build())
                    .routeTables()
                    .getFirst();

    @Test
    void aRouteThatGoesAndComesReachesTheNode() {
        runInSubnet();
        assertThat(isPublic()).isTrue();
        ask(
                DeleteRouteRequest.builder()
                        .routeTableId(main.routeTableId())
                        .destinationCidrBlock("0.0.0.0/0")
                        .build());
        assertThat(isPublic()).isFalse();
        route(main.routeTableId());
        assertThat(isPublic()).isTrue();
    }

    @Test
    void aGatewayThatIsDetachedAndAttachedReachesTheNode() {
        runInSubnet();
        ask(
                DetachInternetGatewayRequest.builder()
                        .internetGatewayId(gateway.internetGatewayId())
                        .vpcId(vpc)
                        .build());
        assertThat(isPublic()).isFalse();
        ask(
                AttachInternetGatewayRequest.builder()
                        .internetGatewayId(gateway.internetGatewayId())
                        .vpcId(vpc)
                        .build());
        assertThat(isPublic()).isTrue();
    }

    @Test
    void anAssociationReachesTheNodeWheneverItChanges() {
        runInSubnet();
        String closed = table();
        String open = table();
        route(open);
        AssociateRouteTableResponse made =
                ask(
                        AssociateRouteTableRequest.builder()
                                .routeTableId(closed)
                                .subnetId(subnet)
                                .build());
        assertThat(isPublic()).isFalse();
        replace(made.associationId(), open);
        assertThat(isPublic()).isTrue();
        String mainAssociation = main.associations().getFirst().routeTableAssociationId();
        replace(mainAssociation, closed);
        assertThat(isPublic()).isTrue();
        ask(DisassociateRouteTableRequest.builder().associationId(associationOf(subnet)).build());
        assertThat(isPublic()).isFalse();
    }

    private void runInSubnet() {
        harbour.run(
                r -> r.networkConfiguration(n -> n.awsvpcConfiguration(v -> v.subnets(subnet))));
    }

    /** As the node was told, and as a plan made from nothing says. */
    private boolean isPublic() {
        boolean told = Objects.requireNonNull(harbour.plan().subnets().get(subnet)).internetRoute();
        assertThat(NodePlans.computed(harbour.state.read(), Harbour.NODE).subnets())
                .isEqualTo(harbour.plan().subnets());
        return told;
    }

    private String table() {
        return this.<CreateRouteTableResponse>ask(
                        CreateRouteTableRequest.builder().vpcId(vpc).build())
                .routeTable()
                .routeTableId();
    }

    private void route(String table) {
        ask(
                CreateRouteRequest.builder()
                        .routeTableId(table)
                        .destinationCidrBlock("0.0.0.0/0")
                        .gatewayId(gateway.internetGatewayId())
                        .build());
    }

    private void replace(String association, String table) {
        ask(
                ReplaceRouteTableAssociationRequest.builder()
                        .associationId(association)
                        .routeTableId(table)
                        .build());
    }

    private String associationOf(String subnetId) {
        return this.<DescribeRouteTablesResponse>ask(DescribeRouteTablesRequest.builder().build())
                .routeTables()
                .stream()
                .flatMap(t -> t.associations().stream())
                .filter(a -> subnetId.equals(a.subnetId()))
                .findFirst()
                .orElseThrow()
                .routeTableAssociationId();
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
        return (O)
                operation.answer(
                        new Call(
                                "r",
                                "ec2",
                                name,
                                root,
                                Harbour.HERE.region(),
                                harbour.now,
                                "127.0.0.1",
                                ""),
                        input);
    }
}
