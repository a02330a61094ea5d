package dev.slipway.controlplane.logs;

import dev.slipway.controlplane.api.Access;
import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.aws.Tags;
import dev.slipway.controlplane.state.State;
import dev.slipway.wire.Call;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.cloudwatchlogs.model.TagResourceRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.TagResourceResponse;

/** Sets tags of a group; a key that is there gets the new value. */
final class TagResource implements AwsOperation<TagResourceRequest, TagResourceResponse> {
    private final State state;

    TagResource(State state) {
        this.state = state;
    }

    @Override
    public Supplier<? extends SdkPojo> newInput() {
        return TagResourceRequest::builder;
    }

    @Override
    public List<Access> access(Call call, TagResourceRequest input) {
        return List.of(
                new Access(
                        "logs:TagResource",
                        List.of(Optional.ofNullable(input.resourceArn()).orElse("*")),
                        LogTags.of(input.tags()).asRequestConditions()));
    }

    @Override
    public TagResourceResponse answer(Call call, TagResourceRequest input) {
        Scope scope = Lookup.scope(call);
        String name = LogGroupTags.groupOf(scope, input.resourceArn());
        Tags tags = LogTags.checked(input.tags());
        return state.commit(
                tx -> {
                    LogGroupTags.add(tx, scope, name, tags);
                    return TagResourceResponse.builder().build();
                });
    }
}
