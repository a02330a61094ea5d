package dev.slipway.controlplane.ecs.task;

import java.util.OptionalInt;

/**
 * One container of a task, in the definition's order.
 *
 * @param arn of this container in this task
 * @param image as the definition names it
 * @param cpu relative weight, overrides applied
 * @param memory hard limit in MiB, overrides applied; 0 for the task's only
 * @param memoryReservation soft limit in MiB, overrides applied; 0 for none
 * @param status only ever advances
 * @param imageDigest empty until known
 * @param runtimeId empty until known
 * @param reason empty for none
 */
public record TaskContainer(
        String name,
        String arn,
        String image,
        boolean essential,
        int cpu,
        int memory,
        int memoryReservation,
        Status status,
        String imageDigest,
        String runtimeId,
        OptionalInt exitCode,
        String reason) {

    public enum Status {
        PENDING,
        RUNNING,
        STOPPED
    }

    /** Joins what is now known: nothing is taken back, whatever the order in which it is told. */
    TaskContainer seen(Status seen, String digest, String runtime, OptionalInt exit, String why) {
        return new TaskContainer(
                name,
                arn,
                image,
                essential,
                cpu,
                memory,
                memoryReservation,
                seen.compareTo(status) > 0 ? seen : status,
                imageDigest.isEmpty() ? digest : imageDigest,
                runtimeId.isEmpty() ? runtime : runtimeId,
                exitCode.isPresent() ? exitCode : exit,
                reason.isEmpty() ? why : reason);
    }

    /** Its task is over, so it is. */
    TaskContainer over() {
        return seen(Status.STOPPED, "", "", OptionalInt.empty(), "");
    }
}
