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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.servicediscovery.model.GetInstancesHealthStatusRequest;
import software.amazon.awssdk.services.servicediscovery.model.GetInstancesHealthStatusResponse;

/** Tells the health of instances of a service, by id. */
final class GetInstancesHealthStatus
        implements AwsOperation<GetInstancesHealthStatusRequest, GetInstancesHealthStatusResponse> {
    private final State state;

    GetInstancesHealthStatus(State state) {
        this.state = state;
    }

    @Override
    public Supplier<? extends SdkPojo> newInput() {
        return GetInstancesHealthStatusRequest::builder;
    }

    @Override
    public List<Access> access(Call call, GetInstancesHealthStatusRequest input) {
        return List.of(
                Services.access(
                        state,
                        DiscoveryName.scope(call),
                        "servicediscovery:GetInstancesHealthStatus",
                        input.serviceId()));
    }

    @Override
    public GetInstancesHealthStatusResponse answer(
            Call call, GetInstancesHealthStatusRequest input) {
        Scope scope = DiscoveryName.scope(call);
        Reader reader = state.read();
        Service service = Services.get(reader, scope, input.serviceId());
        SortedSet<String> wanted = new TreeSet<>(input.instances());
        PageToken listing = PageToken.of(scope, name(), service.id(), wanted.toString());
        String after = DiscoveryPages.position(listing, input.nextToken());
        List<Instance> named =
                wanted.stream().map(id -> Instances.get(reader, scope, service, id)).toList();
        Stream<Instance> rest =
                named.isEmpty()
                        ? Instances.of(reader, scope, service, after)
                        : named.stream().filter(instance -> instance.id().compareTo(after) > 0);
        Page<Instance> page =
                listing.page(rest, DiscoveryPages.size(input.maxResults()), Instance::id);
        Map<String, String> status = new LinkedHashMap<>();
        page.items().forEach(instance -> status.put(instance.id(), instance.healthText()));
        return GetInstancesHealthStatusResponse.builder()
                .statusWithStrings(status)
                .nextToken(page.nextToken().orElse(null))
                .build();
    }
}
