package dev.slipway.controlplane.ecs.task;

import dev.slipway.controlplane.api.Access;
import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.ecs.cluster.Clusters;
import dev.slipway.controlplane.ecs.grammar.EcsName;
import dev.slipway.controlplane.state.State;
import dev.slipway.wire.Call;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ecs.model.StopTaskRequest;
import software.amazon.awssdk.services.ecs.model.StopTaskResponse;

final class StopTask implements AwsOperation<StopTaskRequest, StopTaskResponse> {
    private static final int MAX_REASON = 1024;

    private final State state;
    private final Tasks tasks;

    StopTask(State state, Tasks tasks) {
        this.state = state;
        this.tasks = tasks;
    }

    @Override
    public Supplier<? extends SdkPojo> newInput() {
        return StopTaskRequest::builder;
    }

    @Override
    public List<Access> access(Call call, StopTaskRequest input) {
        return List.of(
                TaskAccess.toTask(state.read(), call, "StopTask", input.cluster(), input.task()));
    }

    @Override
    public StopTaskResponse answer(Call call, StopTaskRequest input) {
        Scope scope = EcsName.scope(call);
        String reason = Objects.requireNonNullElse(input.reason(), "");
        if (reason.length() > MAX_REASON) {
            throw Refusals.tooLong("reason", MAX_REASON);
        }
        Task stopped =
                state.commit(
                        tx -> {
                            String cluster = Clusters.resolve(tx, scope, input.cluster()).name();
                            String id = TaskName.id(scope, cluster, input.task());
                            Task task =
                                    tasks.find(tx, scope, cluster, id)
                                            .orElseThrow(Refusals::notFound);
                            Task after =
                                    task.stopAskedByUser(
                                            reason.isEmpty() ? "Task stopped by user" : reason);
                            tasks.replace(tx, task, after);
                            return after;
                        });
        return StopTaskResponse.builder().task(TaskOnTheWire.of(stopped, true)).build();
    }
}
