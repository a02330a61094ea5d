package dev.slipway.controlplane.ecs.task;

import java.time.Instant;
import java.util.Optional;

/**
 * What happens to a task.
 *
 * @param version rises with each change that a user can see, from 1
 * @param stopRequested desired status STOPPED; never taken back
 * @param stopCode of the first cause; absent until there is one
 * @param stoppedReason of the first cause, for people; empty until there is one
 */
public record Life(
        long version,
        TaskStatus lastStatus,
        boolean stopRequested,
        Optional<StopCode> stopCode,
        String stoppedReason,
        Instant createdAt,
        Optional<Instant> connectivityAt,
        Optional<Instant> pullStartedAt,
        Optional<Instant> pullStoppedAt,
        Optional<Instant> startedAt,
        Optional<Instant> stoppingAt,
        Optional<Instant> executionStoppedAt,
        Optional<Instant> stoppedAt) {

    /** Of a task that failed to start, when its node does not say why. */
    static final String FAILED_TO_START = "Task failed to start";

    static Life begun(Instant now) {
        return new Life(
                1,
                TaskStatus.PROVISIONING,
                false,
                Optional.empty(),
                "",
                now,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    public boolean stopped() {
        return lastStatus == TaskStatus.STOPPED;
    }

    /** The task is to stop; the first cause stays. */
    Life stopping(StopCode code, String reason) {
        return stopRequested ? this : withCause(code, reason);
    }

    private Life withCause(StopCode code, String reason) {
        return with(version, lastStatus, true, Optional.of(code), reason);
    }

    /**
     * A node says why the task did not start: that is better than what was guessed from a container
     * that ended, whichever was told first. A cause that is not a guess stays.
     */
    Life failedToStart(String reason) {
        boolean guessed =
                stopCode.filter(StopCode.ESSENTIAL_CONTAINER_EXITED::equals).isPresent()
                        || stoppedReason.equals(FAILED_TO_START);
        return stopRequested && !guessed ? this : withCause(StopCode.TASK_FAILED_TO_START, reason);
    }

    Life advanced(TaskStatus to) {
        return to(lastStatus.latest(to), version);
    }

    Life nextVersion() {
        return to(lastStatus, version + 1);
    }

    private Life to(TaskStatus status, long atVersion) {
        return with(atVersion, status, stopRequested, stopCode, stoppedReason);
    }

    private Life with(
            long atVersion,
            TaskStatus status,
            boolean requested,
            Optional<StopCode> code,
            String reason) {
        return new Life(
                atVersion,
                status,
                requested,
                code,
                reason,
                createdAt,
                connectivityAt,
                pullStartedAt,
                pullStoppedAt,
                startedAt,
                stoppingAt,
                executionStoppedAt,
                stoppedAt);
    }

    /** Takes in the times that are not yet set; a time that is set stays. */
    Life timed(
            Optional<Instant> connected,
            Optional<Instant> pullStarted,
            Optional<Instant> pullStopped,
            Optional<Instant> started,
            Optional<Instant> stopping,
            Optional<Instant> executionStopped,
            Optional<Instant> stopped) {
        return new Life(
                version,
                lastStatus,
                stopRequested,
                stopCode,
                stoppedReason,
                createdAt,
                connectivityAt.or(() -> connected),
                pullStartedAt.or(() -> pullStarted),
                pullStoppedAt.or(() -> pullStopped),
                startedAt.or(() -> started),
                stoppingAt.or(() -> stopping),
                executionStoppedAt.or(() -> executionStopped),
                stoppedAt.or(() -> stopped));
    }
}
