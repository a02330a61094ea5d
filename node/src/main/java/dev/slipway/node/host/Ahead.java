package dev.slipway.node.host;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Keeps a stock of things that were made before anybody asks for them.
 *
 * <p>Those that were taken are made again once none has been taken for a while: a burst of launches
 * shall have the processors for itself. Where launches never end, that is not waited for.
 */
public final class Ahead<T> implements AutoCloseable {
    private static final Duration REST = Duration.ofMillis(200);

    /** The server that opens this has to get ready before. */
    private static final Duration FIRST_REST = Duration.ofMillis(700);

    private static final int MOST_RESTS = 10;

    /** What a processor launches in half a second; a launch's share of it is 0.6 MiB. */
    private static final int PER_PROCESSOR = 24;

    private static final int MOST = 64;

    private final CallThread thread;
    private final int most;
    private final Maker<T> maker;
    private final Consumer<T> end;
    private final Consumer<Exception> failed;

    /** Held while one is made. */
    private final Object making = new Object();

    // Guarded by this.
    private final Deque<T> ready = new ArrayDeque<>();
    private boolean filling;
    private boolean begun;
    private boolean closed;
    private long takes;

    /** Takes before the last rest began. */
    private long seen;

    /** In which some were taken, since it was asked to fill. */
    private int rests;

    /** Makes one; what it leaves when it fails is its own business. */
    @FunctionalInterface
    public interface Maker<T> {
        T make() throws IOException;
    }

    /**
     * @param thread where they are made
     * @param most that many are kept
     * @param end takes one away that nobody wants any more
     * @param failed told when one could not be made; no more are tried until {@link #fill}
     */
    public Ahead(
            CallThread thread,
            int most,
            Maker<T> maker,
            Consumer<T> end,
            Consumer<Exception> failed) {
        this.thread = thread;
        this.most = most;
        this.maker = maker;
        this.end = end;
        this.failed = failed;
    }

    /** How many of a kind this machine keeps, of what each launch takes one. */
    public static int stock() {
        return Math.min(MOST, PER_PROCESSOR * Runtime.getRuntime().availableProcessors());
    }

    /** Has as many made as are missing, after a rest, without waiting for them. */
    public void fill() {
        Duration rest;
        synchronized (this) {
            if (closed || filling || ready.size() >= most) {
                return;
            }
            filling = true;
            seen = takes;
            rests = 0;
            rest = begun ? REST : FIRST_REST;
            begun = true;
        }
        thread.later(rest, this::work);
    }

    private void work() {
        try {
            while (due()) {
                if (!makeOne()) {
                    return;
                }
            }
            thread.later(REST, this::work);
        } catch (IOException | RuntimeException e) {
            giveUp();
            failed.accept(e);
        } catch (Error e) {
            giveUp();
            throw e;
        }
    }

    private synchronized void giveUp() {
        filling = false;
    }

    private synchronized boolean due() {
        if (takes == seen || rests == MOST_RESTS) {
            return true;
        }
        seen = takes;
        rests++;
        return false;
    }

    private boolean makeOne() throws IOException {
        synchronized (making) {
            if (!wanted()) {
                return false;
            }
            T one = maker.make();
            if (!keep(one)) {
                end.accept(one);
            }
            return true;
        }
    }

    private synchronized boolean wanted() {
        filling = !closed && ready.size() < most;
        return filling;
    }

    private synchronized boolean keep(T one) {
        return !closed && ready.add(one);
    }

    /** Empty when none is ready. */
    public synchronized Optional<T> poll() {
        takes++;
        return Optional.ofNullable(ready.poll());
    }

    /** How many are ready. */
    public synchronized int size() {
        return ready.size();
    }

    /** Ends what is ready, and waits for the one that is being made, which is ended, too. */
    @Override
    public void close() {
        List<T> rest;
        synchronized (this) {
            closed = true;
            rest = List.copyOf(ready);
            ready.clear();
        }
        synchronized (making) {
            rest.forEach(end);
        }
    }
}
