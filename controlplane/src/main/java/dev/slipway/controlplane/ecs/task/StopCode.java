package dev.slipway.controlplane.ecs.task;

/** Why a task stopped; the constants' names are ECS's own. */
public enum StopCode {
    TASK_FAILED_TO_START("TaskFailedToStart"),
    ESSENTIAL_CONTAINER_EXITED("EssentialContainerExited"),
    USER_INITIATED("UserInitiated"),
    SERVICE_SCHEDULER_INITIATED("ServiceSchedulerInitiated"),
    SPOT_INTERRUPTION("SpotInterruption"),
    TERMINATION_NOTICE("TerminationNotice");

    private final String wire;

    StopCode(String wire) {
        this.wire = wire;
    }

    /** As the API spells it. */
    public String wire() {
        return wire;
    }
}
