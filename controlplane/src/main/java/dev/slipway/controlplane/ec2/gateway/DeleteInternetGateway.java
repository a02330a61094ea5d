package dev.slipway.controlplane.ec2.gateway;

import dev.slipway.controlplane.api.Access;
import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.ec2.lookup.Ledger;
import dev.slipway.controlplane.ec2.lookup.ResourceType;
import dev.slipway.controlplane.state.Key;
import dev.slipway.wire.Call;
import java.util.List;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ec2.model.DeleteInternetGatewayRequest;
import software.amazon.awssdk.services.ec2.model.DeleteInternetGatewayResponse;

final class DeleteInternetGateway
        implements AwsOperation<DeleteInternetGatewayRequest, DeleteInternetGatewayResponse> {
    private final Ledger ledger;

    DeleteInternetGateway(Ledger ledger) {
        this.ledger = ledger;
    }

    @Override
    public Supplier<? extends SdkPojo> newInput() {
        return DeleteInternetGatewayRequest::builder;
    }

    @Override
    public List<Access> access(Call call, DeleteInternetGatewayRequest input) {
        Scope scope = new Scope(call.caller().account(), call.region());
        return List.of(
                InternetGateways.access(
                        "ec2:DeleteInternetGateway",
                        ledger.read(scope),
                        scope,
                        input.internetGatewayId()));
    }

    @Override
    public DeleteInternetGatewayResponse answer(Call call, DeleteInternetGatewayRequest input) {
        String id =
                ResourceType.INTERNET_GATEWAY.asked(input.internetGatewayId(), "internetGatewayId");
        Scope scope = new Scope(call.caller().account(), call.region());
        ledger.commit(
                scope,
                tx -> {
                    if (InternetGateways.require(tx, scope, id).isAttached()) {
                        throw ResourceType.INTERNET_GATEWAY.hasDependencies(id);
                    }
                    tx.delete(InternetGateway.KIND, Key.of(scope, id));
                    return id;
                });
        return DeleteInternetGatewayResponse.builder().build();
    }
}
