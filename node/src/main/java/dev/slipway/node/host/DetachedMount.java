package dev.slipway.node.host;

import dev.slipway.node.host.SystemCalls.Call;
import java.lang.foreign.Arena;
import java.nio.file.Path;

/**
 * A file system that is mounted nowhere yet: showing it at a place costs nothing any more. It is
 * gone when it is closed, or when this process ends, before that.
 */
public final class DetachedMount implements AutoCloseable {
    private static final long AT_FDCWD = -100;
    private static final long CLOEXEC = 1;
    private static final long SET_FLAG = 0;
    private static final long SET_STRING = 1;
    private static final long CREATE = 6;
    private static final long NO_ACCESS_TIMES = 0x10;
    private static final long FROM_DESCRIPTOR = 4;

    private final int fd;

    private DetachedMount(int fd) {
        this.fd = fd;
    }

    /**
     * An ext4 for data that is not kept.
     *
     * @throws LinuxException when this machine cannot do that
     */
    public static DetachedMount ext4(Path device) {
        try (Arena arena = Arena.ofConfined()) {
            String about = "ext4 of " + device;
            long context =
                    SystemCalls.call(
                            Call.FSOPEN, about, arena.allocateFrom("ext4").address(), CLOEXEC);
            try {
                SystemCalls.call(
                        Call.FSCONFIG,
                        about,
                        context,
                        SET_STRING,
                        arena.allocateFrom("source").address(),
                        arena.allocateFrom(device.toString()).address(),
                        0);
                SystemCalls.call(
                        Call.FSCONFIG,
                        about,
                        context,
                        SET_FLAG,
                        arena.allocateFrom("noinit_itable").address(),
                        0,
                        0);
                SystemCalls.call(Call.FSCONFIG, about, context, CREATE, 0, 0, 0);
                return new DetachedMount(
                        (int)
                                SystemCalls.call(
                                        Call.FSMOUNT, about, context, CLOEXEC, NO_ACCESS_TIMES));
            } finally {
                SystemCalls.closeQuietly((int) context);
            }
        }
    }

    /** Its topmost folder, for this process. */
    public Path root() {
        return Path.of("/proc/self/fd/" + fd);
    }

    /** Shows it at a folder, where it stays when this is closed. */
    public void attach(Path target) {
        try (Arena arena = Arena.ofConfined()) {
            SystemCalls.call(
                    Call.MOVE_MOUNT,
                    "to " + target,
                    fd,
                    arena.allocateFrom("").address(),
                    AT_FDCWD,
                    arena.allocateFrom(target.toString()).address(),
                    FROM_DESCRIPTOR);
        }
    }

    @Override
    public void close() {
        SystemCalls.closeQuietly(fd);
    }
}
