package dev.slipway.controlplane.discovery.service;

import dev.slipway.controlplane.api.Access;
import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.controlplane.aws.Page;
import dev.slipway.controlplane.aws.PageToken;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.discovery.grammar.DiscoveryName;
import dev.slipway.controlplane.discovery.grammar.DiscoveryPages;
import dev.slipway.controlplane.discovery.grammar.ListFilter;
import dev.slipway.controlplane.state.Entry;
import dev.slipway.controlplane.state.State;
import dev.slipway.wire.Call;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.servicediscovery.model.ListServicesRequest;
import software.amazon.awssdk.services.servicediscovery.model.ListServicesResponse;
import software.amazon.awssdk.services.servicediscovery.model.ServiceFilter;

/** Lists services by namespace and name. */
final class ListServices implements AwsOperation<ListServicesRequest, ListServicesResponse> {
    private final State state;

    ListServices(State state) {
        this.state = state;
    }

    @Override
    public Supplier<? extends SdkPojo> newInput() {
        return ListServicesRequest::builder;
    }

    @Override
    public List<Access> access(Call call, ListServicesRequest input) {
        return List.of(Access.to("servicediscovery:ListServices", "*"));
    }

    @Override
    public ListServicesResponse answer(Call call, ListServicesRequest input) {
        Scope scope = DiscoveryName.scope(call);
        List<String> namespaces =
                input.filters().stream().map(filter -> namespaceId(scope, filter)).toList();
        PageToken listing = PageToken.of(scope, name(), namespaces.toString());
        String after = DiscoveryPages.position(listing, input.nextToken());
        String prefix = namespaces.isEmpty() ? "" : Service.inNamespace(namespaces.getFirst());
        Stream<Service> rest =
                state.read()
                        .listAfter(Service.KIND, Service.BY_NAME, scope, prefix, after)
                        .map(Entry::value)
                        .filter(
                                service ->
                                        namespaces.stream()
                                                .allMatch(service.namespaceId()::equals));
        Page<Service> page =
                listing.page(rest, DiscoveryPages.size(input.maxResults()), Service::place);
        return ListServicesResponse.builder()
                .services(
                        page.items().stream()
                                .map(service -> ServiceAnswer.summary(scope, service))
                                .toList())
                .nextToken(page.nextToken().orElse(null))
                .build();
    }

    private static String namespaceId(Scope scope, ServiceFilter asked) {
        ListFilter filter =
                ListFilter.checked(
                        asked.nameAsString(),
                        asked.conditionAsString(),
                        asked.values(),
                        List.of("EQ"));
        return DiscoveryName.id(scope, DiscoveryName.NAMESPACE, filter.values().getFirst());
    }
}
