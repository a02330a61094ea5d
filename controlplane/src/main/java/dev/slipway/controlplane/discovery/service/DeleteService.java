package dev.slipway.controlplane.discovery.service;

import dev.slipway.controlplane.api.Access;
import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.discovery.grammar.DiscoveryName;
import dev.slipway.controlplane.discovery.namespace.Namespace;
import dev.slipway.controlplane.discovery.namespace.Namespaces;
import dev.slipway.controlplane.state.State;
import dev.slipway.wire.Call;
import java.util.List;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.servicediscovery.model.DeleteServiceRequest;
import software.amazon.awssdk.services.servicediscovery.model.DeleteServiceResponse;

/** Deletes a service that has no instances. */
final class DeleteService implements AwsOperation<DeleteServiceRequest, DeleteServiceResponse> {
    private final State state;

    DeleteService(State state) {
        this.state = state;
    }

    @Override
    public Supplier<? extends SdkPojo> newInput() {
        return DeleteServiceRequest::builder;
    }

    @Override
    public List<Access> access(Call call, DeleteServiceRequest input) {
        return List.of(
                Services.access(
                        state,
                        DiscoveryName.scope(call),
                        "servicediscovery:DeleteService",
                        input.id()));
    }

    @Override
    public DeleteServiceResponse answer(Call call, DeleteServiceRequest input) {
        Scope scope = DiscoveryName.scope(call);
        return state.commit(
                tx -> {
                    Service service = Services.get(tx, scope, input.id());
                    if (service.instances() > 0) {
                        throw Refusals.hasInstances();
                    }
                    Namespace namespace = Namespaces.get(tx, scope, service.namespaceId());
                    tx.delete(Service.KIND, Service.key(scope, service.id()));
                    Namespaces.put(tx, scope, namespace.withServices(namespace.services() - 1));
                    return DeleteServiceResponse.builder().build();
                });
    }
}
