package dev.slipway.node.simulated;

import dev.slipway.node.agent.Happening;
import dev.slipway.node.agent.Remains;
import dev.slipway.node.agent.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/** A pretended container: it ends when its conduct says so or when it is stopped. */
final class SimulatedContainer {
    private static final int TERMINATED = 143;
    private static final int KILLED = 137;
    private static final int CRASHED = 139;

    private final String taskId;
    private final String name;
    private final Conduct conduct;
    private final Optional<SimulatedLog> log;
    private final Timeline timeline;
    private final Consumer<Happening> tell;

    private Optional<Instant> startedAt = Optional.empty();
    private Optional<Instant> finishedAt = Optional.empty();
    private OptionalInt exitCode = OptionalInt.empty();
    private String reason = "";
    private boolean stopping;
    private boolean vanished;

    SimulatedContainer(
            String taskId,
            String name,
            Conduct conduct,
            Optional<SimulatedLog> log,
            Timeline timeline,
            Consumer<Happening> tell) {
        this.taskId = taskId;
        this.name = name;
        this.conduct = conduct;
        this.log = log;
        this.timeline = timeline;
        this.tell = tell;
    }

    String name() {
        return name;
    }

    Conduct conduct() {
        return conduct;
    }

    boolean running() {
        return startedAt.isPresent() && finishedAt.isEmpty();
    }

    void start(Optional<Duration> crashAfter) {
        startedAt = Optional.of(timeline.now());
        tell.accept(new Happening.Started(taskId, name, timeline.now()));
        conduct.output().forEach(this::write);
        conduct.runsFor()
                .ifPresent(
                        time ->
                                timeline.after(
                                        time, () -> end(conduct.exitCode(), conduct.endReason())));
        crashAfter.ifPresent(time -> timeline.after(time, () -> end(CRASHED, "")));
    }

    void stop(Optional<Duration> takes) {
        if (running() && !stopping && !conduct.ignoresStop()) {
            stopping = true;
            timeline.after(takes.orElse(Duration.ZERO), () -> end(TERMINATED, ""));
        }
    }

    void kill() {
        timeline.soon(() -> end(KILLED, ""));
    }

    /** The machine lost its power: nothing is told. */
    void vanish() {
        vanished = true;
    }

    private void end(int code, String why) {
        if (!running() || vanished) {
            return;
        }
        finishedAt = Optional.of(timeline.now());
        exitCode = OptionalInt.of(code);
        reason = why;
        tell.accept(new Happening.Ended(taskId, name, exitCode, reason, timeline.now()));
    }

    private void write(String line) {
        log.ifPresent(to -> to.write(line));
    }

    void whenWritten(Runnable turn) {
        log.ifPresentOrElse(to -> to.whenWritten(turn), turn);
    }

    Remains.Container remains() {
        return new Remains.Container(name, startedAt, finishedAt, exitCode, reason);
    }
}
