package dev.slipway.controlplane.discovery.service;

import dev.slipway.controlplane.api.Access;
import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.discovery.grammar.DiscoveryName;
import dev.slipway.controlplane.state.State;
import dev.slipway.wire.Call;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.servicediscovery.model.DeleteServiceAttributesRequest;
import software.amazon.awssdk.services.servicediscovery.model.DeleteServiceAttributesResponse;

/** Removes attributes from a service; a key that it does not have is no error. */
final class DeleteServiceAttributes
        implements AwsOperation<DeleteServiceAttributesRequest, DeleteServiceAttributesResponse> {
    private final State state;

    DeleteServiceAttributes(State state) {
        this.state = state;
    }

    @Override
    public Supplier<? extends SdkPojo> newInput() {
        return DeleteServiceAttributesRequest::builder;
    }

    @Override
    public List<Access> access(Call call, DeleteServiceAttributesRequest input) {
        return List.of(
                Services.access(
                        state,
                        DiscoveryName.scope(call),
                        "servicediscovery:DeleteServiceAttributes",
                        input.serviceId()));
    }

    @Override
    public DeleteServiceAttributesResponse answer(Call call, DeleteServiceAttributesRequest input) {
        Scope scope = DiscoveryName.scope(call);
        return state.commit(
                tx -> {
                    Service service = Services.get(tx, scope, input.serviceId());
                    SortedMap<String, String> left = new TreeMap<>(service.attributes());
                    left.keySet().removeAll(input.attributes());
                    Services.put(tx, scope, service.withAttributes(left));
                    return DeleteServiceAttributesResponse.builder().build();
                });
    }
}
