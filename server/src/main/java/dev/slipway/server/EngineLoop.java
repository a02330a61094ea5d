package dev.slipway.server;

import dev.slipway.controlplane.reconcile.Engine;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread that steps an engine: at once when it is woken, else exactly when it is next due. */
public final class EngineLoop implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EngineLoop.class);

    /** Wall clocks are set back and forth: no sleep may trust one for long. */
    private static final Duration LONGEST_SLEEP = Duration.ofSeconds(10);

    private final Engine engine;
    private final InstantSource clock;
    private final Thread thread;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private boolean woken;
    private boolean closed;

    /**
     * @param threads gives the one thread, which is started at once
     */
    public EngineLoop(Engine engine, InstantSource clock, ThreadFactory threads) {
        this.engine = engine;
        this.clock = clock;
        this.thread = threads.newThread(this::run);
        engine.onWake(this::wake);
        thread.start();
    }

    private void wake() {
        lock.lock();
        try {
            woken = true;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        while (awaitTurn()) {
            try {
                engine.step(clock.instant());
            } catch (RuntimeException e) {
                LOG.error("a step of the engine failed; the next one makes good for it", e);
            }
        }
    }

    /** False when closed. */
    private boolean awaitTurn() {
        lock.lock();
        try {
            while (!closed && !woken) {
                Instant now = clock.instant();
                Instant due = engine.nextDueAt();
                if (!due.isAfter(now)) {
                    break;
                }
                Instant latest = now.plus(LONGEST_SLEEP);
                Duration sleep = due.isBefore(latest) ? Duration.between(now, due) : LONGEST_SLEEP;
                changed.await(sleep.toNanos(), TimeUnit.NANOSECONDS);
            }
            woken = false;
            return !closed;
        } catch (InterruptedException e) {
            return false;
        } finally {
            lock.unlock();
        }
    }

    /** Looks that were started may still be at work on the engine's executor: close that next. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signal();
        } finally {
            lock.unlock();
        }
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
