package dev.slipway.controlplane.discovery.instance;

import dev.slipway.controlplane.api.Access;
import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.discovery.grammar.DiscoveryName;
import dev.slipway.controlplane.discovery.grammar.Submission;
import dev.slipway.controlplane.discovery.service.Service;
import dev.slipway.controlplane.discovery.service.Services;
import dev.slipway.controlplane.state.Reader;
import dev.slipway.controlplane.state.State;
import dev.slipway.wire.Call;
import java.util.List;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.servicediscovery.model.GetInstanceRequest;
import software.amazon.awssdk.services.servicediscovery.model.GetInstanceResponse;

/** Describes an instance. */
final class GetInstance implements AwsOperation<GetInstanceRequest, GetInstanceResponse> {
    private final State state;

    GetInstance(State state) {
        this.state = state;
    }

    @Override
    public Supplier<? extends SdkPojo> newInput() {
        return GetInstanceRequest::builder;
    }

    @Override
    public List<Access> access(Call call, GetInstanceRequest input) {
        return List.of(
                Services.access(
                        state,
                        DiscoveryName.scope(call),
                        "servicediscovery:GetInstance",
                        input.serviceId()));
    }

    @Override
    public GetInstanceResponse answer(Call call, GetInstanceRequest input) {
        Scope scope = DiscoveryName.scope(call);
        Reader reader = state.read();
        Service service = Services.get(reader, scope, input.serviceId());
        Instance instance = Instances.get(reader, scope, service, input.instanceId());
        return GetInstanceResponse.builder()
                .resourceOwner(scope.account())
                .instance(
                        b ->
                                b.id(instance.id())
                                        .creatorRequestId(
                                                instance.registration()
                                                        .map(Submission::requestId)
                                                        .orElse(null))
                                        .createdByAccount(scope.account())
                                        .attributes(instance.attributes()))
                .build();
    }
}
