package dev.slipway.controlplane.discovery.instance;

import dev.slipway.controlplane.api.Access;
import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.controlplane.discovery.grammar.DiscoveryName;
import dev.slipway.controlplane.state.State;
import dev.slipway.wire.Call;
import java.util.List;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.servicediscovery.model.DiscoverInstancesRevisionRequest;
import software.amazon.awssdk.services.servicediscovery.model.DiscoverInstancesRevisionResponse;

/** Tells whether the instances of a service are still those that were discovered. */
final class DiscoverInstancesRevision
        implements AwsOperation<
                DiscoverInstancesRevisionRequest, DiscoverInstancesRevisionResponse> {
    private final State state;

    DiscoverInstancesRevision(State state) {
        this.state = state;
    }

    @Override
    public Supplier<? extends SdkPojo> newInput() {
        return DiscoverInstancesRevisionRequest::builder;
    }

    @Override
    public List<Access> access(Call call, DiscoverInstancesRevisionRequest input) {
        return List.of(
                Discovery.access(
                        "servicediscovery:DiscoverInstancesRevision",
                        input.namespaceName(),
                        input.serviceName()));
    }

    @Override
    public DiscoverInstancesRevisionResponse answer(
            Call call, DiscoverInstancesRevisionRequest input) {
        Discovery found =
                Discovery.of(
                        state.read(),
                        DiscoveryName.scope(call),
                        input.namespaceName(),
                        input.serviceName(),
                        input.ownerAccount());
        return DiscoverInstancesRevisionResponse.builder()
                .instancesRevision(found.service().revision())
                .build();
    }
}
