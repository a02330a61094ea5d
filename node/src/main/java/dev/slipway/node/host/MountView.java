package dev.slipway.node.host;

import dev.slipway.node.host.SystemCalls.Call;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;

/**
 * A mount namespace beside the machine's own: a few of the machine's mounts as they were when it
 * was made, and none that came later. Whoever makes a mount namespace has each mount of its own
 * copied; in one like this that costs the same however many the machine has.
 *
 * <p>What is unmounted on the machine later stays in here, so it should have none that anybody
 * would want to unmount. It is gone when it is closed and nobody is in it, or this process ends.
 */
public final class MountView implements AutoCloseable {
    private static final long CLONE_NEWNS = 0x20000;
    private static final long MNT_DETACH = 2;
    private static final long MS_REC = 16384;
    private static final long MS_PRIVATE = 1 << 18;
    private static final long AT_FDCWD = -100;
    private static final long O_CLOEXEC = 02000000;

    private final int fd;

    private MountView(int fd) {
        this.fd = fd;
    }

    /**
     * What is in a view.
     *
     * @param places each is seen as on the machine
     * @param trees each is seen with all that is mounted in it
     * @param foreign what is mounted in one of these is left out
     * @param hidden mount points that are left out, with what is mounted in them
     */
    public record Contents(
            Collection<Path> places,
            Collection<Path> trees,
            Collection<Path> foreign,
            Collection<Path> hidden) {
        boolean has(Path point) {
            if (hidden.contains(point)
                    || foreign.stream().anyMatch(f -> point.startsWith(f) && !point.equals(f))) {
                return false;
            }
            return trees.stream().anyMatch(t -> point.startsWith(t) || t.startsWith(point))
                    || places.stream().anyMatch(place -> place.startsWith(point));
        }
    }

    /**
     * @throws IOException when a place is not there
     * @throws LinuxException when this machine does not let us, or a place would not be seen
     */
    public static MountView of(Contents contents) throws IOException {
        List<Object> outside = new ArrayList<>();
        for (Path place : contents.places()) {
            outside.add(key(place));
        }
        try (CallThread inside = new CallThread("slipway-view")) {
            return inside.call(
                    () -> {
                        SystemCalls.call(Call.UNSHARE, "mounts", CLONE_NEWNS);
                        makePrivate();
                        leaveOut(contents);
                        verify(contents.places(), outside);
                        return new MountView(open("/proc/thread-self/ns/mnt"));
                    });
        }
    }

    /** A place may be reached through a link that lies on a mount which was left out. */
    private static void verify(Collection<Path> places, List<Object> outside) {
        int next = 0;
        for (Path place : places) {
            Object expected = outside.get(next++);
            try {
                if (key(place).equals(expected)) {
                    continue;
                }
            } catch (IOException _) {
                // It is not seen.
            }
            throw new LinuxException(place + " in a view of a few mounts", Errno.ENOENT);
        }
    }

    /** What tells files from one another. */
    private static Object key(Path place) throws IOException {
        return Objects.requireNonNull(
                Files.readAttributes(place, BasicFileAttributes.class).fileKey());
    }

    private static void leaveOut(Contents contents) {
        List<Path> points = new ArrayList<>();
        for (String line : Mounts.MountTable.lines("/proc/thread-self/mountinfo")) {
            points.add(Path.of(Mounts.MountTable.unescape(line.split(" ")[4])));
        }
        // The last first: it may lie on an earlier one.
        for (Path point : points.reversed()) {
            if (!contents.has(point)) {
                try (Arena arena = Arena.ofConfined()) {
                    long path = arena.allocateFrom(point.toString()).address();
                    // Gone already, with what it was mounted on; or it may not be unmounted.
                    long _ = SystemCalls.raw(Call.UMOUNT2, path, MNT_DETACH);
                }
            }
        }
    }

    /** What comes and goes on the machine is not seen, and the machine sees nothing of ours. */
    private static void makePrivate() {
        try (Arena arena = Arena.ofConfined()) {
            long root = arena.allocateFrom("/").address();
            SystemCalls.call(Call.MOUNT, "/", root, root, 0, MS_REC | MS_PRIVATE, 0);
        }
    }

    private static int open(String path) {
        try (Arena arena = Arena.ofConfined()) {
            long address = arena.allocateFrom(path).address();
            return (int) SystemCalls.call(Call.OPENAT, path, AT_FDCWD, address, O_CLOEXEC);
        }
    }

    /** The namespace's file, which other processes can open as long as this is not closed. */
    public Path file() {
        return Path.of("/proc/" + Processes.ourPid() + "/fd/" + fd);
    }

    @Override
    public void close() {
        SystemCalls.closeQuietly(fd);
    }
}
