package dev.slipway.node.host;

import dev.slipway.node.host.SystemCalls.Call;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file as a block device. The kernel lets go of the file when nobody has the device open or
 * mounted any more, so nothing has to be undone after a crash.
 */
public final class LoopDevice implements AutoCloseable {
    private static final long AT_FDCWD = -100;
    private static final long READ_WRITE_CLOEXEC = 02 | 02000000;
    private static final int CONTROL_GET_FREE = 0x4C82;
    private static final int CONFIGURE = 0x4C0A;
    private static final int CONFIG_SIZE = 304;
    private static final int CONFIG_FLAGS = 60;
    private static final int AUTOCLEAR = 4;
    private static final int ATTEMPTS = 200;
    private static final int BLOCK_DEVICE = 0060660;
    private static final int MAJOR = 7;

    private final Path path;
    private final int fd;

    private LoopDevice(Path path, int fd) {
        this.path = path;
        this.fd = fd;
    }

    /**
     * Attaches a file to a free device. The file may be deleted then.
     *
     * @throws LinuxException when this machine has no loop devices for us
     */
    public static LoopDevice attach(Path file) throws IOException {
        int backing = open(file);
        try {
            int control = open(Path.of("/dev/loop-control"));
            try {
                for (int attempt = 0; ; attempt++) {
                    long number = ioctl(control, CONTROL_GET_FREE, 0);
                    if (number < 0) {
                        throw new LinuxException("a free loop device", (int) -number);
                    }
                    Path path = node((int) number);
                    int fd = open(path);
                    long result = configure(fd, backing);
                    if (result == 0) {
                        return new LoopDevice(path, fd);
                    }
                    SystemCalls.closeQuietly(fd);
                    // Someone else was given the same one.
                    if (result != -Errno.EBUSY || attempt >= ATTEMPTS) {
                        throw new LinuxException("loop device " + path, (int) -result);
                    }
                }
            } finally {
                SystemCalls.closeQuietly(control);
            }
        } finally {
            SystemCalls.closeQuietly(backing);
        }
    }

    private static Path node(int number) throws IOException {
        Path path = Path.of("/dev/loop" + number);
        if (!Files.exists(path)) {
            FileNodes.makeNode(path, BLOCK_DEVICE, MAJOR, number);
        }
        return path;
    }

    private static long configure(int fd, int backing) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment config = arena.allocate(CONFIG_SIZE, 8);
            config.set(ValueLayout.JAVA_INT, 0, backing);
            config.set(ValueLayout.JAVA_INT, CONFIG_FLAGS, AUTOCLEAR);
            return ioctl(fd, CONFIGURE, config.address());
        }
    }

    private static long ioctl(int fd, int request, long argument) {
        return SystemCalls.raw(Call.IOCTL, fd, request, argument);
    }

    private static int open(Path path) {
        try (Arena arena = Arena.ofConfined()) {
            return (int)
                    SystemCalls.call(
                            Call.OPENAT,
                            path.toString(),
                            AT_FDCWD,
                            arena.allocateFrom(path.toString()).address(),
                            READ_WRITE_CLOEXEC);
        }
    }

    public Path path() {
        return path;
    }

    /** Lets go of it; a mount keeps it. */
    @Override
    public void close() {
        SystemCalls.closeQuietly(fd);
    }
}
