package dev.slipway.controlplane.logs;

import dev.slipway.controlplane.api.Access;
import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.state.State;
import dev.slipway.wire.Call;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.cloudwatchlogs.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.ListTagsForResourceResponse;

/** Tells the tags of a group. */
final class ListTagsForResource
        implements AwsOperation<ListTagsForResourceRequest, ListTagsForResourceResponse> {
    private final State state;

    ListTagsForResource(State state) {
        this.state = state;
    }

    @Override
    public Supplier<? extends SdkPojo> newInput() {
        return ListTagsForResourceRequest::builder;
    }

    @Override
    public List<Access> access(Call call, ListTagsForResourceRequest input) {
        return List.of(
                Access.to(
                        "logs:ListTagsForResource",
                        Optional.ofNullable(input.resourceArn()).orElse("*")));
    }

    @Override
    public ListTagsForResourceResponse answer(Call call, ListTagsForResourceRequest input) {
        Scope scope = Lookup.scope(call);
        String name = LogGroupTags.groupOf(scope, input.resourceArn());
        Map<String, String> tags =
                state.read()
                        .find(LogGroup.KIND, LogGroup.key(scope, name))
                        .orElseThrow(LogsRefusals::noSuchResource)
                        .tags()
                        .byKey();
        return ListTagsForResourceResponse.builder().tags(tags).build();
    }
}
