package dev.slipway.controlplane.ecs.taskdefinition;

import dev.slipway.controlplane.api.Access;
import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.ecs.grammar.EcsName;
import dev.slipway.controlplane.state.State;
import dev.slipway.wire.Call;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ecs.model.DeregisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.DeregisterTaskDefinitionResponse;

/** Makes a revision INACTIVE. */
final class DeregisterTaskDefinition
        implements AwsOperation<DeregisterTaskDefinitionRequest, DeregisterTaskDefinitionResponse> {
    private final State state;

    DeregisterTaskDefinition(State state) {
        this.state = state;
    }

    @Override
    public Supplier<? extends SdkPojo> newInput() {
        return DeregisterTaskDefinitionRequest::builder;
    }

    @Override
    public List<Access> access(Call call, DeregisterTaskDefinitionRequest in) {
        // AWS has no resource type for this action.
        return List.of(Access.to("ecs:DeregisterTaskDefinition", "*"));
    }

    @Override
    public DeregisterTaskDefinitionResponse answer(Call call, DeregisterTaskDefinitionRequest in) {
        Scope scope = EcsName.scope(call);
        String reference = Objects.requireNonNullElse(in.taskDefinition(), "");
        if (reference.isEmpty()) {
            throw Refusals.blank();
        }
        TaskDefinitions.requireRevision(scope, reference);
        TaskDefinition inactive =
                state.commit(
                        transaction -> {
                            TaskDefinition found =
                                    TaskDefinitions.find(transaction, scope, reference)
                                            .orElseThrow(Refusals::cannotDescribe);
                            if (!found.active()) {
                                throw Refusals.alreadyInactive();
                            }
                            TaskDefinition it = found.deregistered(call.receivedAt());
                            TaskDefinitions.put(transaction, scope, it);
                            return it;
                        });
        return DeregisterTaskDefinitionResponse.builder()
                .taskDefinition(ToAnswer.taskDefinition(inactive))
                .build();
    }
}
