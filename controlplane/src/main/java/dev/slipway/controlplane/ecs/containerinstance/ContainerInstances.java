package dev.slipway.controlplane.ecs.containerinstance;

import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.controlplane.state.State;
import java.util.List;

/** The front door. */
public final class ContainerInstances {
    private ContainerInstances() {}

    public static List<AwsOperation<?, ?>> operations(State state) {
        return List.of(new ListContainerInstances(state), new DescribeContainerInstances(state));
    }
}
