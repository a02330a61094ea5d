package dev.slipway.controlplane.ecs.task;

import dev.slipway.controlplane.api.Access;
import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.controlplane.aws.Page;
import dev.slipway.controlplane.aws.PageToken;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.ecs.cluster.Clusters;
import dev.slipway.controlplane.ecs.grammar.EcsName;
import dev.slipway.controlplane.ecs.grammar.EcsPages;
import dev.slipway.controlplane.state.Entry;
import dev.slipway.controlplane.state.Reader;
import dev.slipway.controlplane.state.State;
import dev.slipway.wire.Call;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ecs.model.ListTasksRequest;
import software.amazon.awssdk.services.ecs.model.ListTasksResponse;

final class ListTasks implements AwsOperation<ListTasksRequest, ListTasksResponse> {
    private static final int MOST = 100;

    private final State state;

    ListTasks(State state) {
        this.state = state;
    }

    @Override
    public Supplier<? extends SdkPojo> newInput() {
        return ListTasksRequest::builder;
    }

    @Override
    public List<Access> access(Call call, ListTasksRequest input) {
        Scope scope = EcsName.scope(call);
        return List.of(
                new Access(
                        "ecs:ListTasks", List.of("*"), Clusters.condition(scope, input.cluster())));
    }

    @Override
    public ListTasksResponse answer(Call call, ListTasksRequest input) {
        Scope scope = EcsName.scope(call);
        Reader reader = state.read();
        String cluster = Clusters.resolve(reader, scope, input.cluster()).name();
        int size = EcsPages.size(input.maxResults(), MOST, MOST);
        String family = text(input.family());
        String startedBy = text(input.startedBy());
        String desired = text(input.desiredStatusAsString());
        String launchType = text(input.launchTypeAsString());
        check(input, desired, launchType);
        PageToken listing =
                PageToken.of(scope, name(), cluster, family, startedBy, desired, launchType);
        String after = EcsPages.position(listing, input.nextToken());
        String prefix = prefix(cluster, family, startedBy, desired.equals("STOPPED"));
        // No task is ever desired PENDING; all tasks are Fargate's.
        boolean none = desired.equals("PENDING") || !Set.of("", "FARGATE").contains(launchType);
        Stream<Task> wanted =
                none
                        ? Stream.empty()
                        : reader.listAfter(Task.KIND, Task.LISTED, scope, prefix, prefix + after)
                                .map(Entry::value);
        Page<Task> page = listing.page(wanted, size, Task::id);
        return ListTasksResponse.builder()
                .taskArns(page.items().stream().map(Task::arn).toList())
                .nextToken(page.nextToken().orElse(null))
                .build();
    }

    private static void check(ListTasksRequest input, String desired, String launchType) {
        if (!Set.of("", "RUNNING", "PENDING", "STOPPED").contains(desired)) {
            throw Refusals.unknownValue("desiredStatus", desired, "RUNNING, PENDING, STOPPED");
        }
        if (!Set.of("", "EC2", "FARGATE", "EXTERNAL", "MANAGED_INSTANCES").contains(launchType)) {
            throw Refusals.unknownValue(
                    "launchType", launchType, "EC2, FARGATE, EXTERNAL, MANAGED_INSTANCES");
        }
        boolean others =
                input.family() != null
                        || input.serviceName() != null
                        || input.containerInstance() != null
                        || input.daemonName() != null
                        || !launchType.isEmpty();
        // The desired status goes with startedBy, whatever AWS's page says: clients that take up
        // their own tasks again (Airflow) send both.
        if (input.startedBy() != null && others) {
            throw Refusals.startedByAlone();
        }
        if (input.serviceName() != null || input.daemonName() != null) {
            throw Refusals.serviceNotFound();
        }
        if (input.containerInstance() != null) {
            throw Refusals.noContainerInstance();
        }
    }

    /** A starter goes with no other filter, so one order serves each listing. */
    private static String prefix(
            String cluster, String family, String startedBy, boolean stopping) {
        if (!startedBy.isEmpty()) {
            return Task.listingByStarter(cluster, stopping, startedBy);
        }
        return family.isEmpty()
                ? Task.listing(cluster, stopping)
                : Task.listingOfFamily(cluster, stopping, family);
    }

    private static String text(@Nullable String value) {
        return Objects.requireNonNullElse(value, "");
    }
}
