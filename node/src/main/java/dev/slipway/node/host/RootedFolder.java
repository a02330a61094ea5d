package dev.slipway.node.host;

import dev.slipway.node.host.SystemCalls.Call;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Files below a folder that others say the names of: the kernel itself keeps every name inside.
 * Names are bytes as Linux has them, whatever the locale. For one thread at a time, and only sound
 * while nobody else writes there.
 *
 * <p>Every method that makes or changes something works on one name in the folder that was entered
 * last, and throws {@link LinuxException}.
 */
public final class RootedFolder implements AutoCloseable {
    private static final long AT_FDCWD = -100;
    private static final long NO_FOLLOW = 0x100;
    private static final boolean ARM = System.getProperty("os.arch", "").equals("aarch64");
    private static final long PATH_FOLDER = 010000000 | (ARM ? 040000 : 0200000) | 02000000;

    /** For writing, made now, never through a link. */
    private static final long NEW_FILE = 01 | 0100 | 0200 | 02000000;

    private static final long BENEATH = 0x08 | 0x02;
    private static final long IN_ROOT = 0x10 | 0x02;
    private static final long MODE_AND_TYPE = 0x3;
    private static final int TYPE = 0170000;
    private static final int FOLDER = 0040000;
    private static final int LINK = 0120000;
    private static final int CHARACTER = 0020000;
    private static final int PIECE = 1 << 16;

    private final Arena arena = Arena.ofConfined();
    private final MemorySegment how = arena.allocate(ValueLayout.JAVA_LONG, 3);
    private final MemorySegment piece = arena.allocate(PIECE, 8);
    private final MemorySegment name = arena.allocate(8192);
    private final MemorySegment other = arena.allocate(8192);
    private final MemorySegment stat = arena.allocate(256, 8);
    private final int root;
    private byte[] enteredPath = new byte[0];
    private int entered;

    private RootedFolder(int root) {
        this.root = root;
        this.entered = root;
    }

    public static RootedFolder open(Path folder) {
        try (Arena arena = Arena.ofConfined()) {
            long text = arena.allocateFrom(folder.toString()).address();
            return new RootedFolder(
                    (int)
                            SystemCalls.call(
                                    Call.OPENAT, folder.toString(), AT_FDCWD, text, PATH_FOLDER));
        }
    }

    /** What a name is. */
    public enum Kind {
        NOTHING,
        FOLDER,
        LINK,
        /** A character device 0:0, overlayfs's mark of a deleted file. */
        WHITEOUT,
        OTHER
    }

    /**
     * Makes a folder the one that names are in.
     *
     * @param path relative, without {@code ..}; empty for the root
     * @param links whether links that lead to where they do as seen from the root are followed;
     *     else only links whose every step stays below
     */
    public void enter(byte[] path, boolean links) {
        if (Arrays.equals(path, enteredPath)) {
            return;
        }
        int next = path.length == 0 ? root : at(path, PATH_FOLDER, links ? IN_ROOT : BENEATH);
        leave();
        entered = next;
        enteredPath = path.clone();
    }

    private int at(byte[] path, long flags, long resolve) {
        how.setAtIndex(ValueLayout.JAVA_LONG, 0, flags);
        how.setAtIndex(ValueLayout.JAVA_LONG, 1, 0);
        how.setAtIndex(ValueLayout.JAVA_LONG, 2, resolve);
        return (int)
                SystemCalls.call(
                        Call.OPENAT2, text(path), root, text(name, path), how.address(), 24);
    }

    private void leave() {
        if (entered != root) {
            SystemCalls.closeQuietly(entered);
            entered = root;
        }
        enteredPath = new byte[0];
    }

    public Kind kind(byte[] file) {
        long result =
                SystemCalls.raw(
                        Call.STATX,
                        entered,
                        text(name, file),
                        NO_FOLLOW,
                        MODE_AND_TYPE,
                        stat.address(),
                        0);
        if (result == -Errno.ENOENT) {
            return Kind.NOTHING;
        }
        if (result < 0) {
            throw new LinuxException("statx " + text(file), (int) -result);
        }
        int type = stat.get(ValueLayout.JAVA_SHORT, 28) & TYPE;
        return switch (type) {
            case FOLDER -> Kind.FOLDER;
            case LINK -> Kind.LINK;
            case CHARACTER ->
                    stat.get(ValueLayout.JAVA_LONG, 128) == 0 ? Kind.WHITEOUT : Kind.OTHER;
            default -> Kind.OTHER;
        };
    }

    public void makeFolder(byte[] file, int mode) {
        SystemCalls.call(Call.MKDIRAT, "of " + text(file), entered, text(name, file), mode & 07777);
    }

    public void makeLink(byte[] file, byte[] target) {
        SystemCalls.call(
                Call.SYMLINKAT, "of " + text(file), text(other, target), entered, text(name, file));
    }

