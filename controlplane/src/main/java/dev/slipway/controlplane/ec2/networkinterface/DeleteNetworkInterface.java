package dev.slipway.controlplane.ec2.networkinterface;

import dev.slipway.controlplane.api.Access;
import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.state.Reader;
import dev.slipway.controlplane.state.State;
import dev.slipway.wire.Call;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ec2.model.DeleteNetworkInterfaceRequest;
import software.amazon.awssdk.services.ec2.model.DeleteNetworkInterfaceResponse;

final class DeleteNetworkInterface
        implements AwsOperation<DeleteNetworkInterfaceRequest, DeleteNetworkInterfaceResponse> {
    private final Function<Scope, Reader> network;
    private final State state;

    DeleteNetworkInterface(Function<Scope, Reader> network, State state) {
        this.network = network;
        this.state = state;
    }

    @Override
    public Supplier<? extends SdkPojo> newInput() {
        return DeleteNetworkInterfaceRequest::builder;
    }

    @Override
    public List<Access> access(Call call, DeleteNetworkInterfaceRequest input) {
        Scope scope = new Scope(call.caller().account(), call.region());
        return List.of(
                NetworkInterfaces.access(
                        "ec2:DeleteNetworkInterface", network.apply(scope), scope, id(input)));
    }

    @Override
    public DeleteNetworkInterfaceResponse answer(Call call, DeleteNetworkInterfaceRequest input) {
        Scope scope = new Scope(call.caller().account(), call.region());
        if (id(input).isEmpty()) {
            throw Refusals.missing("networkInterfaceId");
        }
        return state.commit(
                tx -> {
                    NetworkInterface gone = NetworkInterfaces.requireOwn(tx, scope, id(input));
                    if (gone.attachment().isPresent()) {
                        throw Refusals.inUse(gone.id());
                    }
                    NetworkInterfaces.remove(tx, scope, gone);
                    return DeleteNetworkInterfaceResponse.builder().build();
                });
    }

    private static String id(DeleteNetworkInterfaceRequest input) {
        return Optional.ofNullable(input.networkInterfaceId()).orElse("");
    }
}
