package dev.slipway.controlplane.ecs.task;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One container of a task, in the definition's order.
 *
 * @param arn of this container in this task
 * @param image as the definition names it
 * @param cpu relative weight, overrides applied
 * @param memory hard limit in MiB, overrides applied; 0 for the task's only
 * @param memoryReservation soft limit in MiB, overrides applied; 0 for none
 * @param health empty: it is not checked
 * @param restarts how often its restart policy started it again; only ever grows
 * @param status of its newest start; only ever advances until the next one
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
        Optional<Health> health,
        int restarts,
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

    /** What checks say. */
    public enum HealthStatus {
        UNKNOWN,
        HEALTHY,
        UNHEALTHY;

        /**
         * A task's, as AWS's page on container health checks tells it: only essential containers
         * that are checked count; the worst of them decides, and without any it is not known.
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

    /**
     * @param since when it became so; {@link Instant#EPOCH} before the first verdict
     */
    public record Health(HealthStatus status, Instant since) {
        static final Health UNKNOWN = new Health(HealthStatus.UNKNOWN, Instant.EPOCH);

        /** The newer of two; of two at the same moment always the same one. */
        Health newest(Health other) {
            int order = other.since.compareTo(since);
            return order > 0 || (order == 0 && other.status.compareTo(status) > 0) ? other : this;
        }
    }

    /** What ECS shows; a container that is not checked is UNKNOWN. */
    HealthStatus healthStatus() {
        return health.map(Health::status).orElse(HealthStatus.UNKNOWN);
    }

    /**
     * Joins what is now known: nothing is taken back, whatever the order in which it is told. A
     * start again begins anew, and what is told late of an earlier start no longer counts.
     */
    TaskContainer seen(Seen seen) {
        boolean newer = seen.restarts() > restarts;
        boolean older = seen.restarts() < restarts;
        Status next = older ? status : seen.status();
        return new TaskContainer(
                name,
                arn,
                image,
                essential,
                cpu,
                memory,
                memoryReservation,
                older ? health : health.map(h -> newer ? seen.health() : h.newest(seen.health())),
                Math.max(restarts, seen.restarts()),
                newer || next.compareTo(status) > 0 ? next : status,
                imageDigest.isEmpty() ? seen.imageDigest() : imageDigest,
                runtimeId.isEmpty() ? seen.runtimeId() : runtimeId,
                newer || (!older && exitCode.isEmpty()) ? seen.exitCode() : exitCode,
                newer || (!older && reason.isEmpty()) ? seen.reason() : reason);
    }

    /** One look at it. */
    record Seen(
            Status status,
            String imageDigest,
            String runtimeId,
            OptionalInt exitCode,
            String reason,
            int restarts,
            Health health) {}

    /** Its task is over, so it is. */
    TaskContainer over() {
        return seen(
                new Seen(
                        Status.STOPPED, "", "", OptionalInt.empty(), "", restarts, Health.UNKNOWN));
    }
}
