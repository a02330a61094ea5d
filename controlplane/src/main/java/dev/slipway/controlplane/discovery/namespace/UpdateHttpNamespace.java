package dev.slipway.controlplane.discovery.namespace;

import dev.slipway.controlplane.api.Access;
import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.discovery.grammar.DiscoveryName;
import dev.slipway.controlplane.discovery.grammar.Submission;
import dev.slipway.controlplane.discovery.operation.OperationType;
import dev.slipway.controlplane.discovery.operation.Operations;
import dev.slipway.controlplane.state.State;
import dev.slipway.wire.Call;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.servicediscovery.model.UpdateHttpNamespaceRequest;
import software.amazon.awssdk.services.servicediscovery.model.UpdateHttpNamespaceResponse;

/** Changes the description of a namespace. */
final class UpdateHttpNamespace
        implements AwsOperation<UpdateHttpNamespaceRequest, UpdateHttpNamespaceResponse> {
    private final State state;
    private final RandomGenerator ids;

    UpdateHttpNamespace(State state, RandomGenerator ids) {
        this.state = state;
        this.ids = ids;
    }

    @Override
    public Supplier<? extends SdkPojo> newInput() {
        return UpdateHttpNamespaceRequest::builder;
    }

    @Override
    public List<Access> access(Call call, UpdateHttpNamespaceRequest input) {
        return List.of(
                Namespaces.access(
                        state,
                        DiscoveryName.scope(call),
                        "servicediscovery:UpdateHttpNamespace",
                        input.id()));
    }

    @Override
    public UpdateHttpNamespaceResponse answer(Call call, UpdateHttpNamespaceRequest input) {
        Scope scope = DiscoveryName.scope(call);
        String description = input.namespace().description();
        String operation = Operations.newId(ids);
        Optional<Submission> request =
                Submission.of(input.updaterRequestId(), operation, description);
        String answer =
                state.commit(
                        tx -> {
                            Namespace namespace = Namespaces.get(tx, scope, input.id());
                            Optional<String> before =
                                    request.flatMap(
                                            now -> namespace.lastUpdate().flatMap(now::repeats));
                            if (before.isPresent()) {
                                return before.get();
                            }
                            Namespaces.put(tx, scope, namespace.updated(description, request));
                            return Operations.record(
                                    tx,
                                    scope,
                                    operation,
                                    OperationType.UPDATE_NAMESPACE,
                                    Map.of("NAMESPACE", namespace.id()),
                                    call.receivedAt());
                        });
        return UpdateHttpNamespaceResponse.builder().operationId(answer).build();
    }
}
