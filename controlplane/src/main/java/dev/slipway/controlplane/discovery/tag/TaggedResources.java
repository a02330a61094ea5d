package dev.slipway.controlplane.discovery.tag;

import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.controlplane.state.State;
import java.util.List;

/** The front door: the operations on tags. */
public final class TaggedResources {
    private TaggedResources() {}

    public static List<AwsOperation<?, ?>> operations(State state) {
        return List.of(
                new TagResource(state), new UntagResource(state), new ListTagsForResource(state));
    }
}
