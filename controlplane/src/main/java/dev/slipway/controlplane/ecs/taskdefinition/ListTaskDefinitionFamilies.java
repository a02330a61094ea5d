package dev.slipway.controlplane.ecs.taskdefinition;

import dev.slipway.controlplane.api.Access;
import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.controlplane.aws.Page;
import dev.slipway.controlplane.aws.PageToken;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.ecs.grammar.EcsName;
import dev.slipway.controlplane.ecs.grammar.EcsPages;
import dev.slipway.controlplane.state.Entry;
import dev.slipway.controlplane.state.State;
import dev.slipway.wire.Call;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ecs.model.ListTaskDefinitionFamiliesRequest;
import software.amazon.awssdk.services.ecs.model.ListTaskDefinitionFamiliesResponse;

/** Lists the names of families that have a revision left. */
final class ListTaskDefinitionFamilies
        implements AwsOperation<
                ListTaskDefinitionFamiliesRequest, ListTaskDefinitionFamiliesResponse> {
    private static final List<String> STATUSES = List.of("ACTIVE", "INACTIVE", "ALL");

    private final State state;

    ListTaskDefinitionFamilies(State state) {
        this.state = state;
    }

    @Override
    public Supplier<? extends SdkPojo> newInput() {
        return ListTaskDefinitionFamiliesRequest::builder;
    }

    @Override
    public List<Access> access(Call call, ListTaskDefinitionFamiliesRequest in) {
        return List.of(Access.to("ecs:ListTaskDefinitionFamilies", "*"));
    }

    @Override
    public ListTaskDefinitionFamiliesResponse answer(
            Call call, ListTaskDefinitionFamiliesRequest in) {
        Scope scope = EcsName.scope(call);
        String prefix = Objects.requireNonNullElse(in.familyPrefix(), "");
        String status = Listing.status(in.statusAsString(), "ALL", STATUSES);
        int size = EcsPages.size(in.maxResults(), 100, 100);
        PageToken listing = PageToken.of(scope, name(), prefix, status);
        String after = EcsPages.position(listing, in.nextToken());
        Stream<TaskDefinitions.Family> rest =
                state.read()
                        .listAfter(TaskDefinitions.FAMILIES, scope, prefix, after)
                        .map(Entry::value)
                        .filter(family -> family.left() > 0)
                        .filter(
                                family ->
                                        status.equals("ALL")
                                                || family.active() == status.equals("ACTIVE"));
        Page<TaskDefinitions.Family> page = listing.page(rest, size, TaskDefinitions.Family::name);
        return ListTaskDefinitionFamiliesResponse.builder()
                .families(page.items().stream().map(TaskDefinitions.Family::name).toList())
                .nextToken(page.nextToken().orElse(null))
                .build();
    }
}
