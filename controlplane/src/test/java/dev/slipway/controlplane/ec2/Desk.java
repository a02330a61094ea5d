package dev.slipway.controlplane.ec2;

import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.controlplane.api.AwsService;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.ec2.address.PublicAddresses;
import dev.slipway.controlplane.ec2.networkinterface.NetworkInterface;
import dev.slipway.controlplane.ec2.networkinterface.NetworkInterfaces;
import dev.slipway.controlplane.state.State;
import dev.slipway.wire.Call;
import dev.slipway.wire.Caller;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ec2.model.AssociateRouteTableRequest;
import software.amazon.awssdk.services.ec2.model.AssociateRouteTableResponse;
import software.amazon.awssdk.services.ec2.model.AttachInternetGatewayRequest;
import software.amazon.awssdk.services.ec2.model.CreateInternetGatewayRequest;
import software.amazon.awssdk.services.ec2.model.CreateInternetGatewayResponse;
import software.amazon.awssdk.services.ec2.model.CreateRouteRequest;
import software.amazon.awssdk.services.ec2.model.CreateRouteTableRequest;
import software.amazon.awssdk.services.ec2.model.CreateRouteTableResponse;
import software.amazon.awssdk.services.ec2.model.CreateSubnetRequest;
import software.amazon.awssdk.services.ec2.model.CreateSubnetResponse;
import software.amazon.awssdk.services.ec2.model.CreateVpcRequest;
import software.amazon.awssdk.services.ec2.model.CreateVpcResponse;
import software.amazon.awssdk.services.ec2.model.DescribeRouteTablesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeRouteTablesResponse;
import software.amazon.awssdk.services.ec2.model.DescribeVpcsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeVpcsResponse;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.RouteTable;
import software.amazon.awssdk.services.ec2.model.Subnet;
import software.amazon.awssdk.services.ec2.model.Vpc;

/** EC2 as one account of one region asks it, over state in memory. */
final class Desk implements AutoCloseable {
    static final Scope HOME = new Scope("123456789012", "us-east-1");
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    final State state = State.inMemory(Ec2.kinds());
    private final AwsService service = Ec2.service(new DefaultNetwork(state, new Random(1)));
    private final NetworkInterfaces interfaces =
            new NetworkInterfaces(new PublicAddresses("198.18.0.0/24"), new Random(2));

    @Override
    public void close() {
        state.close();
    }

    long revision() {
        return state.read().revision();
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    <O> O ask(SdkPojo input) {
        String name = input.getClass().getSimpleName().replace("Request", "");
        AwsOperation<SdkPojo, SdkPojo> operation =
                (AwsOperation<SdkPojo, SdkPojo>)
                        service.operations().stream()
                                .filter(o -> o.name().equals(name))
                                .findFirst()
                                .orElseThrow();
        Caller root =
                new Caller(
                        HOME.account(), "arn:aws:iam::123456789012:root", HOME.account(), "AKIA");
        Call call = new Call("r", "ec2", name, root, HOME.region(), NOW, "127.0.0.1", "");
        operation.access(call, input); // must never refuse
        return (O) operation.answer(call, input);
    }

    /** The default VPC, its subnets and all else of it are there from now on. */
    Vpc defaultVpc() {
        return this.<DescribeVpcsResponse>ask(
                        DescribeVpcsRequest.builder().filters(filter("is-default", "true")).build())
                .vpcs()
                .getFirst();
    }

    Vpc vpc(String cidr) {
        return this.<CreateVpcResponse>ask(CreateVpcRequest.builder().cidrBlock(cidr).build())
                .vpc();
    }

    Subnet subnet(String vpcId, String cidr) {
        return subnet(vpcId, cidr, r -> {});
    }

    Subnet subnet(String vpcId, String cidr, Consumer<CreateSubnetRequest.Builder> more) {
        CreateSubnetRequest.Builder asked =
                CreateSubnetRequest.builder().vpcId(vpcId).cidrBlock(cidr);
        more.accept(asked);
        return this.<CreateSubnetResponse>ask(asked.build()).subnet();
    }

    String gateway() {
        return this.<CreateInternetGatewayResponse>ask(
                        CreateInternetGatewayRequest.builder().build())
                .internetGateway()
                .internetGatewayId();
    }

    /** A gateway that is attached to the VPC. */
    String gatewayAt(String vpcId) {
        String id = gateway();
        attach(id, vpcId);
        return id;
    }

    void attach(String gatewayId, String vpcId) {
        ask(
                AttachInternetGatewayRequest.builder()
                        .internetGatewayId(gatewayId)
                        .vpcId(vpcId)
                        .build());
    }

    String table(String vpcId) {
        return this.<CreateRouteTableResponse>ask(
                        CreateRouteTableRequest.builder().vpcId(vpcId).build())
                .routeTable()
                .routeTableId();
    }

    RouteTable mainTable(String vpcId) {
        return tables(filter("vpc-id", vpcId), filter("association.main", "true")).getFirst();
    }

    List<RouteTable> tables(Filter... filters) {
        return this.<DescribeRouteTablesResponse>ask(
                        DescribeRouteTablesRequest.builder().filters(filters).build())
                .routeTables();
    }

    String associate(String tableId, String subnetId) {
        return this.<AssociateRouteTableResponse>ask(
                        AssociateRouteTableRequest.builder()
                                .routeTableId(tableId)
                                .subnetId(subnetId)
                                .build())
                .associationId();
    }

    void route(String tableId, String gatewayId) {
        ask(
                CreateRouteRequest.builder()
                        .routeTableId(tableId)
                        .destinationCidrBlock("0.0.0.0/0")
                        .gatewayId(gatewayId)
                        .build());
    }

    NetworkInterface standIn(String subnetId, boolean publicAddress) {
        NetworkInterfaces.Wanted wanted =
                new NetworkInterfaces.Wanted(subnetId, List.of(), "", true, publicAddress);
        return state.commit(tx -> interfaces.create(tx, HOME, wanted, NOW));
    }

    void leave(NetworkInterface made) {
        state.commit(
                tx -> {
                    interfaces.delete(tx, HOME, made.id());
                    return made;
                });
    }

    static Filter filter(String name, String... values) {
        return Filter.builder().name(name).values(values).build();
    }
}
