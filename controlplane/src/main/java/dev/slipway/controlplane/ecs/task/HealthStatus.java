package dev.slipway.controlplane.ecs.task;

import java.util.List;

/** What checks say. */
public enum HealthStatus {
    UNKNOWN,
    HEALTHY,
    UNHEALTHY;

    /**
     * A task's, as AWS's page on container health checks tells it: only essential containers that
     * are checked count; the worst of them decides, and without any it is not known.
     */
    static HealthStatus ofTask(List<TaskContainer> containers) {
        List<HealthStatus> counted =
                containers.stream()
                        .filter(c -> c.essential() && c.health().isPresent())
                        .map(TaskContainer::healthStatus)
                        .toList();
        if (counted.contains(UNHEALTHY)) {
            return UNHEALTHY;
        }
        return counted.isEmpty() || counted.contains(UNKNOWN) ? UNKNOWN : HEALTHY;
    }
}
