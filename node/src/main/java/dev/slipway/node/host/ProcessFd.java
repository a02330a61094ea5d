package dev.slipway.node.host;

import dev.slipway.node.host.SystemCalls.Call;
import java.util.Optional;

/**
 * A process, and never another one that got its number later.
 *
 * <p>Closing it lets go of the process, it does nothing to it.
 */
public final class ProcessFd implements AutoCloseable {
    private final long pid;
    private final int fd;
    private boolean closed;

    private ProcessFd(long pid, int fd) {
        this.pid = pid;
        this.fd = fd;
    }

    /**
     * Empty when there is no such process. Whether it is the right one, the caller must check
     * after.
     */
    public static Optional<ProcessFd> open(long pid) {
        long fd = SystemCalls.raw(Call.PIDFD_OPEN, pid, 0);
        if (fd == -Errno.ESRCH || fd == -Errno.EINVAL) {
            return Optional.empty();
        }
        if (fd < 0) {
            throw new LinuxException("pidfd_open " + pid, (int) -fd);
        }
        return Optional.of(new ProcessFd(pid, (int) fd));
    }

    public long pid() {
        return pid;
    }

    int fd() {
        return fd;
    }

    /**
     * @return false when it has ended
     */
    public synchronized boolean signal(int number) {
        if (closed) {
            return false;
        }
        long result = SystemCalls.raw(Call.PIDFD_SEND_SIGNAL, fd, number, 0, 0);
        if (result < 0 && result != -Errno.ESRCH) {
            throw new LinuxException("signal " + number + " to " + pid, (int) -result);
        }
        return result == 0;
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            SystemCalls.closeQuietly(fd);
        }
    }
}
