package dev.slipway.node.simulated;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How a simulated container behaves.
 *
 * <p>A task definition (or an override) sets it through the container's environment: {@code
 * SLIPWAY_SIMULATE_RUN_SECONDS} (then it ends by itself), {@code SLIPWAY_SIMULATE_EXIT_CODE},
 * {@code SLIPWAY_SIMULATE_ENDS} (only so many of its runs end by themselves), {@code
 * SLIPWAY_SIMULATE_PULL_SECONDS}, {@code SLIPWAY_SIMULATE_STOP_SECONDS}, {@code
 * SLIPWAY_SIMULATE_IGNORE_SIGTERM=true}, {@code SLIPWAY_SIMULATE_OUTPUT} (lines), {@code
 * SLIPWAY_SIMULATE_FAIL} (one of {@code network}, {@code pull}, {@code create}, {@code start},
 * {@code renew}), {@code SLIPWAY_SIMULATE_OOM=true} (killed for memory when it ends), and {@code
 * SLIPWAY_SIMULATE_HEALTH} (what its checks come to in each run, such as {@code fail,hang,pass};
 * the last goes on).
 *
 * @param checks what comes of the checks of a run, in order; the last goes on. Empty: they pass
 * @param output lines that it writes when it starts
 * @param breakdown what fails on the way to its start
 */
public record Conduct(
        Launch launch,
        Ending ending,
        Stopping stopping,
        List<Check> checks,
        List<String> output,
        Optional<Breakdown> breakdown) {
    public Conduct {
        checks = List.copyOf(checks);
        output = List.copyOf(output);
    }

    /**
     * How long its start takes.
     *
     * @param pull of an image that the node has not had before
     */
    public record Launch(Duration pull, Duration create, Duration start) {}

    /**
     * How it ends by itself.
     *
     * @param runsFor from its start; empty: until it is stopped
     * @param times that many of its runs end so; those after them run until they are stopped
     * @param reason as ECS words it; empty for none
     */
    public record Ending(Optional<Duration> runsFor, int times, int exitCode, String reason) {}

    /**
     * How it ends when it is stopped.
     *
     * @param takes from the stop signal to its end
     * @param ignored only SIGKILL ends it
     */
    public record Stopping(Duration takes, boolean ignored) {}

    /** What comes of a health check. */
    public enum Check {
        PASS,
        FAIL,
        /** It does not end by itself. */
        HANG
    }

    /** About what a real node of this kind takes for a small cached image. */
    public static final Conduct USUAL =
            new Conduct(
                    new Launch(Duration.ofMillis(20), Duration.ofMillis(15), Duration.ofMillis(5)),
                    new Ending(Optional.empty(), Integer.MAX_VALUE, 0, ""),
                    new Stopping(Duration.ofMillis(10), false),
                    List.of(),
                    List.of(),
                    Optional.empty());

    public enum Point {
        NETWORK,
        PULL,
        CREATE,
        START,
        RENEW
    }

    /**
     * @param code as ECS names it, such as {@code CannotPullContainerError}
     */
    public record Breakdown(Point at, String code, String message) {}

    public Conduct pulling(Duration time) {
        return with(new Launch(time, launch.create(), launch.start()));
    }

    /** Ends by itself. */
    public Conduct running(Duration time, int code) {
        return with(new Ending(Optional.of(time), ending.times(), code, ending.reason()));
    }

    public Conduct exiting(int code) {
        return with(new Ending(ending.runsFor(), ending.times(), code, ending.reason()));
    }

    public Conduct endingBecause(String reason) {
        return with(new Ending(ending.runsFor(), ending.times(), ending.exitCode(), reason));
    }

    /** Only that many of its runs end by themselves. */
    public Conduct endingTimes(int times) {
        return with(new Ending(ending.runsFor(), times, ending.exitCode(), ending.reason()));
    }

    public Conduct stoppingIn(Duration time) {
        return with(new Stopping(time, stopping.ignored()));
    }

    public Conduct ignoringStop() {
        return with(new Stopping(stopping.takes(), true));
    }

    public Conduct checked(List<Check> next) {
        return new Conduct(launch, ending, stopping, next, output, breakdown);
    }

    public Conduct writing(List<String> lines) {
        return new Conduct(launch, ending, stopping, checks, lines, breakdown);
    }

    public Conduct failing(Point at, String code, String message) {
        return new Conduct(
                launch,
                ending,
                stopping,
                checks,
                output,
                Optional.of(new Breakdown(at, code, message)));
    }

    private Conduct with(Launch next) {
        return new Conduct(next, ending, stopping, checks, output, breakdown);
    }

    private Conduct with(Ending next) {
        return new Conduct(launch, next, stopping, checks, output, breakdown);
    }

    private Conduct with(Stopping next) {
        return new Conduct(launch, ending, next, checks, output, breakdown);
    }

    /** What the n-th check of a run comes to, counted from 0. */
    Check check(int number) {
        return checks.isEmpty() ? Check.PASS : checks.get(Math.min(number, checks.size() - 1));
    }
}
