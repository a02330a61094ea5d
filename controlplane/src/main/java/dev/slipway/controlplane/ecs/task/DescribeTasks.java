package dev.slipway.controlplane.ecs.task;

import dev.slipway.controlplane.api.Access;
import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.ecs.cluster.Clusters;
import dev.slipway.controlplane.ecs.grammar.EcsName;
import dev.slipway.controlplane.state.Reader;
import dev.slipway.controlplane.state.State;
import dev.slipway.wire.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ecs.model.DescribeTasksRequest;
import software.amazon.awssdk.services.ecs.model.DescribeTasksResponse;
import software.amazon.awssdk.services.ecs.model.Failure;

final class DescribeTasks implements AwsOperation<DescribeTasksRequest, DescribeTasksResponse> {
    private static final int MOST = 100;

    private final State state;
    private final Tasks tasks;

    DescribeTasks(State state, Tasks tasks) {
        this.state = state;
        this.tasks = tasks;
    }

    @Override
    public Supplier<? extends SdkPojo> newInput() {
        return DescribeTasksRequest::builder;
    }

    @Override
    public List<Access> access(Call call, DescribeTasksRequest input) {
        return List.of(
                TaskAccess.toTasks(
                        state.read(), call, "DescribeTasks", input.cluster(), input.tasks()));
    }

    @Override
    public DescribeTasksResponse answer(Call call, DescribeTasksRequest input) {
        Scope scope = EcsName.scope(call);
        Reader reader = state.read();
        boolean withTags = includesTags(input);
        String cluster = Clusters.resolve(reader, scope, input.cluster()).name();
        if (input.tasks().isEmpty()) {
            throw Refusals.blank("Tasks");
        }
        if (input.tasks().size() > MOST) {
            throw Refusals.tooMany("tasks", MOST);
        }
        List<software.amazon.awssdk.services.ecs.model.Task> found = new ArrayList<>();
        List<Failure> failures = new ArrayList<>();
        for (String named : input.tasks().stream().distinct().toList()) {
            String id = TaskName.id(scope, cluster, named);
            Optional<Task> task = tasks.find(reader, scope, cluster, id);
            if (task.isPresent()) {
                found.add(TaskOnTheWire.of(task.get(), withTags));
            } else {
                failures.add(TaskOnTheWire.failure(scope, cluster, id, "MISSING"));
            }
        }
        return DescribeTasksResponse.builder().tasks(found).failures(failures).build();
    }

    private static boolean includesTags(DescribeTasksRequest input) {
        for (String field : input.includeAsStrings()) {
            if (!field.equals("TAGS")) {
                throw Refusals.unknownValue("include", field, "TAGS");
            }
        }
        return !input.includeAsStrings().isEmpty();
    }
}
