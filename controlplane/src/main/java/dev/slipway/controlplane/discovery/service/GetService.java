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
import software.amazon.awssdk.services.servicediscovery.model.GetServiceRequest;
import software.amazon.awssdk.services.servicediscovery.model.GetServiceResponse;

/** Describes a service. */
final class GetService implements AwsOperation<GetServiceRequest, GetServiceResponse> {
    private final State state;

    GetService(State state) {
        this.state = state;
    }

    @Override
    public Supplier<? extends SdkPojo> newInput() {
        return GetServiceRequest::builder;
    }

    @Override
    public List<Access> access(Call call, GetServiceRequest input) {
        return List.of(
                Services.access(
                        state,
                        DiscoveryName.scope(call),
                        "servicediscovery:GetService",
                        input.id()));
    }

    @Override
    public GetServiceResponse answer(Call call, GetServiceRequest input) {
        Scope scope = DiscoveryName.scope(call);
        Service service = Services.get(state.read(), scope, input.id());
        return GetServiceResponse.builder().service(ServiceAnswer.whole(scope, service)).build();
    }
}
