package dev.slipway.controlplane.discovery.tag;

import dev.slipway.controlplane.api.Access;
import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.discovery.grammar.DiscoveryName;
import dev.slipway.controlplane.discovery.grammar.DiscoveryTags;
import dev.slipway.controlplane.state.State;
import dev.slipway.wire.Call;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.servicediscovery.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.servicediscovery.model.ListTagsForResourceResponse;

/** Tells the tags of a namespace or service. */
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
                TaggedResource.access(
                        "servicediscovery:ListTagsForResource", input.resourceARN(), Map.of()));
    }

    @Override
    public ListTagsForResourceResponse answer(Call call, ListTagsForResourceRequest input) {
        Scope scope = DiscoveryName.scope(call);
        TaggedResource resource = TaggedResource.find(state.read(), scope, input.resourceARN());
        return ListTagsForResourceResponse.builder()
                .tags(DiscoveryTags.onTheWire(resource.tags()))
                .build();
    }
}
