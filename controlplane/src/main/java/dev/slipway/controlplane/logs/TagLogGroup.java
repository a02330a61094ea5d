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
import software.amazon.awssdk.services.cloudwatchlogs.model.TagLogGroupRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.TagLogGroupResponse;

/** Sets tags of a group; the older form of TagResource, still sent by older clients. */
@SuppressWarnings("deprecation") // deprecated by AWS, not gone
final class TagLogGroup implements AwsOperation<TagLogGroupRequest, TagLogGroupResponse> {
    private final State state;

    TagLogGroup(State state) {
        this.state = state;
    }

    @Override
    public Supplier<? extends SdkPojo> newInput() {
        return TagLogGroupRequest::builder;
    }

    @Override
    public List<Access> access(Call call, TagLogGroupRequest input) {
        return List.of(
                LogAccess.group(
                        "logs:TagLogGroup",
                        Lookup.scope(call),
                        input.logGroupName(),
                        LogTags.of(input.tags())));
    }

    @Override
    public TagLogGroupResponse answer(Call call, TagLogGroupRequest input) {
        Scope scope = Lookup.scope(call);
        String name = LogNames.group(input.logGroupName());
        Tags tags = LogTags.checked(input.tags());
        return state.commit(
                tx -> {
                    LogGroupTags.add(tx, scope, name, tags);
                    return TagLogGroupResponse.builder().build();
                });
    }
}
