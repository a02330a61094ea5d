package dev.slipway.controlplane.ecs.task;

import dev.slipway.controlplane.ecs.capacityprovider.CapacityProviderStrategy;
import dev.slipway.controlplane.ecs.capacityprovider.StrategyItem;
import dev.slipway.controlplane.ecs.cluster.Cluster;
import java.util.Collections;
import java.util.List;

/** Where the tasks of one launch get their capacity from. */
final class Providers {
    private Providers() {}

    /**
     * The capacity provider of each task; empty texts when a launch type was asked for. With
     * neither a launch type nor a strategy the cluster's default strategy counts, and without that
     * the launch type is EC2, for which a Fargate-only platform has no machines.
     */
    static List<String> of(Launch launch, Cluster cluster) {
        if (launch.launchType().equals("FARGATE")) {
            return Collections.nCopies(launch.count(), "");
        }
        if (!launch.launchType().isEmpty()) {
            throw Refusals.noContainerInstances();
        }
        List<StrategyItem> strategy =
                launch.strategy().isEmpty()
                        ? cluster.defaultStrategy()
                        : CapacityProviderStrategy.checked(
                                launch.scope(),
                                launch.strategy().stream().map(StrategyItem::onTheWire).toList(),
                                cluster.capacityProviders());
        if (strategy.isEmpty()) {
            throw Refusals.noContainerInstances();
        }
        return CapacityProviderStrategy.spread(strategy, launch.count());
    }
}
