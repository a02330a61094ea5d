package dev.slipway.controlplane.ecs.taskdefinition;

import dev.slipway.controlplane.api.Access;
import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.controlplane.aws.Page;
import dev.slipway.controlplane.aws.PageToken;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.ecs.grammar.EcsName;
import dev.slipway.controlplane.ecs.grammar.EcsPages;
import dev.slipway.controlplane.state.Entry;
import dev.slipway.controlplane.state.Reader;
import dev.slipway.controlplane.state.State;
import dev.slipway.wire.Call;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ecs.model.ListTaskDefinitionsRequest;
import software.amazon.awssdk.services.ecs.model.ListTaskDefinitionsResponse;

/** Lists revision ARNs, by family and then by number. */
final class ListTaskDefinitions
        implements AwsOperation<ListTaskDefinitionsRequest, ListTaskDefinitionsResponse> {
    private static final List<String> STATUSES =
            List.of("ACTIVE", "INACTIVE", "DELETE_IN_PROGRESS");

    private final State state;

    ListTaskDefinitions(State state) {
        this.state = state;
    }

    @Override
    public Supplier<? extends SdkPojo> newInput() {
        return ListTaskDefinitionsRequest::builder;
    }

    @Override
    public List<Access> access(Call call, ListTaskDefinitionsRequest in) {
        return List.of(Access.to("ecs:ListTaskDefinitions", "*"));
    }

    @Override
    public ListTaskDefinitionsResponse answer(Call call, ListTaskDefinitionsRequest in) {
        Scope scope = EcsName.scope(call);
        String family = Objects.requireNonNullElse(in.familyPrefix(), "");
        String status = Listing.status(in.statusAsString(), "ACTIVE", STATUSES);
        String sort = Listing.status(in.sortAsString(), "ASC", List.of("ASC", "DESC"));
        int size = EcsPages.size(in.maxResults(), 100, 100);
        PageToken listing = PageToken.of(scope, name(), family, status, sort);
        String after = EcsPages.position(listing, in.nextToken());
        Stream<Entry<TaskDefinition>> rest =
                rest(scope, family.isEmpty() ? "" : family + " ", sort, after)
                        .filter(entry -> entry.value().status().name().equals(status));
        Page<Entry<TaskDefinition>> page = listing.page(rest, size, entry -> entry.key().name());
        return ListTaskDefinitionsResponse.builder()
                .taskDefinitionArns(page.items().stream().map(e -> e.value().arn()).toList())
                .nextToken(page.nextToken().orElse(null))
                .build();
    }

    private Stream<Entry<TaskDefinition>> rest(
            Scope scope, String prefix, String sort, String after) {
        Reader reader = state.read();
        if (sort.equals("ASC")) {
            return after.isEmpty()
                    ? reader.list(TaskDefinitions.KIND, scope, prefix)
                    : reader.listAfter(TaskDefinitions.KIND, scope, prefix, after);
        }
        List<Entry<TaskDefinition>> all =
                new ArrayList<>(
                        reader.list(TaskDefinitions.KIND, scope, prefix)
                                .takeWhile(
                                        e -> after.isEmpty() || e.key().name().compareTo(after) < 0)
                                .toList());
        Collections.reverse(all);
        return all.stream();
    }
}
