package dev.slipway.node.host;

import dev.slipway.node.host.SystemCalls.Call;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Mounts in the machine's own mount namespace. */
public final class Mounts implements AutoCloseable {
    private static final long CLONE_FS = 0x200;
    private static final long MNT_DETACH = 2;
    private static final long MS_NOSUID = 2;
    private static final long MS_NODEV = 4;
    private static final long MS_BIND = 4096;
    private static final long AT_FDCWD = -100;
    private static final long AT_SYMLINK_NOFOLLOW = 0x100;
    private static final long MOUNT_ROOT = 0x2000;
    private static final long O_CLOEXEC = 02000000;
    private static final long EXT4_SHUTDOWN = 0x8004587D;
    private static final int MAX_OPTIONS = 4095;
    private static final List<String> IN_MEMORY = List.of("tmpfs", "ramfs");

    private final CallThread thread;
    private volatile boolean volatileWorks = true;

    /**
     * @param layers lower folders are named relative to it, because mount options are at most a
     *     page long and an image may have more than a hundred layers
     */
    public Mounts(Path layers) {
        thread = new CallThread("slipway-mounts");
        thread.run(
                () -> {
                    // A thread shares its working directory with the process until it says
                    // otherwise.
                    SystemCalls.call(Call.UNSHARE, "working directory", CLONE_FS);
                    try (Arena arena = Arena.ofConfined()) {
                        SystemCalls.call(
                                Call.CHDIR,
                                layers.toString(),
                                arena.allocateFrom(layers.toString()).address());
                    }
                });
    }

    /**
     * Mounts an overlay.
     *
     * @param lower names in the layers folder, lowest first
     * @param upper an empty folder that no other mount ever had
     */
    public void overlay(List<String> lower, Path upper, Path work, Path target) {
        String folders =
                "lowerdir="
                        + lower.reversed().stream().collect(Collectors.joining(":"))
                        + ",upperdir="
                        + upper
                        + ",workdir="
                        + work;
        if (folders.length() > MAX_OPTIONS - 10) {
            throw new LinuxException("mount overlay of " + lower.size() + " layers", 36);
        }
        thread.run(
                () -> {
                    // The writable layer never outlives the machine's uptime, so it need not reach
                    // the disk; without this, an unmount waits for all of its dirty pages.
                    if (volatileWorks) {
                        try {
                            mount("overlay", target, "overlay", folders + ",volatile");
                            return;
                        } catch (LinuxException e) {
                            if (e.errno() != Errno.EINVAL) {
                                throw e;
                            }
                        }
                    }
                    mount("overlay", target, "overlay", folders);
                    volatileWorks = false;
                });
    }

    private static void mount(String source, Path target, String type, String options) {
        mount(source, target, type, 0, options);
    }

    private static void mount(String source, Path target, String type, long flags, String options) {
        try (Arena arena = Arena.ofConfined()) {
            SystemCalls.call(
                    Call.MOUNT,
                    type + " on " + target,
                    arena.allocateFrom(source).address(),
                    arena.allocateFrom(target.toString()).address(),
                    arena.allocateFrom(type).address(),
                    flags,
                    arena.allocateFrom(options).address());
        }
    }

    /** Shows a file or a folder at another place, too. */
    public static void bind(Path source, Path target) {
        try (Arena arena = Arena.ofConfined()) {
            SystemCalls.call(
                    Call.MOUNT,
                    source + " on " + target,
                    arena.allocateFrom(source.toString()).address(),
                    arena.allocateFrom(target.toString()).address(),
                    0,
                    MS_BIND,
                    0);
        }
    }

    /**
     * Makes the folder where it is missing, and sees to it that what is in it is in memory: files
     * that come and go with each launch cost a disk's file system a hundred times as much. One that
     * has something in it is left as it is.
     */
    public static void inMemory(Path folder) throws IOException {
        Files.createDirectories(folder);
        if (IN_MEMORY.contains(Files.getFileStore(folder).type()) || !isEmpty(folder)) {
            return;
        }
        mount("tmpfs", folder, "tmpfs", MS_NOSUID | MS_NODEV, "mode=0755");
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.findAny().isEmpty();
        }
    }

    /** Whether something is mounted exactly there. */
    public static boolean at(Path folder) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment stat = arena.allocate(256, 8);
            long path = arena.allocateFrom(folder.toString()).address();
            long result =
                    SystemCalls.raw(
                            Call.STATX, AT_FDCWD, path, AT_SYMLINK_NOFOLLOW, 0, stat.address(), 0);
            if (result == -Errno.ENOENT) {
                return false;
            }
            if (result == 0 && (stat.get(ValueLayout.JAVA_LONG, 56) & MOUNT_ROOT) != 0) {
                return (stat.get(ValueLayout.JAVA_LONG, 8) & MOUNT_ROOT) != 0;
            }
        }
        return below(folder).contains(folder); // before Linux 5.8
    }

    /**
     * Takes a mounted ext4 away at once whose data nobody wants: what was not written yet never is.
     *
     * @return what ends the file system itself, which takes its time
     */
    public static Runnable drop(Path target) {
        if (!at(target)) {
            return () -> {};
        }
        long fd;
        try (Arena arena = Arena.ofConfined()) {
            long path = arena.allocateFrom(target.toString()).address();
            fd = SystemCalls.raw(Call.OPENAT, AT_FDCWD, path, O_CLOEXEC);
            if (fd >= 0) {
                MemorySegment how = arena.allocateFrom(ValueLayout.JAVA_INT, 2 /* no flush */);
                SystemCalls.raw(Call.IOCTL, fd, EXT4_SHUTDOWN, how.address());
            }
        }
        unmount(target);
        return () -> {
            if (fd >= 0) {
                SystemCalls.closeQuietly((int) fd);
            }
        };
    }

    /** Takes a mount away at once; nothing when there is none. */
    public static void unmount(Path target) {
        try (Arena arena = Arena.ofConfined()) {
            long result =
                    SystemCalls.raw(
                            Call.UMOUNT2,
                            arena.allocateFrom(target.toString()).address(),
                            MNT_DETACH);
            if (result < 0 && result != -Errno.EINVAL && result != -Errno.ENOENT) {
                throw new LinuxException("umount " + target, (int) -result);
            }
        }
    }

    /** Every mount point at or below a folder, deepest last. */
    public static List<Path> below(Path folder) {
        List<Path> found = new ArrayList<>();
        for (String line : MountTable.lines()) {
            Path point = Path.of(MountTable.unescape(line.split(" ")[4]));
            if (point.startsWith(folder)) {
                found.add(point);
            }
        }
        return found;
    }

    @Override
    public void close() {
        thread.close();
    }

    /** A process's {@code mountinfo}. */
    static final class MountTable {
        private MountTable() {}

        static List<String> lines() {
            return lines("/proc/self/mountinfo");
        }

        static List<String> lines(String file) {
            try {
                return Files.readAllLines(Path.of(file), StandardCharsets.ISO_8859_1);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        static String unescape(String field) {
            String plain =
                    field.replace("\\040", " ").replace("\\011", "\t").replace("\\012", "\n");
            return new String(
                    plain.replace("\\134", "\\").getBytes(StandardCharsets.ISO_8859_1),
                    StandardCharsets.UTF_8);
        }
    }
}
