package dev.slipway.node.host;

import dev.slipway.node.host.SystemCalls.Call;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** What Java's own file API cannot do to a file. Nothing here follows a symbolic link. */
public final class FileNodes {
    private static final long AT_FDCWD = -100;
    private static final long NO_FOLLOW = 0x100;
    private static final long WRITE_NONBLOCK_CLOEXEC = 01 | 04000 | 02000000;

    private static final long READ_CLOEXEC = 02000000;
    private static final long GET_FLAGS = 0x80086601L;
    private static final long SET_FLAGS = 0x40086602L;
    private static final int TOP_OF_HIERARCHIES = 0x20000;

    private FileNodes() {}

    /**
     * Makes a device node, FIFO or socket.
     *
     * @param mode type and permission bits as in {@code stat}
     */
    public static void makeNode(Path path, int mode, int major, int minor) {
        long device = device(major, minor);
        try (Arena arena = Arena.ofConfined()) {
            SystemCalls.call(
                    Call.MKNODAT, path.toString(), AT_FDCWD, text(arena, path), mode, device);
        }
    }

    static long device(int major, int minor) {
        return (minor & 0xffL)
                | ((long) major & 0xfff) << 8
                | ((long) minor & ~0xff) << 12
                | ((long) major & ~0xfff) << 32;
    }

    public static void own(Path path, long uid, long gid) {
        try (Arena arena = Arena.ofConfined()) {
            SystemCalls.call(
                    Call.FCHOWNAT,
                    path.toString(),
                    AT_FDCWD,
                    text(arena, path),
                    uid,
                    gid,
                    NO_FOLLOW);
        }
    }

    /** Sets permission, set-id and sticky bits; the path must not be a symbolic link. */
    public static void permit(Path path, int mode) {
        try (Arena arena = Arena.ofConfined()) {
            SystemCalls.call(
                    Call.FCHMODAT, path.toString(), AT_FDCWD, text(arena, path), mode & 07777);
        }
    }

    /** Sets the modification and access time. */
    public static void touch(Path path, long seconds, long nanos) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment times = arena.allocate(ValueLayout.JAVA_LONG, 4);
            for (int i = 0; i < 2; i++) {
                times.setAtIndex(ValueLayout.JAVA_LONG, 2L * i, seconds);
                times.setAtIndex(ValueLayout.JAVA_LONG, 2L * i + 1, nanos);
            }
            SystemCalls.call(
                    Call.UTIMENSAT,
                    path.toString(),
                    AT_FDCWD,
                    text(arena, path),
                    times.address(),
                    NO_FOLLOW);
        }
    }

    public static void attribute(Path path, String name, byte[] value) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment bytes = arena.allocate(Math.max(1, value.length));
            MemorySegment.copy(value, 0, bytes, ValueLayout.JAVA_BYTE, 0, value.length);
            SystemCalls.call(
                    Call.LSETXATTR,
                    name + " of " + path,
                    text(arena, path),
                    arena.allocateFrom(name).address(),
                    bytes.address(),
                    value.length,
                    0);
        }
    }

    /**
     * Writes a byte into a FIFO that someone waits at.
     *
     * @return false when there is no such FIFO or nobody waits
     */
    public static boolean wake(Path fifo) {
        try (Arena arena = Arena.ofConfined()) {
            // Without waiting, or a reader that died meanwhile would keep us for ever.
            long fd =
                    SystemCalls.raw(
                            Call.OPENAT, AT_FDCWD, text(arena, fifo), WRITE_NONBLOCK_CLOEXEC, 0);
            if (fd < 0) {
                return false;
            }
            try {
                return SystemCalls.raw(Call.WRITE, fd, arena.allocate(1).address(), 1) == 1;
            } finally {
                SystemCalls.closeQuietly((int) fd);
            }
        }
    }

    /**
     * Tells the file system that the folders in a folder have little to do with each other, so that
     * it need not put them side by side. Where containers come and go by the hundred, ext4
     * otherwise looks for each new file among the numbers of all that were deleted a moment ago. A
     * hint: nothing happens where there is no such thing.
     */
    public static void spread(Path folder) {
        try (Arena arena = Arena.ofConfined()) {
            long fd = SystemCalls.raw(Call.OPENAT, AT_FDCWD, text(arena, folder), READ_CLOEXEC, 0);
            if (fd < 0) {
                return;
            }
            try {
                MemorySegment flags = arena.allocate(ValueLayout.JAVA_LONG);
                if (SystemCalls.raw(Call.IOCTL, fd, GET_FLAGS, flags.address()) == 0) {
                    int now = flags.get(ValueLayout.JAVA_INT, 0);
                    flags.set(ValueLayout.JAVA_INT, 0, now | TOP_OF_HIERARCHIES);
                    long _ = SystemCalls.raw(Call.IOCTL, fd, SET_FLAGS, flags.address());
                }
            } finally {
                SystemCalls.closeQuietly((int) fd);
            }
        }
    }

    /** Has everything that was written to a file's file system reach its disk. */
    public static void syncFileSystem(Path file) {
        try (Arena arena = Arena.ofConfined()) {
            long fd =
                    SystemCalls.call(
                            Call.OPENAT,
                            file.toString(),
                            AT_FDCWD,
                            text(arena, file),
                            READ_CLOEXEC,
                            0);
            try {
                SystemCalls.call(Call.SYNCFS, file.toString(), fd);
            } finally {
                SystemCalls.closeQuietly((int) fd);
            }
        }
    }

    /** Has the names in a folder reach its disk. */
    public static void syncNames(Path folder) throws IOException {
        try (FileChannel names = FileChannel.open(folder)) {
            names.force(true);
        }
    }

    private static long text(Arena arena, Path path) {
        return arena.allocateFrom(path.toString()).address();
    }
}
