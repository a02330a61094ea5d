package dev.slipway.controlplane.ecs.taskdefinition;

import dev.slipway.controlplane.api.Access;
import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.ecs.grammar.EcsError;
import dev.slipway.controlplane.ecs.grammar.EcsName;
import dev.slipway.controlplane.ecs.grammar.EcsTags;
import dev.slipway.controlplane.state.State;
import dev.slipway.wire.Call;
import java.util.List;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ecs.model.DescribeTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.DescribeTaskDefinitionResponse;

/** Shows one revision, whatever its status. */
final class DescribeTaskDefinition
        implements AwsOperation<DescribeTaskDefinitionRequest, DescribeTaskDefinitionResponse> {
    private final State state;

    DescribeTaskDefinition(State state) {
        this.state = state;
    }

    @Override
    public Supplier<? extends SdkPojo> newInput() {
        return DescribeTaskDefinitionRequest::builder;
    }

    @Override
    public List<Access> access(Call call, DescribeTaskDefinitionRequest in) {
        // AWS has no resource type for this action.
        return List.of(Access.to("ecs:DescribeTaskDefinition", "*"));
    }

    @Override
    public DescribeTaskDefinitionResponse answer(Call call, DescribeTaskDefinitionRequest in) {
        Scope scope = EcsName.scope(call);
        if (in.taskDefinition() == null || in.taskDefinition().isEmpty()) {
            throw Refusals.blank();
        }
        TaskDefinition found =
                TaskDefinitions.find(state.read(), scope, in.taskDefinition())
                        .orElseThrow(Refusals::cannotDescribe);
        for (String include : in.includeAsStrings()) {
            if (!include.equals("TAGS")) {
                throw EcsError.invalidParameter(
                        "Invalid value '" + include + "' for include. Valid values: TAGS.");
            }
        }
        boolean tags = in.includeAsStrings().contains("TAGS");
        return DescribeTaskDefinitionResponse.builder()
                .taskDefinition(ToAnswer.taskDefinition(found))
                .applyMutation(
                        b -> {
                            if (tags) {
                                b.tags(EcsTags.onTheWire(found.tags()));
                            }
                        })
                .build();
    }
}
