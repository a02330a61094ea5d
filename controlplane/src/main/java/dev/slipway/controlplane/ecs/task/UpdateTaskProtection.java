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
import software.amazon.awssdk.services.ecs.model.UpdateTaskProtectionRequest;
import software.amazon.awssdk.services.ecs.model.UpdateTaskProtectionResponse;

/** Only tasks of a service can be protected; others are answered as failures. */
final class UpdateTaskProtection
        implements AwsOperation<UpdateTaskProtectionRequest, UpdateTaskProtectionResponse> {
    private final State state;
    private final Tasks tasks;

    UpdateTaskProtection(State state, Tasks tasks) {
        this.state = state;
        this.tasks = tasks;
    }

    @Override
    public Supplier<? extends SdkPojo> newInput() {
        return UpdateTaskProtectionRequest::builder;
    }

    @Override
    public List<Access> access(Call call, UpdateTaskProtectionRequest input) {
        return List.of(
                TaskAccess.toTasks(state.read(), call, name(), input.cluster(), input.tasks()));
    }

    @Override
    public UpdateTaskProtectionResponse answer(Call call, UpdateTaskProtectionRequest input) {
        Scope scope = EcsName.scope(call);
        if (input.protectionEnabled() == null) {
            throw Refusals.blank("protectionEnabled");
        }
        Integer minutes = input.expiresInMinutes();
        if (minutes != null && (minutes < 1 || minutes > 2880)) {
            throw Refusals.badExpiry();
        }
        List<Failure> failures =
                Protection.failures(state.read(), tasks, scope, input.cluster(), input.tasks());
        return UpdateTaskProtectionResponse.builder()
                .protectedTasks(List.of())
                .failures(failures)
                .build();
    }
}
