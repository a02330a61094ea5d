package dev.slipway.controlplane.logs;

import dev.slipway.controlplane.api.Access;
import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.aws.Tags;
import dev.slipway.controlplane.state.State;
import dev.slipway.wire.Call;
import java.util.List;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.cloudwatchlogs.model.DeleteRetentionPolicyRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DeleteRetentionPolicyResponse;

/** Events are kept for ever again. */
final class DeleteRetentionPolicy
        implements AwsOperation<DeleteRetentionPolicyRequest, DeleteRetentionPolicyResponse> {
    private final State state;

    DeleteRetentionPolicy(State state) {
        this.state = state;
    }

    @Override
    public Supplier<? extends SdkPojo> newInput() {
        return DeleteRetentionPolicyRequest::builder;
    }

    @Override
    public List<Access> access(Call call, DeleteRetentionPolicyRequest input) {
        return List.of(
                LogAccess.group(
                        "logs:DeleteRetentionPolicy",
                        Lookup.scope(call),
                        input.logGroupName(),
                        Tags.none()));
    }

    @Override
    public DeleteRetentionPolicyResponse answer(Call call, DeleteRetentionPolicyRequest input) {
        Scope scope = Lookup.scope(call);
        String name = LogNames.group(input.logGroupName());
        return state.commit(
                tx -> {
                    LogGroup group = Lookup.group(tx, scope, name);
                    tx.put(LogGroup.KIND, LogGroup.key(scope, name), group.withRetention(0));
                    return DeleteRetentionPolicyResponse.builder().build();
                });
    }
}
