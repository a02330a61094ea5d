package dev.slipway.controlplane.discovery.tag;

import dev.slipway.controlplane.api.Access;
import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.aws.Tags;
import dev.slipway.controlplane.discovery.grammar.DiscoveryError;
import dev.slipway.controlplane.discovery.grammar.DiscoveryName;
import dev.slipway.controlplane.state.State;
import dev.slipway.wire.Call;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.servicediscovery.model.UntagResourceRequest;
import software.amazon.awssdk.services.servicediscovery.model.UntagResourceResponse;

/** Removes tags from a namespace or service; a key that it does not have is no error. */
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
        List<String> keys = input.tagKeys().stream().filter(Objects::nonNull).toList();
        Map<String, List<String>> conditions =
                keys.isEmpty() ? Map.of() : Map.of("aws:TagKeys", keys);
        return List.of(
                TaggedResource.access(
                        "servicediscovery:UntagResource", input.resourceARN(), conditions));
    }

    @Override
    public UntagResourceResponse answer(Call call, UntagResourceRequest input) {
        Scope scope = DiscoveryName.scope(call);
        for (String key : input.tagKeys()) {
            Tags.keyProblem(Objects.requireNonNullElse(key, ""))
                    .ifPresent(
                            problem -> {
                                throw DiscoveryError.invalidInput("TagKeys: " + problem);
                            });
        }
        return state.commit(
                tx -> {
                    TaggedResource resource = TaggedResource.find(tx, scope, input.resourceARN());
                    resource.put(tx, scope, resource.tags().without(input.tagKeys()));
                    return UntagResourceResponse.builder().build();
                });
    }
}
