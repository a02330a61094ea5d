package dev.slipway.controlplane.fleet;

import dev.slipway.nodelink.TaskReport;
import dev.slipway.nodelink.TaskReport.ContainerPhase;
import dev.slipway.nodelink.TaskReport.ContainerReport;
import dev.slipway.nodelink.TaskReport.Phase;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Reports as a node would make them. */
public final class Sights {
    private Sights() {}

    public static TaskReport preparing(String id, Instant at) {
        return report(id, Phase.PREPARING, at, false, Optional.empty(), ContainerPhase.PENDING);
    }

    public static TaskReport running(String id, Instant at) {
        return report(id, Phase.RUNNING, at, true, Optional.empty(), ContainerPhase.RUNNING);
    }

    public static TaskReport stopping(String id, Instant at) {
        return report(id, Phase.STOPPING, at, true, Optional.empty(), ContainerPhase.STOPPED);
    }

    public static TaskReport stopped(String id, Instant at) {
        return report(id, Phase.STOPPED, at, true, Optional.empty(), ContainerPhase.STOPPED);
    }

    public static TaskReport failed(String id, Instant at, String code, String message) {
        return report(
                id,
                Phase.STOPPED,
                at,
                false,
                Optional.of(new TaskReport.StartFailure(code, message)),
                ContainerPhase.PENDING);
    }

    /** A task that was stopped before anything of it started. */
    public static TaskReport neverStarted(String id, Instant at) {
        return report(id, Phase.STOPPED, at, false, Optional.empty(), ContainerPhase.PENDING);
    }

    private static TaskReport report(
            String id,
            Phase phase,
            Instant at,
            boolean started,
            Optional<TaskReport.StartFailure> failure,
            ContainerPhase container) {
        boolean over = phase == Phase.STOPPED;
        boolean ended = container == ContainerPhase.STOPPED;
        Optional<Instant> time = Optional.of(at);
        Optional<Instant> whenStarted = started ? time : Optional.empty();
        return new TaskReport(
                id,
                phase,
                time,
                time,
                whenStarted,
                whenStarted,
                ended ? time : Optional.empty(),
                over ? time : Optional.empty(),
                failure,
                List.of(
                        new ContainerReport(
                                "app",
                                id + "-0123456789",
                                container,
                                started ? "sha256:abc" : "",
                                ended ? OptionalInt.of(3) : OptionalInt.empty(),
                                "",
                                TaskReport.Health.UNKNOWN,
                                0,
                                whenStarted,
                                ended ? time : Optional.empty())));
    }
}
