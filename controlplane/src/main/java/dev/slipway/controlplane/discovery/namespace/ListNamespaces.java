package dev.slipway.controlplane.discovery.namespace;

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
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.servicediscovery.model.ListNamespacesRequest;
import software.amazon.awssdk.services.servicediscovery.model.ListNamespacesResponse;
import software.amazon.awssdk.services.servicediscovery.model.NamespaceFilter;

/** Lists namespaces by name. */
final class ListNamespaces implements AwsOperation<ListNamespacesRequest, ListNamespacesResponse> {
    private static final List<String> CONDITIONS = List.of("EQ", "BEGINS_WITH");
    private static final Set<String> TYPES = Set.of("DNS_PUBLIC", "DNS_PRIVATE", "HTTP");
    private final State state;

    ListNamespaces(State state) {
        this.state = state;
    }

    @Override
    public Supplier<? extends SdkPojo> newInput() {
        return ListNamespacesRequest::builder;
    }

    @Override
    public List<Access> access(Call call, ListNamespacesRequest input) {
        return List.of(Access.to("servicediscovery:ListNamespaces", "*"));
    }

    @Override
    public ListNamespacesResponse answer(Call call, ListNamespacesRequest input) {
        Scope scope = DiscoveryName.scope(call);
        List<ListFilter> filters = input.filters().stream().map(ListNamespaces::checked).toList();
        PageToken listing = PageToken.of(scope, name(), filters.toString());
        String after = DiscoveryPages.position(listing, input.nextToken());
        Stream<Namespace> rest =
                state.read()
                        .listAfter(Namespace.KIND, Namespace.BY_NAME, scope, "", after)
                        .map(Entry::value)
                        .filter(found -> filters.stream().allMatch(filter -> match(filter, found)));
        Page<Namespace> page =
                listing.page(
                        rest,
                        DiscoveryPages.size(input.maxResults()),
                        found -> Namespace.namePlace(found.name()));
        return ListNamespacesResponse.builder()
                .namespaces(
                        page.items().stream()
                                .map(found -> NamespaceAnswer.summary(scope, found))
                                .toList())
                .nextToken(page.nextToken().orElse(null))
                .build();
    }

    private static ListFilter checked(NamespaceFilter asked) {
        ListFilter filter =
                ListFilter.checked(
                        asked.nameAsString(),
                        asked.conditionAsString(),
                        asked.values(),
                        CONDITIONS);
        boolean type = filter.name().equals("TYPE") && filter.condition().equals("EQ");
        return type ? filter.among(TYPES) : filter;
    }

    private static boolean match(ListFilter filter, Namespace namespace) {
        return filter.matches(filter.name().equals("TYPE") ? Namespace.TYPE : namespace.name());
    }
}
