package dev.slipway.controlplane.logs;

import dev.slipway.controlplane.api.Access;
import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.state.State;
import dev.slipway.wire.Call;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.cloudwatchlogs.model.UntagResourceRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.UntagResourceResponse;

/** Removes tags of a group. */
final class UntagResource implements AwsOperation<UntagResourceRequest, UntagResourceResponse> {
    private final State state;

    UntagResource(State state) {
        this.state = state;
    }

    @Override
    public Supplier<? extends SdkPojo> newInput() {
        return UntagResourceRequest::builder;
    }

    @Override
    public List<Access> access(Call call, UntagResourceRequest input) {
        return List.of(
                Access.to(
                        "logs:UntagResource",
                        Optional.ofNullable(input.resourceArn()).orElse("*")));
    }

    @Override
    public UntagResourceResponse answer(Call call, UntagResourceRequest input) {
        Scope scope = Lookup.scope(call);
        String name = LogGroupTags.groupOf(scope, input.resourceArn());
        return state.commit(
                tx -> {
                    LogGroupTags.remove(tx, scope, name, input.tagKeys());
                    return UntagResourceResponse.builder().build();
                });
    }
}
