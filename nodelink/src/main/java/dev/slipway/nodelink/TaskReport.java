package dev.slipway.nodelink;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A task as the node sees it. Times are absent until reached.
 *
 * @param phase only ever advances
 * @param failure why the task failed to start; empty unless it did
 */
public record TaskReport(
        String taskId,
        Phase phase,
        Optional<Instant> connectivityAt,
        Optional<Instant> pullStartedAt,
        Optional<Instant> pullStoppedAt,
        Optional<Instant> startedAt,
        Optional<Instant> executionStoppedAt,
        Optional<Instant> stoppedAt,
        Optional<StartFailure> failure,
        List<ContainerReport> containers) {
    public TaskReport {
        containers = List.copyOf(containers);
    }

    /** How far the node is with a task. */
    public enum Phase {
        /** The network is being made ready, images are being fetched, containers created. */
        PREPARING,
        /** Every essential container has started. */
        RUNNING,
        /**
         * An essential container has ended or a stop was asked for; containers are being stopped.
         */
        STOPPING,
        /** Every container has ended; the network is being taken away. */
        DEPROVISIONING,
        /** Nothing of the task is left but its report. */
        STOPPED
    }

    /**
     * @param code such as {@code CannotPullContainerError} or {@code ResourceInitializationError}
     * @param message what follows the code and a colon in {@code stoppedReason}
     */
    public record StartFailure(String code, String message) {}

    /**
     * @param runtimeId the container's id in the metadata endpoint: the task id, a dash, ten digits
     * @param imageDigest {@code sha256:...} of the manifest; empty until known
     * @param exitCode absent while it runs, and when it never started
     * @param reason as ECS words it, such as {@code OutOfMemoryError: Container killed due to
     *     memory usage}; empty for none
     * @param health only of a container that is checked
     * @param restarts how often its restart policy started it again
     * @param startedAt of its newest start
     */
    public record ContainerReport(
            String name,
            String runtimeId,
            ContainerPhase phase,
            String imageDigest,
            OptionalInt exitCode,
            String reason,
            Health health,
            int restarts,
            Optional<Instant> startedAt,
            Optional<Instant> finishedAt) {}

    /**
     * @param since when it became so; {@link Instant#EPOCH} before the first verdict
     */
    public record Health(Verdict verdict, Instant since) {
        public static final Health UNKNOWN = new Health(Verdict.UNKNOWN, Instant.EPOCH);
    }

    public enum Verdict {
        UNKNOWN,
        HEALTHY,
        UNHEALTHY
    }

    public enum ContainerPhase {
        PENDING,
        RUNNING,
        STOPPED
    }
}
