package dev.slipway.node.host;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Keeps a few things that were made before anybody asks for them. */
public final class Ahead<T> implements AutoCloseable {
    /** The launch that took one shall have the processors for itself. */
    private static final Duration REST = Duration.ofMillis(200);

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
    private boolean closed;

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

    /** Has as many made as are missing, after a rest, without waiting for them. */
    public void fill() {
        synchronized (this) {
            if (closed || filling) {
                return;
            }
            filling = true;
        }
        thread.later(REST, this::work);
    }

    private void work() {
        synchronized (this) {
            filling = false;
        }
        try {
            while (makeOne()) {
                // Those that were taken meanwhile are among the missing.
            }
        } catch (IOException | LinuxException e) {
            failed.accept(e);
        }
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
        return !closed && ready.size() < most;
    }

    private synchronized boolean keep(T one) {
        return !closed && ready.add(one);
    }

    /** Empty when none is ready. */
    public synchronized Optional<T> poll() {
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
