package dev.slipway.controlplane.discovery.namespace;

import dev.slipway.controlplane.api.Access;
import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.discovery.grammar.DiscoveryName;
import dev.slipway.controlplane.discovery.operation.OperationType;
import dev.slipway.controlplane.discovery.operation.Operations;
import dev.slipway.controlplane.state.State;
import dev.slipway.wire.Call;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.servicediscovery.model.DeleteNamespaceRequest;
import software.amazon.awssdk.services.servicediscovery.model.DeleteNamespaceResponse;

/** Deletes a namespace that has no services. */
final class DeleteNamespace
        implements AwsOperation<DeleteNamespaceRequest, DeleteNamespaceResponse> {
    private final State state;
    private final RandomGenerator ids;

    DeleteNamespace(State state, RandomGenerator ids) {
        this.state = state;
        this.ids = ids;
    }

    @Override
    public Supplier<? extends SdkPojo> newInput() {
        return DeleteNamespaceRequest::builder;
    }

    @Override
    public List<Access> access(Call call, DeleteNamespaceRequest input) {
        return List.of(
                Namespaces.access(
                        state,
                        DiscoveryName.scope(call),
                        "servicediscovery:DeleteNamespace",
                        input.id()));
    }

    @Override
    public DeleteNamespaceResponse answer(Call call, DeleteNamespaceRequest input) {
        Scope scope = DiscoveryName.scope(call);
        String operation = Operations.newId(ids);
        state.commit(
                tx -> {
                    Namespace namespace = Namespaces.get(tx, scope, input.id());
                    if (namespace.services() > 0) {
                        throw Refusals.hasServices();
                    }
                    tx.delete(Namespace.KIND, Namespace.key(scope, namespace.id()));
                    return Operations.record(
                            tx,
                            scope,
                            operation,
                            OperationType.DELETE_NAMESPACE,
                            Map.of("NAMESPACE", namespace.id()),
                            call.receivedAt());
                });
        return DeleteNamespaceResponse.builder().operationId(operation).build();
    }
}
