package dev.slipway.controlplane.discovery.instance;

import dev.slipway.controlplane.api.Access;
import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.discovery.grammar.DiscoveryName;
import dev.slipway.controlplane.discovery.operation.OperationType;
import dev.slipway.controlplane.discovery.operation.Operations;
import dev.slipway.controlplane.discovery.service.Service;
import dev.slipway.controlplane.discovery.service.Services;
import dev.slipway.controlplane.state.State;
import dev.slipway.wire.Call;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.servicediscovery.model.DeregisterInstanceRequest;
import software.amazon.awssdk.services.servicediscovery.model.DeregisterInstanceResponse;

/** Takes an instance away. */
final class DeregisterInstance
        implements AwsOperation<DeregisterInstanceRequest, DeregisterInstanceResponse> {
    private final State state;
    private final RandomGenerator ids;

    DeregisterInstance(State state, RandomGenerator ids) {
        this.state = state;
        this.ids = ids;
    }

    @Override
    public Supplier<? extends SdkPojo> newInput() {
        return DeregisterInstanceRequest::builder;
    }

    @Override
    public List<Access> access(Call call, DeregisterInstanceRequest input) {
        return List.of(
                Services.access(
                        state,
                        DiscoveryName.scope(call),
                        "servicediscovery:DeregisterInstance",
                        input.serviceId()));
    }

    @Override
    public DeregisterInstanceResponse answer(Call call, DeregisterInstanceRequest input) {
        Scope scope = DiscoveryName.scope(call);
        String operation = Operations.newId(ids);
        state.commit(
                tx -> {
                    Service service = Services.get(tx, scope, input.serviceId());
                    Instance instance = Instances.get(tx, scope, service, input.instanceId());
                    tx.delete(Instance.KIND, Instance.key(scope, service.id(), instance.id()));
                    Services.put(
                            tx,
                            scope,
                            service.withInstances(service.instances() - 1, tx.revision() + 1));
                    return Operations.record(
                            tx,
                            scope,
                            operation,
                            OperationType.DEREGISTER_INSTANCE,
                            Map.of("SERVICE", service.id(), "INSTANCE", instance.id()),
                            call.receivedAt());
                });
        return DeregisterInstanceResponse.builder().operationId(operation).build();
    }
}
