package dev.slipway.controlplane.ecs.task;

import dev.slipway.controlplane.api.Access;
import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.ecs.grammar.EcsName;
import dev.slipway.controlplane.state.State;
import dev.slipway.wire.Call;
import java.util.List;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ecs.model.Failure;
import software.amazon.awssdk.services.ecs.model.GetTaskProtectionRequest;
import software.amazon.awssdk.services.ecs.model.GetTaskProtectionResponse;

/** Only tasks of a service can be protected; others are answered as failures. */
final class GetTaskProtection
        implements AwsOperation<GetTaskProtectionRequest, GetTaskProtectionResponse> {
    private final State state;
    private final Tasks tasks;

    GetTaskProtection(State state, Tasks tasks) {
        this.state = state;
        this.tasks = tasks;
    }

    @Override
    public Supplier<? extends SdkPojo> newInput() {
        return GetTaskProtectionRequest::builder;
    }

    @Override
    public List<Access> access(Call call, GetTaskProtectionRequest input) {
        return List.of(
                TaskAccess.toTasks(state.read(), call, name(), input.cluster(), input.tasks()));
    }

    @Override
    public GetTaskProtectionResponse answer(Call call, GetTaskProtectionRequest input) {
        Scope scope = EcsName.scope(call);
        List<Failure> failures =
                Protection.failures(state.read(), tasks, scope, input.cluster(), input.tasks());
        return GetTaskProtectionResponse.builder()
                .protectedTasks(List.of())
                .failures(failures)
                .build();
    }
}
