package dev.slipway.controlplane.ecs.task;

/** Where a task is, in the order in which it passes through; some are skipped, none comes twice. */
public enum TaskStatus {
    PROVISIONING,
    PENDING,
    ACTIVATING,
    RUNNING,
    DEACTIVATING,
    STOPPING,
    DEPROVISIONING,
    STOPPED;

    public boolean before(TaskStatus other) {
        return compareTo(other) < 0;
    }

    public TaskStatus latest(TaskStatus other) {
        return before(other) ? other : this;
    }
}
