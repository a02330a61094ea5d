package dev.slipway.controlplane.ecs.task;

import java.time.Duration;

/**
 * Limits that AWS would raise on request; here they are configuration.
 *
 * @param provisioningPerCluster tasks of one cluster that may be in PROVISIONING at once
 * @param vcpus that one account may run in one region at once; 0 for no limit but the machines
 * @param stoppedKept how long a stopped task can still be described; at least an hour
 * @param startWithin a task that no node has taken up by then is stopped
 */
public record Quotas(
        int provisioningPerCluster, int vcpus, Duration stoppedKept, Duration startWithin) {
    public Quotas {
        if (stoppedKept.compareTo(Duration.ofHours(1)) < 0) {
            throw new IllegalArgumentException("stopped tasks stay visible for at least an hour");
        }
    }

    public static Quotas standard() {
        return new Quotas(500, 0, Duration.ofHours(1), Duration.ofMinutes(3));
    }
}
