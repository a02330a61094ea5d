package dev.slipway.node.host;

import java.io.Serial;

/** A Linux call that was refused. */
public final class LinuxException extends RuntimeException {
    @Serial private static final long serialVersionUID = 1L;

    private final int errno;

    /**
     * @param call the call's name and, where it helps, what it was about
     * @param errno the kernel's error number, positive
     */
    public LinuxException(String call, int errno) {
        super(call + ": " + Errno.text(errno));
        this.errno = errno;
    }

    /** Whether what the call was about is not there. */
    public boolean isMissing() {
        return errno == Errno.ENOENT || errno == Errno.ESRCH || errno == Errno.ENODEV;
    }

    /** The kernel's words for the error number alone. */
    public String reason() {
        return Errno.text(errno);
    }

    public int errno() {
        return errno;
    }
}
