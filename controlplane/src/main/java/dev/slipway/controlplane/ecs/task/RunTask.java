package dev.slipway.controlplane.ecs.task;

import dev.slipway.controlplane.api.Access;
import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.ecs.cluster.Clusters;
import dev.slipway.controlplane.ecs.grammar.EcsName;
import dev.slipway.controlplane.ecs.grammar.EcsTags;
import dev.slipway.controlplane.ecs.taskdefinition.TaskDefinitions;
import dev.slipway.controlplane.placement.Seat;
import dev.slipway.controlplane.state.Reader;
import dev.slipway.controlplane.state.State;
import dev.slipway.wire.AwsException;
import dev.slipway.wire.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ecs.model.Failure;
import software.amazon.awssdk.services.ecs.model.RunTaskRequest;
import software.amazon.awssdk.services.ecs.model.RunTaskResponse;

final class RunTask implements AwsOperation<RunTaskRequest, RunTaskResponse> {
    private final State state;
    private final Launcher launcher;
    private final RandomGenerator random;

    RunTask(State state, Launcher launcher, RandomGenerator random) {
        this.state = state;
        this.launcher = launcher;
        this.random = random;
    }

    @Override
    public Supplier<? extends SdkPojo> newInput() {
        return RunTaskRequest::builder;
    }

    @Override
    public List<Access> access(Call call, RunTaskRequest input) {
        Scope scope = EcsName.scope(call);
        Reader reader = state.read();
        String named = Objects.requireNonNullElse(input.taskDefinition(), "");
        Access run =
                new Access(
                        "ecs:RunTask",
                        List.of(
                                named.isEmpty()
                                        ? "*"
                                        : TaskDefinitions.arnNamedBy(reader, scope, named)),
                        Clusters.condition(scope, input.cluster()));
        List<Access> all = new ArrayList<>(EcsTags.accessWithTags(run, "RunTask", input.tags()));
        for (String role : roles(reader, scope, named, input)) {
            all.add(
                    new Access(
                            "iam:PassRole",
                            List.of(role),
                            Map.of("iam:PassedToService", List.of("ecs-tasks.amazonaws.com"))));
        }
        return all;
    }

    private static SortedSet<String> roles(
            Reader reader, Scope scope, String named, RunTaskRequest input) {
        TreeSet<String> roles = new TreeSet<>();
        LaunchInput.roles(input.overrides()).forEach(r -> roles.add(Fit.roleArn(scope, r)));
        try {
            TaskDefinitions.find(reader, scope, named)
                    .ifPresent(
                            d ->
                                    Stream.of(d.taskRoleArn(), d.executionRoleArn())
                                            .filter(r -> !r.isEmpty())
                                            .forEach(r -> roles.add(Fit.roleArn(scope, r))));
        } catch (AwsException malformed) {
            return roles; // the answer refuses it
        }
        return roles;
    }

    @Override
    public RunTaskResponse answer(Call call, RunTaskRequest input) {
        Launch launch = LaunchInput.read(EcsName.scope(call), input);
        List<Names> names =
                Stream.generate(() -> Names.random(random)).limit(launch.count()).toList();
        Launcher.Launched launched =
                state.commit(tx -> launcher.launch(tx, launch, names, call.receivedAt()));
        return RunTaskResponse.builder()
                .tasks(launched.tasks().stream().map(t -> TaskOnTheWire.of(t, true)).toList())
                .failures(launched.shortages().stream().map(RunTask::failure).toList())
                .build();
    }

    private static Failure failure(Seat.Shortage shortage) {
        return Failure.builder()
                .reason("RESOURCE:" + shortage)
                .detail(
                        switch (shortage) {
                            case CPU -> "No machine has enough CPU left for the task.";
                            case MEMORY -> "No machine has enough memory left for the task.";
                            case ENI -> "No address is free for the task's network interface.";
                            case FARGATE -> "No machine takes tasks now.";
                        })
                .build();
    }
}
