package dev.slipway.node.netlink;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A few network namespaces made ahead: making one costs milliseconds that a launch would wait for.
 * They have no name yet, a descriptor of ours holds each, so that the end of the process is theirs.
 * Callable from many threads.
 */
public final class BlankNamespaces implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BlankNamespaces.class);

    private final int most;
    private final Duration rest;
    private final Runnable equip;
    private final int home;
    private final ScheduledExecutorService thread;

    // Guarded by itself.
    private final ArrayDeque<Integer> ready = new ArrayDeque<>();
    private boolean refilling;
    private boolean closed;

    /**
     * @param most that many are kept
     * @param rest made again that long after one was taken, so that the launch that took it has the
     *     processors for itself
     * @param equip done inside each
     */
    public BlankNamespaces(int most, Duration rest, Runnable equip) {
        this.most = most;
        this.rest = rest;
        this.equip = equip;
        home = NetworkCalls.open("/proc/self/ns/net", NetworkCalls.O_RDONLY_CLOEXEC);
        thread =
                Executors.newSingleThreadScheduledExecutor(
                        Thread.ofPlatform().daemon().name("blank-namespaces").factory());
        refill();
    }

    /**
     * Gives one a name and away.
     *
     * @param file where nothing is mounted
     * @return false when none was ready; nothing happened then
     */
    public boolean name(Path file) {
        Optional<Integer> blank = take();
        refill();
        blank.ifPresent(
                fd -> {
                    try {
                        NetworkNamespaces.bind("/proc/self/fd/" + fd, file);
                    } finally {
                        NetworkCalls.close(fd);
                    }
                });
        return blank.isPresent();
    }

    private Optional<Integer> take() {
        synchronized (ready) {
            return Optional.ofNullable(ready.poll());
        }
    }

    private void refill() {
        synchronized (ready) {
            if (refilling || closed || ready.size() >= most) {
                return;
            }
            refilling = true;
        }
        try {
            var _ = thread.schedule(this::fill, rest.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException _) {
            // Closed meanwhile.
        }
    }

    private void fill() {
        try {
            while (wanted()) {
                int fd = make();
                synchronized (ready) {
                    if (closed) {
                        NetworkCalls.close(fd);
                        return;
                    }
                    ready.add(fd);
                }
            }
        } catch (RuntimeException e) {
            // Then launches make their own, and tell what is wrong.
            LOG.warn("network namespaces cannot be made ahead", e);
            synchronized (ready) {
                refilling = false;
            }
        }
    }

    private boolean wanted() {
        synchronized (ready) {
            refilling = !closed && ready.size() < most;
            return refilling;
        }
    }

    private int make() {
        NetworkCalls.unshareNetwork();
        try {
            equip.run();
            return NetworkCalls.open("/proc/thread-self/ns/net", NetworkCalls.O_RDONLY_CLOEXEC);
        } finally {
            NetworkCalls.setns(home);
        }
    }

    /** How many are ready. */
    public int ready() {
        synchronized (ready) {
            return ready.size();
        }
    }

    @Override
    public void close() {
        synchronized (ready) {
            closed = true;
        }
        thread.shutdownNow();
        thread.close();
        synchronized (ready) {
            ready.forEach(NetworkCalls::close);
            ready.clear();
        }
        NetworkCalls.close(home);
    }
}
