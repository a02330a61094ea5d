package dev.slipway.node.agent;

import dev.slipway.nodelink.ContainerPlan.HealthCheck;
import dev.slipway.nodelink.TaskReport.Health;
import dev.slipway.nodelink.TaskReport.Verdict;
import java.time.Instant;
import java.util.Optional;

/**
 * What a container's checks have come to, in its newest run.
 *
 * @param since when the verdict became so
 * @param passedOnce in this run or an earlier one: what others may have waited for has come
 * @param failures in a row that count
 * @param askedAt of a check that is under way; there is never more than one
 * @param checkedAt when the newest check was over
 */
record HealthLife(
        Verdict verdict,
        Instant since,
        boolean passedOnce,
        int failures,
        Optional<Instant> askedAt,
        Optional<Instant> checkedAt) {

    static final HealthLife UNKNOWN = known(Verdict.UNKNOWN, Instant.EPOCH, false);

    /** As it is taken up after a restart: what was under way is asked again, no failure counts. */
    static HealthLife known(Verdict verdict, Instant since, boolean passedOnce) {
        return new HealthLife(verdict, since, passedOnce, 0, Optional.empty(), Optional.empty());
    }

    /** A new run is judged anew. A check of the old one may still be under way. */
    HealthLife startedAgain(Instant at) {
        return new HealthLife(
                Verdict.UNKNOWN,
                verdict == Verdict.UNKNOWN ? since : at,
                passedOnce,
                0,
                askedAt,
                Optional.empty());
    }

    HealthLife asked(Instant at) {
        return new HealthLife(verdict, since, passedOnce, failures, Optional.of(at), checkedAt);
    }

    /** When the next check is due, while none is under way. */
    Instant dueAt(HealthCheck check, Instant startedAt) {
        return checkedAt.orElse(startedAt).plusSeconds(check.intervalSeconds());
    }

    /** The answer to a check of an earlier run, or of one that is over, tells nothing. */
    HealthLife unasked() {
        return new HealthLife(verdict, since, passedOnce, failures, Optional.empty(), checkedAt);
    }

    /**
     * One success makes it healthy; {@code retries} failures in a row make it unhealthy. In the
     * start period failures do not count, until a success ends it.
     */
    HealthLife answered(boolean passed, Instant at, HealthCheck check, Instant startedAt) {
        if (passed) {
            return judged(Verdict.HEALTHY, 0, at);
        }
        boolean starting =
                verdict == Verdict.UNKNOWN
                        && at.isBefore(startedAt.plusSeconds(check.startPeriodSeconds()));
        int counted = starting ? 0 : failures + 1;
        return judged(
                counted >= Math.max(1, check.retries()) ? Verdict.UNHEALTHY : verdict, counted, at);
    }

    private HealthLife judged(Verdict next, int counted, Instant at) {
        return new HealthLife(
                next,
                next == verdict ? since : at,
                passedOnce || next == Verdict.HEALTHY,
                counted,
                Optional.empty(),
                Optional.of(at));
    }

    Health report() {
        return new Health(verdict, since);
    }
}
