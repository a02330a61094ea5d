package dev.slipway.controlplane.discovery.operation;

import dev.slipway.controlplane.api.Access;
import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.discovery.grammar.DiscoveryName;
import dev.slipway.controlplane.state.State;
import dev.slipway.wire.AwsError;
import dev.slipway.wire.Call;
import java.util.List;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.servicediscovery.model.GetOperationRequest;
import software.amazon.awssdk.services.servicediscovery.model.GetOperationResponse;

/** Tells what came of a request. */
final class GetOperation implements AwsOperation<GetOperationRequest, GetOperationResponse> {
    private final State state;

    GetOperation(State state) {
        this.state = state;
    }

    @Override
    public Supplier<? extends SdkPojo> newInput() {
        return GetOperationRequest::builder;
    }

    @Override
    public List<Access> access(Call call, GetOperationRequest input) {
        return List.of(Access.to("servicediscovery:GetOperation", "*"));
    }

    @Override
    public GetOperationResponse answer(Call call, GetOperationRequest input) {
        Scope scope = DiscoveryName.scope(call);
        String id = input.operationId();
        boolean another =
                input.ownerAccount() != null && !input.ownerAccount().equals(scope.account());
        Operation found =
                state.read()
                        .find(Operation.KIND, Operation.key(scope, id))
                        .filter(_ -> !another)
                        .orElseThrow(
                                () ->
                                        AwsError.of(
                                                        "OperationNotFound",
                                                        "Operation " + id + " not found")
                                                .asException());
        return GetOperationResponse.builder()
                .operation(
                        b ->
                                b.id(found.id())
                                        .ownerAccount(scope.account())
                                        .type(found.type().name())
                                        .status(Operation.STATUS)
                                        .targetsWithStrings(found.targets())
                                        .createDate(found.at())
                                        .updateDate(found.at()))
                .build();
    }
}
