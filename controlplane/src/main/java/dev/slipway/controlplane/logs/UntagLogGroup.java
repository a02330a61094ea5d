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
import software.amazon.awssdk.services.cloudwatchlogs.model.UntagLogGroupRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.UntagLogGroupResponse;

/** Removes tags of a group; the older form of UntagResource. */
@SuppressWarnings("deprecation") // deprecated by AWS, not gone
final class UntagLogGroup implements AwsOperation<UntagLogGroupRequest, UntagLogGroupResponse> {
    private final State state;

    UntagLogGroup(State state) {
        this.state = state;
    }

    @Override
    public Supplier<? extends SdkPojo> newInput() {
        return UntagLogGroupRequest::builder;
    }

    @Override
    public List<Access> access(Call call, UntagLogGroupRequest input) {
        return List.of(
                LogAccess.group(
                        "logs:UntagLogGroup",
                        Lookup.scope(call),
                        input.logGroupName(),
                        Tags.none()));
    }

    @Override
    public UntagLogGroupResponse answer(Call call, UntagLogGroupRequest input) {
        Scope scope = Lookup.scope(call);
        String name = LogNames.group(input.logGroupName());
        return state.commit(
                tx -> {
                    LogGroupTags.remove(tx, scope, name, input.tags());
                    return UntagLogGroupResponse.builder().build();
                });
    }
}
