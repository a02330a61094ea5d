package dev.slipway.node.simulated;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How a simulated container behaves.
 *
 * <p>A task definition (or an override) sets it through the container's environment: {@code
 * SLIPWAY_SIMULATE_RUN_SECONDS} (then it ends by itself), {@code SLIPWAY_SIMULATE_EXIT_CODE},
 * {@code SLIPWAY_SIMULATE_PULL_SECONDS}, {@code SLIPWAY_SIMULATE_STOP_SECONDS}, {@code
 * SLIPWAY_SIMULATE_IGNORE_SIGTERM=true}, {@code SLIPWAY_SIMULATE_OUTPUT} (lines), {@code
 * SLIPWAY_SIMULATE_FAIL} (one of {@code network}, {@code pull}, {@code create}, {@code start}), and
 * {@code SLIPWAY_SIMULATE_OOM=true} (killed for memory when it ends).
 *
 * @param pull of an image that the node has not had before
 * @param runsFor from its start to its end by itself; empty: until it is stopped
 * @param exitCode when it ends by itself
 * @param endReason when it ends by itself, as ECS words it; empty for none
 * @param stopTakes from the stop signal to its end
 * @param ignoresStop only SIGKILL ends it
 * @param output lines that it writes when it starts
 * @param breakdown what fails on the way to its start
 */
public record Conduct(
        Duration pull,
        Duration create,
        Duration start,
        Optional<Duration> runsFor,
        int exitCode,
        String endReason,
        Duration stopTakes,
        boolean ignoresStop,
        List<String> output,
        Optional<Breakdown> breakdown) {
    public Conduct {
        output = List.copyOf(output);
    }

    /** About what a real node of this kind takes for a small cached image. */
    public static final Conduct USUAL =
            new Conduct(
                    Duration.ofMillis(20),
                    Duration.ofMillis(15),
                    Duration.ofMillis(5),
                    Optional.empty(),
                    0,
                    "",
                    Duration.ofMillis(10),
                    false,
                    List.of(),
                    Optional.empty());

    public enum Point {
        NETWORK,
        PULL,
        CREATE,
        START
    }

    /**
     * @param code as ECS names it, such as {@code CannotPullContainerError}
     */
    public record Breakdown(Point at, String code, String message) {}

    public Conduct pulling(Duration time) {
        return new Conduct(
                time,
                create,
                start,
                runsFor,
                exitCode,
                endReason,
                stopTakes,
                ignoresStop,
                output,
                breakdown);
    }

    /** Ends by itself. */
    public Conduct running(Duration time, int code) {
        return new Conduct(
                pull,
                create,
                start,
                Optional.of(time),
                code,
                endReason,
                stopTakes,
                ignoresStop,
                output,
                breakdown);
    }

    public Conduct exiting(int code) {
        return new Conduct(
                pull,
                create,
                start,
                runsFor,
                code,
                endReason,
                stopTakes,
                ignoresStop,
                output,
                breakdown);
    }

    public Conduct endingBecause(String reason) {
        return new Conduct(
                pull,
                create,
                start,
                runsFor,
                exitCode,
                reason,
                stopTakes,
                ignoresStop,
                output,
                breakdown);
    }

    public Conduct stoppingIn(Duration time) {
        return new Conduct(
                pull,
                create,
                start,
                runsFor,
                exitCode,
                endReason,
                time,
                ignoresStop,
                output,
                breakdown);
    }

    public Conduct ignoringStop() {
        return new Conduct(
                pull, create, start, runsFor, exitCode, endReason, stopTakes, true, output,
                breakdown);
    }

    public Conduct writing(List<String> lines) {
        return new Conduct(
                pull,
                create,
                start,
                runsFor,
                exitCode,
                endReason,
                stopTakes,
                ignoresStop,
                lines,
                breakdown);
    }

    public Conduct failing(Point at, String code, String message) {
        return new Conduct(
                pull,
                create,
                start,
                runsFor,
                exitCode,
                endReason,
                stopTakes,
                ignoresStop,
                output,
                Optional.of(new Breakdown(at, code, message)));
    }
}
