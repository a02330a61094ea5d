package dev.slipway.controlplane.ec2.networkinterface;

import dev.slipway.controlplane.api.Access;
import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.state.Reader;
import dev.slipway.wire.Call;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ec2.model.ResetNetworkInterfaceAttributeRequest;
import software.amazon.awssdk.services.ec2.model.ResetNetworkInterfaceAttributeResponse;

/** Resets the source check to true, which it always is: nothing here can turn it off. */
final class ResetNetworkInterfaceAttribute
        implements AwsOperation<
                ResetNetworkInterfaceAttributeRequest, ResetNetworkInterfaceAttributeResponse> {
    private final Function<Scope, Reader> network;

    ResetNetworkInterfaceAttribute(Function<Scope, Reader> network) {
        this.network = network;
    }

    @Override
    public Supplier<? extends SdkPojo> newInput() {
        return ResetNetworkInterfaceAttributeRequest::builder;
    }

    @Override
    public List<Access> access(Call call, ResetNetworkInterfaceAttributeRequest input) {
        Scope scope = new Scope(call.caller().account(), call.region());
        return List.of(
                NetworkInterfaces.access(
                        "ec2:ResetNetworkInterfaceAttribute",
                        network.apply(scope),
                        scope,
                        id(input)));
    }

    @Override
    public ResetNetworkInterfaceAttributeResponse answer(
            Call call, ResetNetworkInterfaceAttributeRequest input) {
        Scope scope = new Scope(call.caller().account(), call.region());
        if (id(input).isEmpty()) {
            throw Refusals.missing("networkInterfaceId");
        }
        if (Optional.ofNullable(input.sourceDestCheck()).isEmpty()) {
            throw Refusals.noAttribute();
        }
        var _ = NetworkInterfaces.requireOwn(network.apply(scope), scope, id(input));
        return ResetNetworkInterfaceAttributeResponse.builder().build();
    }

    private static String id(ResetNetworkInterfaceAttributeRequest input) {
        return Optional.ofNullable(input.networkInterfaceId()).orElse("");
    }
}
