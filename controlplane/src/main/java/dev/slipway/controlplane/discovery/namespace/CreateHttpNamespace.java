package dev.slipway.controlplane.discovery.namespace;

import dev.slipway.controlplane.api.Access;
import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.aws.Tags;
import dev.slipway.controlplane.discovery.grammar.DiscoveryError;
import dev.slipway.controlplane.discovery.grammar.DiscoveryName;
import dev.slipway.controlplane.discovery.grammar.DiscoveryTags;
import dev.slipway.controlplane.discovery.grammar.Submission;
import dev.slipway.controlplane.discovery.operation.OperationType;
import dev.slipway.controlplane.discovery.operation.Operations;
import dev.slipway.controlplane.state.State;
import dev.slipway.controlplane.state.Transaction;
import dev.slipway.wire.Call;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.servicediscovery.model.CreateHttpNamespaceRequest;
import software.amazon.awssdk.services.servicediscovery.model.CreateHttpNamespaceResponse;

/** Makes a namespace; its name must be free. */
final class CreateHttpNamespace
        implements AwsOperation<CreateHttpNamespaceRequest, CreateHttpNamespaceResponse> {
    private final State state;
    private final RandomGenerator ids;

    CreateHttpNamespace(State state, RandomGenerator ids) {
        this.state = state;
        this.ids = ids;
    }

    @Override
    public Supplier<? extends SdkPojo> newInput() {
        return CreateHttpNamespaceRequest::builder;
    }

    @Override
    public List<Access> access(Call call, CreateHttpNamespaceRequest input) {
        return DiscoveryTags.creating("servicediscovery:CreateHttpNamespace", "*", input.tags());
    }

    @Override
    public CreateHttpNamespaceResponse answer(Call call, CreateHttpNamespaceRequest input) {
        Scope scope = DiscoveryName.scope(call);
        String name = input.name();
        Optional<String> description = Optional.ofNullable(input.description());
        Tags tags = DiscoveryTags.checked(input.tags(), name);
        String operation = Operations.newId(ids);
        Namespace made =
                new Namespace(
                        DiscoveryName.newId(ids, "ns-"),
                        name,
                        description,
                        call.receivedAt(),
                        Submission.of(
                                input.creatorRequestId(),
                                operation,
                                name,
                                description,
                                tags.byKey()),
                        Optional.empty(),
                        0,
                        tags);
        String answer =
                state.commit(
                        tx ->
                                repeated(tx, scope, made)
                                        .orElseGet(() -> record(tx, scope, operation, made)));
        return CreateHttpNamespaceResponse.builder().operationId(answer).build();
    }

    private static Optional<String> repeated(Transaction tx, Scope scope, Namespace made) {
        return made.creation()
                .flatMap(
                        request ->
                                Namespaces.requested(tx, scope, request.requestId())
                                        .flatMap(Namespace::creation)
                                        .flatMap(request::repeats));
    }

    private static String record(Transaction tx, Scope scope, String operation, Namespace made) {
        Namespaces.findNamed(tx, scope, made.name())
                .ifPresent(
                        there -> {
                            throw Refusals.exists(there);
                        });
        if (tx.list(Namespace.KIND, scope).limit(Namespaces.MOST).count() == Namespaces.MOST) {
            throw DiscoveryError.limitExceeded(
                    "An account can have at most " + Namespaces.MOST + " namespaces in a region");
        }
        Namespaces.put(tx, scope, made);
        return Operations.record(
                tx,
                scope,
                operation,
                OperationType.CREATE_NAMESPACE,
                Map.of("NAMESPACE", made.id()),
                made.createdAt());
    }
}
