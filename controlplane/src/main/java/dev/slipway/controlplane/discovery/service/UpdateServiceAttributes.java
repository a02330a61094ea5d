package dev.slipway.controlplane.discovery.service;

import dev.slipway.controlplane.api.Access;
import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.discovery.grammar.DiscoveryName;
import dev.slipway.controlplane.state.State;
import dev.slipway.wire.Call;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.servicediscovery.model.UpdateServiceAttributesRequest;
import software.amazon.awssdk.services.servicediscovery.model.UpdateServiceAttributesResponse;

/** Adds attributes to a service; the same key gets the new value. */
final class UpdateServiceAttributes
        implements AwsOperation<UpdateServiceAttributesRequest, UpdateServiceAttributesResponse> {
    private final State state;

    UpdateServiceAttributes(State state) {
        this.state = state;
    }

    @Override
    public Supplier<? extends SdkPojo> newInput() {
        return UpdateServiceAttributesRequest::builder;
    }

    @Override
    public List<Access> access(Call call, UpdateServiceAttributesRequest input) {
        return List.of(
                Services.access(
                        state,
                        DiscoveryName.scope(call),
                        "servicediscovery:UpdateServiceAttributes",
                        input.serviceId()));
    }

    @Override
    public UpdateServiceAttributesResponse answer(Call call, UpdateServiceAttributesRequest input) {
        Scope scope = DiscoveryName.scope(call);
        return state.commit(
                tx -> {
                    Service service = Services.get(tx, scope, input.serviceId());
                    SortedMap<String, String> all = new TreeMap<>(service.attributes());
                    input.attributes()
                            .forEach(
                                    (key, value) ->
                                            all.put(key, Objects.requireNonNullElse(value, "")));
                    if (all.size() > Service.MOST_ATTRIBUTES) {
                        throw Refusals.tooManyAttributes();
                    }
                    Services.put(tx, scope, service.withAttributes(all));
                    return UpdateServiceAttributesResponse.builder().build();
                });
    }
}
