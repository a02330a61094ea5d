package dev.slipway.controlplane.logs;

import dev.slipway.controlplane.api.Access;
import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.aws.Tags;
import dev.slipway.controlplane.state.State;
import dev.slipway.wire.Call;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.cloudwatchlogs.model.ListTagsLogGroupRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.ListTagsLogGroupResponse;

/** Tells the tags of a group; the older form of ListTagsForResource. */
@SuppressWarnings("deprecation") // deprecated by AWS, not gone
final class ListTagsLogGroup
        implements AwsOperation<ListTagsLogGroupRequest, ListTagsLogGroupResponse> {
    private final State state;

    ListTagsLogGroup(State state) {
        this.state = state;
    }

    @Override
    public Supplier<? extends SdkPojo> newInput() {
        return ListTagsLogGroupRequest::builder;
    }

    @Override
    public List<Access> access(Call call, ListTagsLogGroupRequest input) {
        return List.of(
                LogAccess.group(
                        "logs:ListTagsLogGroup",
                        Lookup.scope(call),
                        input.logGroupName(),
                        Tags.none()));
    }

    @Override
    public ListTagsLogGroupResponse answer(Call call, ListTagsLogGroupRequest input) {
        Scope scope = Lookup.scope(call);
        String name = LogNames.group(input.logGroupName());
        Map<String, String> tags = Lookup.group(state.read(), scope, name).tags().byKey();
        return ListTagsLogGroupResponse.builder().tags(tags).build();
    }
}
