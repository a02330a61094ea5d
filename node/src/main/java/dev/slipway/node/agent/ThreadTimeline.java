package dev.slipway.node.agent;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Real time: turns on the one thread of a scheduled executor, work aside on another executor. */
public final class ThreadTimeline implements Timeline {
    private static final Logger LOG = LoggerFactory.getLogger(ThreadTimeline.class);

    private final ScheduledExecutorService turns;
    private final Executor aside;
    private final InstantSource clock;

    /**
     * @param turns with exactly one thread; the caller closes it after the agent
     * @param aside for work that blocks, such as one virtual thread per task
     */
    public ThreadTimeline(ScheduledExecutorService turns, Executor aside, InstantSource clock) {
        this.turns = turns;
        this.aside = aside;
        this.clock = clock;
    }

    @Override
    public Instant now() {
        return clock.instant();
    }

    @Override
    public void soon(Runnable turn) {
        try {
            turns.execute(() -> guarded(turn));
        } catch (RejectedExecutionException e) {
            LOG.debug("a turn after the end", e);
        }
    }

    @Override
    public void after(Duration delay, Runnable turn) {
        try {
            // The handle is not kept: a turn that is no longer needed finds so itself.
            var _ =
                    turns.schedule(
                            () -> guarded(turn),
                            Math.max(0, delay.toNanos()),
                            TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("a turn after the end", e);
        }
    }

    @Override
    public void aside(Runnable work) {
        try {
            aside.execute(() -> guarded(work));
        } catch (RejectedExecutionException e) {
            LOG.debug("work after the end", e);
        }
    }

    /** One task's trouble must not end the turns of the others. */
    private static void guarded(Runnable turn) {
        try {
            turn.run();
        } catch (RuntimeException e) {
            LOG.error("a turn failed", e);
        }
    }
}
