package dev.slipway.node.simulated;

import dev.slipway.nodelink.ContainerPlan;
import dev.slipway.nodelink.NodeReport;
import java.util.function.BiFunction;

/**
 * @param nodeId of the node
 * @param capacity what it lends
 * @param usual the conduct of a container about which nothing else is said
 * @param rule the last word on a container's conduct, after its definition's
 * @param seed of the misfortune
 */
public record SimulatedSettings(
        String nodeId,
        NodeReport.Capacity capacity,
        Conduct usual,
        BiFunction<ContainerPlan, Conduct, Conduct> rule,
        Faults faults,
        long seed) {

    /** No misfortune, and containers behave as their definitions say. */
    public static SimulatedSettings of(String nodeId, NodeReport.Capacity capacity) {
        return new SimulatedSettings(
                nodeId, capacity, Conduct.USUAL, (plan, conduct) -> conduct, Faults.NONE, 0);
    }

    public SimulatedSettings ruled(BiFunction<ContainerPlan, Conduct, Conduct> next) {
        return new SimulatedSettings(nodeId, capacity, usual, next, faults, seed);
    }

    public SimulatedSettings faulty(Faults next, long nextSeed) {
        return new SimulatedSettings(nodeId, capacity, usual, rule, next, nextSeed);
    }
}
