package dev.slipway.node.host;

import dev.slipway.node.host.SystemCalls.Call;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Consumer;

/** One thread that sleeps until a watched process ends. */
public final class ExitWatch implements AutoCloseable {
    private static final int POLLFD = 8;
    private static final short POLLIN = 1;
    private static final long EFD_CLOEXEC_NONBLOCK = 02000000 | 04000;

    private final int wake;
    private final Thread thread;

    /** By descriptor; guarded by this. */
    private final Map<Integer, Watched> watched = new LinkedHashMap<>();

    private boolean closed;

    private record Watched(ProcessFd process, Consumer<OptionalInt> ended) {}

    public ExitWatch() {
        wake = (int) SystemCalls.call(Call.EVENTFD2, "", 0, EFD_CLOEXEC_NONBLOCK);
        thread = Thread.ofPlatform().name("slipway-exits").daemon().start(this::serve);
    }

    /**
     * Calls back once when the process has ended, on the watch's own thread, with the exit code if
     * it was our child. The descriptor is the watch's from now on: it closes it before the call.
     */
    public void add(ProcessFd process, Consumer<OptionalInt> ended) {
        synchronized (this) {
            watched.put(process.fd(), new Watched(process, ended));
        }
        wake();
    }

    private void wake() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment one = arena.allocateFrom(ValueLayout.JAVA_LONG, 1);
            SystemCalls.raw(Call.WRITE, wake, one.address(), 8);
        }
    }

    private synchronized int[] descriptors() {
        return watched.keySet().stream().mapToInt(Integer::intValue).toArray();
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    private void serve() {
        while (!isClosed()) {
            int[] fds = descriptors();
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment polled = arena.allocate((fds.length + 1L) * POLLFD, 8);
                for (int i = 0; i <= fds.length; i++) {
                    polled.set(ValueLayout.JAVA_INT, (long) i * POLLFD, i == 0 ? wake : fds[i - 1]);
                    polled.set(ValueLayout.JAVA_SHORT, (long) i * POLLFD + 4, POLLIN);
                }
                SystemCalls.raw(Call.PPOLL, polled.address(), fds.length + 1L, 0, 0, 8);
                if (polled.get(ValueLayout.JAVA_SHORT, 6) != 0) {
                    SystemCalls.raw(Call.READ, wake, arena.allocate(8).address(), 8);
                }
                for (int i = 1; i <= fds.length; i++) {
                    if (polled.get(ValueLayout.JAVA_SHORT, (long) i * POLLFD + 6) != 0) {
                        end(fds[i - 1]);
                    }
                }
            }
        }
        SystemCalls.closeQuietly(wake);
    }

    private void end(int fd) {
        Watched one;
        synchronized (this) {
            one = watched.remove(fd);
        }
        if (one == null) {
            return;
        }
        OptionalInt code = Spawner.reap(one.process().pid());
        one.process().close();
        try {
            one.ended().accept(code);
        } catch (RuntimeException e) {
            org.slf4j.LoggerFactory.getLogger(ExitWatch.class)
                    .error("what follows the end of process {} failed", one.process().pid(), e);
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        wake();
        try {
            thread.join(1000);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
