package dev.slipway.node.agent;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A container's starts and ends.
 *
 * @param restarts starts after the first
 * @param startedAt of the newest start
 * @param finishedAt of the newest end
 * @param exitCode of the newest end
 * @param reason as ECS words it; empty for none
 */
record Course(
        Run run,
        int restarts,
        Optional<Instant> firstStartedAt,
        Optional<Instant> startedAt,
        Optional<Instant> finishedAt,
        OptionalInt exitCode,
        String reason) {

    enum Run {
        /** To be started, for the first time or again. */
        NEW,
        STARTING,
        RUNNING,
        /** It has ended and must be renewed, to be started again. */
        AGAIN,
        /** For good; or it will never start. */
        ENDED
    }

    static final Course NEW =
            new Course(
                    Run.NEW,
                    0,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    OptionalInt.empty(),
                    "");

    boolean is(Run other) {
        return run == other;
    }

    boolean alive() {
        return run == Run.STARTING || run == Run.RUNNING;
    }

    boolean hasStarted() {
        return startedAt.isPresent();
    }

    /** That long it ran in its newest run. */
    Duration ranUntil(Instant at) {
        return startedAt.map(s -> Duration.between(s, at)).orElse(Duration.ZERO);
    }

    Course to(Run next) {
        return new Course(next, restarts, firstStartedAt, startedAt, finishedAt, exitCode, reason);
    }

    Course because(String why) {
        return new Course(run, restarts, firstStartedAt, startedAt, finishedAt, exitCode, why);
    }

    /** An end that was told before the start was is not undone by it. */
    Course started(Instant at) {
        if (run == Run.ENDED) {
            Instant known = startedAt.filter(s -> s.isBefore(at)).orElse(at);
            return new Course(
                    run,
                    restarts,
                    Optional.of(firstStartedAt.filter(s -> s.isBefore(known)).orElse(known)),
                    Optional.of(known),
                    finishedAt,
                    exitCode,
                    reason);
        }
        return new Course(
                Run.RUNNING,
                hasStarted() ? restarts + 1 : 0,
                Optional.of(firstStartedAt.orElse(at)),
                Optional.of(at),
                Optional.empty(),
                OptionalInt.empty(),
                "");
    }

    /** The end of the newest run, which is counted even if its start was not told yet. */
    Course ended(OptionalInt code, String why, Instant at, Run next) {
        boolean untold = run != Run.RUNNING;
        return new Course(
                next,
                untold && hasStarted() ? restarts + 1 : restarts,
                Optional.of(firstStartedAt.orElse(at)),
                Optional.of(untold ? at : startedAt.orElse(at)),
                Optional.of(at),
                code,
                why.isEmpty() ? reason : why);
    }

    /** Whatever was to come does not come any more; how it ended stays. */
    Course over(String why) {
        return to(Run.ENDED).because(why.isEmpty() ? reason : why);
    }
}
