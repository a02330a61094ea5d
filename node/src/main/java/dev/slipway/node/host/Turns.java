package dev.slipway.node.host;

import java.util.concurrent.Semaphore;

/**
 * Lets a few do a thing at a time; the others wait in the order in which they came. For work that
 * starts many processes: done a hundred times at once, each takes the processors from the others,
 * and the first is ready when the last is.
 */
public final class Turns {
    private final Semaphore places;

    /**
     * @param atOnce how many at most
     */
    public Turns(int atOnce) {
        places = new Semaphore(atOnce, true);
    }

    /** That many for each processor that we may use. */
    public static Turns forEachProcessor(int atOnce) {
        return new Turns(atOnce * Runtime.getRuntime().availableProcessors());
    }

    /** Held by whoever is in turn; closing it lets the next one in. */
    @FunctionalInterface
    public interface Turn extends AutoCloseable {
        @Override
        void close();
    }

    /** Waits for one, also when interrupted meanwhile. */
    public Turn take() {
        places.acquireUninterruptibly();
        return places::release;
    }
}
