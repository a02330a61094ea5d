package dev.slipway.controlplane.ecs.tag;

import dev.slipway.controlplane.api.Access;
import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.aws.Tags;
import dev.slipway.controlplane.ecs.grammar.EcsError;
import dev.slipway.controlplane.ecs.grammar.EcsName;
import dev.slipway.controlplane.state.State;
import dev.slipway.wire.Call;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ecs.model.UntagResourceRequest;
import software.amazon.awssdk.services.ecs.model.UntagResourceResponse;

/** Removes tags from a resource; a key that it does not have is no error. */
final class UntagResource implements AwsOperation<UntagResourceRequest, UntagResourceResponse> {
    private final State state;
    private final TaggedResources resources;

    UntagResource(State state, TaggedResources resources) {
        this.state = state;
        this.resources = resources;
    }

    @Override
    public Supplier<? extends SdkPojo> newInput() {
        return UntagResourceRequest::builder;
    }

    @Override
    public List<Access> access(Call call, UntagResourceRequest in) {
        List<String> keys = in.tagKeys().stream().filter(Objects::nonNull).toList();
        Map<String, List<String>> conditions =
                keys.isEmpty() ? Map.of() : Map.of("aws:TagKeys", keys);
        return List.of(TaggedResources.access("ecs:UntagResource", in.resourceArn(), conditions));
    }

    @Override
    public UntagResourceResponse answer(Call call, UntagResourceRequest in) {
        Scope scope = EcsName.scope(call);
        TaggedResources.Target target = resources.target(scope, in.resourceArn());
        if (in.tagKeys().isEmpty()) {
            throw EcsError.invalidParameter("tagKeys can not be empty.");
        }
        for (String key : in.tagKeys()) {
            Tags.keyProblem(Objects.requireNonNullElse(key, ""))
                    .ifPresent(
                            problem -> {
                                throw EcsError.invalidParameter(problem);
                            });
        }
        state.commit(
                transaction -> {
                    Tags tags = target.tags(transaction, scope).without(in.tagKeys());
                    target.put(transaction, scope, tags);
                    return tags;
                });
        return UntagResourceResponse.builder().build();
    }
}
