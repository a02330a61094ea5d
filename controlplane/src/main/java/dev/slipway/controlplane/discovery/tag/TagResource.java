package dev.slipway.controlplane.discovery.tag;

import dev.slipway.controlplane.api.Access;
import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.aws.Tags;
import dev.slipway.controlplane.discovery.grammar.DiscoveryName;
import dev.slipway.controlplane.discovery.grammar.DiscoveryTags;
import dev.slipway.controlplane.state.State;
import dev.slipway.wire.Call;
import java.util.List;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.servicediscovery.model.TagResourceRequest;
import software.amazon.awssdk.services.servicediscovery.model.TagResourceResponse;

/** Sets tags of a namespace or service; a key that is there gets the new value. */
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
                TaggedResource.access(
                        "servicediscovery:TagResource",
                        input.resourceARN(),
                        DiscoveryTags.conditions(input.tags())));
    }

    @Override
    public TagResourceResponse answer(Call call, TagResourceRequest input) {
        Scope scope = DiscoveryName.scope(call);
        String arn = input.resourceARN();
        Tags asked = DiscoveryTags.checked(input.tags(), arn);
        return state.commit(
                tx -> {
                    TaggedResource resource = TaggedResource.find(tx, scope, arn);
                    resource.put(tx, scope, DiscoveryTags.joined(resource.tags(), asked, arn));
                    return TagResourceResponse.builder().build();
                });
    }
}
