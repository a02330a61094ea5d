package dev.slipway.controlplane.discovery.instance;

import dev.slipway.controlplane.api.Access;
import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.discovery.grammar.DiscoveryError;
import dev.slipway.controlplane.discovery.grammar.DiscoveryName;
import dev.slipway.controlplane.discovery.grammar.Submission;
import dev.slipway.controlplane.discovery.operation.OperationType;
import dev.slipway.controlplane.discovery.operation.Operations;
import dev.slipway.controlplane.discovery.service.Service;
import dev.slipway.controlplane.discovery.service.Services;
import dev.slipway.controlplane.state.State;
import dev.slipway.controlplane.state.Transaction;
import dev.slipway.wire.Call;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.servicediscovery.model.RegisterInstanceRequest;
import software.amazon.awssdk.services.servicediscovery.model.RegisterInstanceResponse;

/** Registers an instance, or changes the one with this id. */
final class RegisterInstance
        implements AwsOperation<RegisterInstanceRequest, RegisterInstanceResponse> {
    private final State state;
    private final RandomGenerator ids;

    RegisterInstance(State state, RandomGenerator ids) {
        this.state = state;
        this.ids = ids;
    }

    @Override
    public Supplier<? extends SdkPojo> newInput() {
        return RegisterInstanceRequest::builder;
    }

    @Override
    public List<Access> access(Call call, RegisterInstanceRequest input) {
        return List.of(
                Services.access(
                        state,
                        DiscoveryName.scope(call),
                        "servicediscovery:RegisterInstance",
                        input.serviceId()));
    }

    @Override
    public RegisterInstanceResponse answer(Call call, RegisterInstanceRequest input) {
        Scope scope = DiscoveryName.scope(call);
        SortedMap<String, String> attributes = InstanceAttributes.checked(input.attributes());
        String operation = Operations.newId(ids);
        Optional<Submission> request =
                Submission.of(input.creatorRequestId(), operation, input.instanceId(), attributes);
        String answer =
                state.commit(
                        tx -> {
                            Service service = Services.get(tx, scope, input.serviceId());
                            Optional<String> before = repeated(tx, scope, service, request);
                            if (before.isPresent()) {
                                return before.get();
                            }
                            Instance instance =
                                    new Instance(
                                            service.id(),
                                            input.instanceId(),
                                            request,
                                            attributes,
                                            InstanceAttributes.initialHealth(service, attributes));
                            put(tx, scope, service, instance);
                            return Operations.record(
                                    tx,
                                    scope,
                                    operation,
                                    OperationType.REGISTER_INSTANCE,
                                    Map.of("SERVICE", service.id(), "INSTANCE", instance.id()),
                                    call.receivedAt());
                        });
        return RegisterInstanceResponse.builder().operationId(answer).build();
    }

    private static Optional<String> repeated(
            Transaction tx, Scope scope, Service service, Optional<Submission> request) {
        return request.flatMap(
                now ->
                        Instances.requested(tx, scope, service, now.requestId())
                                .flatMap(Instance::registration)
                                .flatMap(now::repeats));
    }

    private static void put(Transaction tx, Scope scope, Service service, Instance instance) {
        boolean fresh = Instances.find(tx, scope, service, instance.id()).isEmpty();
        if (fresh && service.instances() >= Instances.MOST) {
            throw DiscoveryError.limitExceeded(
                    "A service can have at most " + Instances.MOST + " instances");
        }
        tx.put(Instance.KIND, Instance.key(scope, service.id(), instance.id()), instance);
        Services.put(
                tx,
                scope,
                service.withInstances(service.instances() + (fresh ? 1 : 0), tx.revision() + 1));
    }
}
