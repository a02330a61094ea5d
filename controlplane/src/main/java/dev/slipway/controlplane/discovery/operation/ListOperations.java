package dev.slipway.controlplane.discovery.operation;

import dev.slipway.controlplane.api.Access;
import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.controlplane.aws.Page;
import dev.slipway.controlplane.aws.PageToken;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.discovery.grammar.DiscoveryName;
import dev.slipway.controlplane.discovery.grammar.DiscoveryPages;
import dev.slipway.controlplane.state.Entry;
import dev.slipway.controlplane.state.State;
import dev.slipway.wire.Call;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.servicediscovery.model.ListOperationsRequest;
import software.amazon.awssdk.services.servicediscovery.model.ListOperationsResponse;
import software.amazon.awssdk.services.servicediscovery.model.OperationSummary;

/** Lists operations, the newest first. */
final class ListOperations implements AwsOperation<ListOperationsRequest, ListOperationsResponse> {
    private final State state;

    ListOperations(State state) {
        this.state = state;
    }

    @Override
    public Supplier<? extends SdkPojo> newInput() {
        return ListOperationsRequest::builder;
    }

    @Override
    public List<Access> access(Call call, ListOperationsRequest input) {
        return List.of(Access.to("servicediscovery:ListOperations", "*"));
    }

    @Override
    public ListOperationsResponse answer(Call call, ListOperationsRequest input) {
        Scope scope = DiscoveryName.scope(call);
        OperationFilters filters = OperationFilters.of(scope, input.filters());
        PageToken listing = PageToken.of(scope, name(), filters.toString());
        String after = DiscoveryPages.position(listing, input.nextToken());
        Stream<Operation> rest =
                state.read()
                        .listAfter(Operation.KIND, Operation.NEWEST_FIRST, scope, "", after)
                        .map(Entry::value)
                        .filter(filters::match);
        Page<Operation> page =
                listing.page(
                        rest,
                        DiscoveryPages.size(input.maxResults()),
                        operation -> Operation.place(operation.number()));
        return ListOperationsResponse.builder()
                .operations(page.items().stream().map(ListOperations::summary).toList())
                .nextToken(page.nextToken().orElse(null))
                .build();
    }

    private static OperationSummary summary(Operation operation) {
        return OperationSummary.builder().id(operation.id()).status(Operation.STATUS).build();
    }
}
