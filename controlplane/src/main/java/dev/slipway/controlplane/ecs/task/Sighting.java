package dev.slipway.controlplane.ecs.task;

import dev.slipway.nodelink.TaskReport;
import dev.slipway.nodelink.TaskReport.ContainerReport;
import dev.slipway.nodelink.TaskReport.Phase;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What a node's report makes of a task: pure, and a join (order and repetition do not matter). */
final class Sighting {
    private Sighting() {}

    static TaskContainer of(TaskContainer container, List<ContainerReport> reports) {
        for (ContainerReport report : reports) {
            if (report.name().equals(container.name())) {
                return container.seen(seen(report));
            }
        }
        return container;
    }

    private static TaskContainer.Seen seen(ContainerReport report) {
        return new TaskContainer.Seen(
                switch (report.phase()) {
                    case PENDING -> TaskContainer.Status.PENDING;
                    case RUNNING -> TaskContainer.Status.RUNNING;
                    case STOPPED -> TaskContainer.Status.STOPPED;
                },
                report.imageDigest(),
                report.runtimeId(),
                report.exitCode(),
                report.reason(),
                report.restarts(),
                new TaskContainer.Health(
                        switch (report.health().verdict()) {
                            case UNKNOWN -> TaskContainer.HealthStatus.UNKNOWN;
                            case HEALTHY -> TaskContainer.HealthStatus.HEALTHY;
                            case UNHEALTHY -> TaskContainer.HealthStatus.UNHEALTHY;
                        },
                        report.health().since()));
    }

    static Life of(Life life, List<TaskContainer> containers, TaskReport report, Instant now) {
        TaskStatus status = status(report.phase());
        boolean ending = !status.before(TaskStatus.STOPPING);
        Life next = ending ? cause(life, containers, report) : life;
        Optional<Instant> stoppingAt =
                ending
                        ? report.stoppedAt().filter(now::isAfter).or(() -> Optional.of(now))
                        : Optional.empty();
        boolean over = status == TaskStatus.STOPPED;
        return next.advanced(status)
                .timed(
                        report.connectivityAt(),
                        report.pullStartedAt(),
                        report.pullStoppedAt(),
                        report.startedAt(),
                        stoppingAt,
                        report.executionStoppedAt(),
                        over ? report.stoppedAt().or(() -> Optional.of(now)) : Optional.empty());
    }

    private static TaskStatus status(Phase phase) {
        return switch (phase) {
            case PREPARING -> TaskStatus.PENDING;
            case RUNNING -> TaskStatus.RUNNING;
            case STOPPING -> TaskStatus.STOPPING;
            case DEPROVISIONING -> TaskStatus.DEPROVISIONING;
            case STOPPED -> TaskStatus.STOPPED;
        };
    }

    /** Why a task ends that nobody asked to end. */
    private static Life cause(Life life, List<TaskContainer> containers, TaskReport report) {
        if (report.failure().isPresent()) {
            TaskReport.StartFailure failure = report.failure().get();
            return life.failedToStart(failure.code() + ": " + failure.message());
        }
        boolean started = life.startedAt().isPresent() || report.startedAt().isPresent();
        boolean exited =
                containers.stream()
                        .anyMatch(
                                c ->
                                        c.essential()
                                                && c.status() == TaskContainer.Status.STOPPED
                                                && c.exitCode().isPresent());
        if (started || exited) {
            return life.stopping(
                    StopCode.ESSENTIAL_CONTAINER_EXITED, "Essential container in task exited");
        }
        return life.stopping(StopCode.TASK_FAILED_TO_START, Life.FAILED_TO_START);
    }

    static Attachment.Status attachment(Life life) {
        return switch (life.lastStatus()) {
            case PROVISIONING -> Attachment.Status.PRECREATED;
            case PENDING, ACTIVATING, RUNNING, DEACTIVATING, STOPPING ->
                    life.connectivityAt().isPresent()
                            ? Attachment.Status.ATTACHED
                            : Attachment.Status.ATTACHING;
            case DEPROVISIONING -> Attachment.Status.DETACHING;
            case STOPPED -> Attachment.Status.DELETED;
        };
    }
}
