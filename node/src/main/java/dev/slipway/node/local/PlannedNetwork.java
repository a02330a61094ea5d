package dev.slipway.node.local;

import dev.slipway.node.network.Network;
import dev.slipway.nodelink.InterfacePlan;
import dev.slipway.nodelink.NodePlan;
import dev.slipway.nodelink.SubnetPlan;
import dev.slipway.nodelink.VpcPlan;
import java.util.Optional;

/**
 * The network under the newest plan. Whoever wants to touch it first sees the newest plan applied,
 * so no older plan is applied afterwards and removes what a newer one brought.
 */
final class PlannedNetwork {
    private final Network network;
    private final VpcListeners listeners;
    private volatile NodePlan newest = NodePlan.empty();
    private long applied = -1;

    PlannedNetwork(Network network, VpcListeners listeners) {
        this.network = network;
        this.listeners = listeners;
    }

    /** Only remembers it: {@link #current} applies it. */
    void plan(NodePlan next) {
        newest = next;
    }

    NodePlan plan() {
        return newest;
    }

    /** The network with the newest plan applied; applying costs nothing when it was before. */
    Network current() {
        synchronized (this) {
            NodePlan plan = newest;
            if (plan.generation() > applied) {
                network.apply(plan);
                listeners.retain(plan);
                applied = plan.generation();
            }
        }
        return network;
    }

    Optional<InterfacePlan> interfacePlan(String id) {
        return Optional.ofNullable(newest.interfaces().get(id));
    }

    Optional<SubnetPlan> subnet(String id) {
        return Optional.ofNullable(newest.subnets().get(id));
    }

    Optional<VpcPlan> vpc(String id) {
        return Optional.ofNullable(newest.vpcs().get(id));
    }
}