    /** Where a symbolic link says it leads. */
    public byte[] link(byte[] file) {
        int length =
                (int)
                        SystemCalls.call(
                                Call.READLINKAT,
                                "of " + text(file),
                                entered,
                                text(name, file),
                                piece.address(),
                                4096);
        return piece.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
    }

    /**
     * Another name for a file.
     *
     * @param folder of the file that is there, as for {@link #enter}
     */
    public void makeHardLink(byte[] file, byte[] folder, byte[] target, boolean links) {
        int from = folder.length == 0 ? root : at(folder, PATH_FOLDER, links ? IN_ROOT : BENEATH);
        try {
            SystemCalls.call(
                    Call.LINKAT,
                    "of " + text(file),
                    from,
                    text(other, target),
                    entered,
                    text(name, file),
                    0);
        } finally {
            if (from != root) {
                SystemCalls.closeQuietly(from);
            }
        }
    }

    /**
     * @param mode type and permission bits as in {@code stat}
     */
    public void makeNode(byte[] file, int mode, int major, int minor) {
        SystemCalls.call(
                Call.MKNODAT,
                "of " + text(file),
                entered,
                text(name, file),
                mode,
                FileNodes.device(major, minor));
    }

    /** Moves something out of the way, to a place of the same file system. */
    public void moveTo(byte[] file, Path place) {
        byte[] to = place.toString().getBytes(StandardCharsets.UTF_8);
        SystemCalls.call(
                Call.RENAMEAT2,
                "of " + text(file),
                entered,
                text(name, file),
                AT_FDCWD,
                text(other, to),
                0);
    }

    /** Opens a file that must not be there yet; {@link #write} and {@link #close(int)} follow. */
    public int makeFile(byte[] file) {
        return (int)
                SystemCalls.call(
                        Call.OPENAT, text(file), entered, text(name, file), NEW_FILE, 0600);
    }

    /** Writes bytes at a place of a file that {@link #makeFile} opened. */
    public void write(int fd, byte[] bytes, int from, int length, long place) {
        int done = 0;
        while (done < length) {
            int now = Math.min(PIECE, length - done);
            MemorySegment.copy(bytes, from + done, piece, ValueLayout.JAVA_BYTE, 0, now);
            long written =
                    SystemCalls.call(
                            Call.PWRITE64, "a file", fd, piece.address(), now, place + done);
            done += (int) written;
        }
    }

    /** Gives a file its length; what was not written reads as zeros and takes no space. */
    public void length(int fd, long length) {
        SystemCalls.call(Call.FTRUNCATE, "a file", fd, length);
    }

    public void close(int fd) {
        SystemCalls.closeQuietly(fd);
    }

    public void own(byte[] file, long uid, long gid) {
        SystemCalls.call(
                Call.FCHOWNAT, "of " + text(file), entered, text(name, file), uid, gid, NO_FOLLOW);
    }

    /** Sets permission, set-id and sticky bits of what is no symbolic link. */
    public void permit(byte[] file, int mode) {
        SystemCalls.call(
                Call.FCHMODAT, "of " + text(file), entered, text(name, file), mode & 07777);
    }

    /** Sets the modification and access time. */
    public void touch(byte[] file, long seconds, int nanos) {
        for (int i = 0; i < 2; i++) {
            stat.setAtIndex(ValueLayout.JAVA_LONG, 2L * i, seconds);
            stat.setAtIndex(ValueLayout.JAVA_LONG, 2L * i + 1, nanos);
        }
        SystemCalls.call(
                Call.UTIMENSAT,
                "of " + text(file),
                entered,
                text(name, file),
                stat.address(),
                NO_FOLLOW);
    }

    /** Sets an extended attribute; {@code .} is the folder itself. */
    public void attribute(byte[] file, String attribute, byte[] value) {
        byte[] folder = ("/proc/self/fd/" + entered + "/").getBytes(StandardCharsets.US_ASCII);
        byte[] path = Arrays.copyOf(folder, folder.length + file.length);
        System.arraycopy(file, 0, path, folder.length, file.length);
        try (Arena own = Arena.ofConfined()) {
            MemorySegment bytes = own.allocate(Math.max(1, value.length));
            MemorySegment.copy(value, 0, bytes, ValueLayout.JAVA_BYTE, 0, value.length);
            SystemCalls.call(
                    Call.LSETXATTR,
                    attribute + " of " + text(file),
                    text(name, path),
                    own.allocateFrom(attribute).address(),
                    bytes.address(),
                    value.length,
                    0);
        }
    }

    private static long text(MemorySegment place, byte[] bytes) {
        if (bytes.length > 4096) {
            throw new LinuxException("a path of " + bytes.length + " bytes", 36);
        }
        MemorySegment.copy(bytes, 0, place, ValueLayout.JAVA_BYTE, 0, bytes.length);
        place.set(ValueLayout.JAVA_BYTE, bytes.length, (byte) 0);
        return place.address();
    }

    private static String text(byte[] path) {
        return new String(path, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        leave();
        SystemCalls.closeQuietly(root);
        arena.close();
    }
}
