package dev.slipway.controlplane.ec2.networkinterface;

import dev.slipway.controlplane.api.Access;
import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.controlplane.aws.Page;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.ec2.lookup.Lookup;
import dev.slipway.controlplane.ec2.lookup.Lookup.Question;
import dev.slipway.controlplane.ec2.lookup.ResourceType;
import dev.slipway.controlplane.state.Reader;
import dev.slipway.wire.Call;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ec2.model.DescribeNetworkInterfacesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeNetworkInterfacesResponse;

final class DescribeNetworkInterfaces
        implements AwsOperation<
                DescribeNetworkInterfacesRequest, DescribeNetworkInterfacesResponse> {
    private final Function<Scope, Reader> network;

    DescribeNetworkInterfaces(Function<Scope, Reader> network) {
        this.network = network;
    }

    @Override
    public Supplier<? extends SdkPojo> newInput() {
        return DescribeNetworkInterfacesRequest::builder;
    }

    @Override
    public List<Access> access(Call call, DescribeNetworkInterfacesRequest input) {
        return List.of(Access.to("ec2:DescribeNetworkInterfaces", "*"));
    }

    @Override
    public DescribeNetworkInterfacesResponse answer(
            Call call, DescribeNetworkInterfacesRequest input) {
        Scope scope = new Scope(call.caller().account(), call.region());
        Reader reader = network.apply(scope);
        InterfaceView view = new InterfaceView(reader, scope);
        Page<NetworkInterface> page =
                new Lookup<>(
                                "DescribeNetworkInterfaces",
                                NetworkInterface.KIND,
                                ResourceType.NETWORK_INTERFACE,
                                "networkInterfaceIds",
                                view.filters())
                        .find(
                                reader,
                                scope,
                                Question.of(
                                        input.networkInterfaceIds(),
                                        input.filters(),
                                        input.maxResults(),
                                        input.nextToken()));
        DescribeNetworkInterfacesResponse.Builder answer =
                DescribeNetworkInterfacesResponse.builder()
                        .networkInterfaces(page.items().stream().map(view::shape).toList());
        page.nextToken().ifPresent(answer::nextToken);
        return answer.build();
    }
}
