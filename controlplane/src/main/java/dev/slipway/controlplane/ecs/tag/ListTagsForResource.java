package dev.slipway.controlplane.ecs.tag;

import dev.slipway.controlplane.api.Access;
import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.aws.Tags;
import dev.slipway.controlplane.ecs.grammar.EcsName;
import dev.slipway.controlplane.ecs.grammar.EcsTags;
import dev.slipway.controlplane.state.State;
import dev.slipway.wire.Call;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ecs.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.ecs.model.ListTagsForResourceResponse;

/** Shows the tags of a resource. */
final class ListTagsForResource
        implements AwsOperation<ListTagsForResourceRequest, ListTagsForResourceResponse> {
    private final State state;
    private final TaggedResources resources;

    ListTagsForResource(State state, TaggedResources resources) {
        this.state = state;
        this.resources = resources;
    }

    @Override
    public Supplier<? extends SdkPojo> newInput() {
        return ListTagsForResourceRequest::builder;
    }

    @Override
    public List<Access> access(Call call, ListTagsForResourceRequest in) {
        return List.of(
                TaggedResources.access("ecs:ListTagsForResource", in.resourceArn(), Map.of()));
    }

    @Override
    public ListTagsForResourceResponse answer(Call call, ListTagsForResourceRequest in) {
        Scope scope = EcsName.scope(call);
        Tags tags = resources.target(scope, in.resourceArn()).tags(state.read(), scope);
        return ListTagsForResourceResponse.builder().tags(EcsTags.onTheWire(tags)).build();
    }
}
