package dev.slipway.controlplane.discovery.instance;

import dev.slipway.controlplane.api.Access;
import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.controlplane.aws.Page;
import dev.slipway.controlplane.aws.PageToken;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.discovery.grammar.DiscoveryName;
import dev.slipway.controlplane.discovery.grammar.DiscoveryPages;
import dev.slipway.controlplane.discovery.service.Service;
import dev.slipway.controlplane.discovery.service.Services;
import dev.slipway.controlplane.state.Reader;
import dev.slipway.controlplane.state.State;
import dev.slipway.wire.Call;
import java.util.List;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.servicediscovery.model.InstanceSummary;
import software.amazon.awssdk.services.servicediscovery.model.ListInstancesRequest;
import software.amazon.awssdk.services.servicediscovery.model.ListInstancesResponse;

/** Lists the instances of a service by id. */
final class ListInstances implements AwsOperation<ListInstancesRequest, ListInstancesResponse> {
    private final State state;

    ListInstances(State state) {
        this.state = state;
    }

    @Override
    public Supplier<? extends SdkPojo> newInput() {
        return ListInstancesRequest::builder;
    }

    @Override
    public List<Access> access(Call call, ListInstancesRequest input) {
        return List.of(
                Services.access(
                        state,
                        DiscoveryName.scope(call),
                        "servicediscovery:ListInstances",
                        input.serviceId()));
    }

    @Override
    public ListInstancesResponse answer(Call call, ListInstancesRequest input) {
        Scope scope = DiscoveryName.scope(call);
        Reader reader = state.read();
        Service service = Services.get(reader, scope, input.serviceId());
        PageToken listing = PageToken.of(scope, name(), service.id());
        String after = DiscoveryPages.position(listing, input.nextToken());
        Page<Instance> page =
                listing.page(
                        Instances.of(reader, scope, service, after),
                        DiscoveryPages.size(input.maxResults()),
                        Instance::id);
        return ListInstancesResponse.builder()
                .resourceOwner(scope.account())
                .instances(page.items().stream().map(instance -> summary(scope, instance)).toList())
                .nextToken(page.nextToken().orElse(null))
                .build();
    }

    private static InstanceSummary summary(Scope scope, Instance instance) {
        return InstanceSummary.builder()
                .id(instance.id())
                .attributes(instance.attributes())
                .createdByAccount(scope.account())
                .build();
    }
}
