package dev.slipway.controlplane.ecs.tag;

import dev.slipway.controlplane.api.Access;
import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.aws.Tags;
import dev.slipway.controlplane.ecs.grammar.EcsError;
import dev.slipway.controlplane.ecs.grammar.EcsName;
import dev.slipway.controlplane.ecs.grammar.EcsTags;
import dev.slipway.controlplane.state.State;
import dev.slipway.wire.Call;
import java.util.List;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ecs.model.TagResourceRequest;
import software.amazon.awssdk.services.ecs.model.TagResourceResponse;

/** Adds tags to a resource; the same key gets the new value. */
final class TagResource implements AwsOperation<TagResourceRequest, TagResourceResponse> {
    private final State state;
    private final TaggedResources resources;

    TagResource(State state, TaggedResources resources) {
        this.state = state;
        this.resources = resources;
    }

    @Override
    public Supplier<? extends SdkPojo> newInput() {
        return TagResourceRequest::builder;
    }

    @Override
    public List<Access> access(Call call, TagResourceRequest in) {
        return List.of(
                TaggedResources.access(
                        "ecs:TagResource", in.resourceArn(), EcsTags.conditions(in.tags())));
    }

    @Override
    public TagResourceResponse answer(Call call, TagResourceRequest in) {
        Scope scope = EcsName.scope(call);
        TaggedResources.Target target = resources.target(scope, in.resourceArn());
        Tags asked = EcsTags.checked(in.tags());
        if (asked.isEmpty()) {
            throw EcsError.invalidParameter("tags can not be empty.");
        }
        state.commit(
                transaction -> {
                    Tags tags = target.tags(transaction, scope).with(asked);
                    if (tags.userCount() > Tags.MAX) {
                        throw EcsError.limitExceeded(
                                "The resource would have more than " + Tags.MAX + " tags.");
                    }
                    target.put(transaction, scope, tags);
                    return tags;
                });
        return TagResourceResponse.builder().build();
    }
}
