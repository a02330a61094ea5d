package dev.slipway.controlplane.discovery.service;

import dev.slipway.controlplane.api.Access;
import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.discovery.grammar.DiscoveryName;
import dev.slipway.controlplane.state.State;
import dev.slipway.wire.Call;
import java.util.List;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.servicediscovery.model.GetServiceAttributesRequest;
import software.amazon.awssdk.services.servicediscovery.model.GetServiceAttributesResponse;

/** Tells the attributes of a service. */
final class GetServiceAttributes
        implements AwsOperation<GetServiceAttributesRequest, GetServiceAttributesResponse> {
    private final State state;

    GetServiceAttributes(State state) {
        this.state = state;
    }

    @Override
    public Supplier<? extends SdkPojo> newInput() {
        return GetServiceAttributesRequest::builder;
    }

    @Override
    public List<Access> access(Call call, GetServiceAttributesRequest input) {
        return List.of(
                Services.access(
                        state,
                        DiscoveryName.scope(call),
                        "servicediscovery:GetServiceAttributes",
                        input.serviceId()));
    }

    @Override
    public GetServiceAttributesResponse answer(Call call, GetServiceAttributesRequest input) {
        Scope scope = DiscoveryName.scope(call);
        Service service = Services.get(state.read(), scope, input.serviceId());
        return GetServiceAttributesResponse.builder()
                .serviceAttributes(
                        b ->
                                b.serviceArn(
                                                DiscoveryName.arn(
                                                        scope, DiscoveryName.SERVICE, service.id()))
                                        .resourceOwner(scope.account())
                                        .attributes(service.attributes()))
                .build();
    }
}
