package dev.slipway.controlplane.discovery.instance;

import dev.slipway.controlplane.api.Access;
import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.discovery.grammar.DiscoveryName;
import dev.slipway.controlplane.discovery.service.Service;
import dev.slipway.controlplane.discovery.service.Services;
import dev.slipway.controlplane.state.State;
import dev.slipway.wire.Call;
import java.util.List;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.servicediscovery.model.UpdateInstanceCustomHealthStatusRequest;
import software.amazon.awssdk.services.servicediscovery.model.UpdateInstanceCustomHealthStatusResponse;

/** Tells whether an instance is healthy. */
final class UpdateInstanceCustomHealthStatus
        implements AwsOperation<
                UpdateInstanceCustomHealthStatusRequest, UpdateInstanceCustomHealthStatusResponse> {
    private final State state;

    UpdateInstanceCustomHealthStatus(State state) {
        this.state = state;
    }

    @Override
    public Supplier<? extends SdkPojo> newInput() {
        return UpdateInstanceCustomHealthStatusRequest::builder;
    }

    @Override
    public List<Access> access(Call call, UpdateInstanceCustomHealthStatusRequest input) {
        return List.of(
                Services.access(
                        state,
                        DiscoveryName.scope(call),
                        "servicediscovery:UpdateInstanceCustomHealthStatus",
                        input.serviceId()));
    }

    @Override
    public UpdateInstanceCustomHealthStatusResponse answer(
            Call call, UpdateInstanceCustomHealthStatusRequest input) {
        Scope scope = DiscoveryName.scope(call);
        Health told = Health.valueOf(input.statusAsString());
        return state.commit(
                tx -> {
                    Service service = Services.get(tx, scope, input.serviceId());
                    Instance instance = Instances.get(tx, scope, service, input.instanceId());
                    if (!service.customHealth()) {
                        throw Refusals.noCustomHealth(service.id());
                    }
                    tx.put(
                            Instance.KIND,
                            Instance.key(scope, service.id(), instance.id()),
                            instance.withHealth(told));
                    return UpdateInstanceCustomHealthStatusResponse.builder().build();
                });
    }
}
