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
    private int runs;
    private int checks;
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
        runs++;
        checks = 0;
        startedAt = Optional.of(timeline.now());
        tell.accept(new Happening.Started(taskId, name, timeline.now()));
        conduct.output().forEach(this::write);
        Conduct.Ending ending = conduct.ending();
        if (ending.runsFor().isPresent() && runs <= ending.times()) {
            endIn(ending.runsFor().get(), ending.exitCode(), ending.reason());
        }
        crashAfter.ifPresent(time -> endIn(time, CRASHED, ""));
    }

    void stop() {
        if (running() && !stopping && !conduct.stopping().ignored()) {
            stopping = true;
            endIn(conduct.stopping().takes(), TERMINATED, "");
        }
    }

    void kill() {
        endIn(Duration.ZERO, KILLED, "");
    }

    /** As if it had never run, but with its output; false while it runs. */
    boolean renew() {
        if (running()) {
            return false;
        }
        startedAt = Optional.empty();
        finishedAt = Optional.empty();
        exitCode = OptionalInt.empty();
        reason = "";
        return true;
    }

    /** What the next check comes to; one of a container that does not run fails. */
    Conduct.Check check() {
        return running() ? conduct.check(checks++) : Conduct.Check.FAIL;
    }

    private void endIn(Duration time, int code, String why) {
        int run = runs;
        timeline.after(
                time,
                () -> {
                    if (run == runs) {
                        end(code, why);
                    }
                });
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
