package dev.slipway.node.volume;

import dev.slipway.node.host.Ahead;
import dev.slipway.node.host.CallThread;
import dev.slipway.node.host.DetachedMount;
import dev.slipway.node.host.LinuxException;
import dev.slipway.node.host.LoopDevice;
import dev.slipway.node.host.Mounts;
import dev.slipway.node.host.Programs;
import dev.slipway.node.host.SparseFile;
import dev.slipway.node.host.Trees;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Disks of tasks, each with a size that the kernel keeps: a file system in a file that takes no
 * more space than what is in it.
 *
 * <p>Some of the usual size are made ahead, so that no launch waits for one. A file is deleted as
 * soon as its device is there, and the disk is mounted at no place until it is given out; all of it
 * is gone when the disk is unmounted, or when we end before it was given out. So a crash leaves
 * nothing but disks that tasks have.
 *
 * <p>Where the machine has no loop devices for us, or no ext4, a disk is a folder, and nothing
 * keeps its size; {@link #remarks()} says so.
 */
public final class TaskDisks implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TaskDisks.class);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final int USUAL_SIZE = 20;

    private final Path folder;
    private final long gib;
    private final CallThread maker = new CallThread("slipway-disks");
    private final Ahead<DetachedMount> ahead =
            new Ahead<>(maker, Ahead.stock(), this::makeUsual, DetachedMount::close, this::failed);
    private final AtomicLong number = new AtomicLong();

    private final Object first = new Object();

    /** Guarded by {@code first}. */
    private Optional<SparseFile> template = Optional.empty();

    // Guarded by this.
    private boolean works;
    private String refusal = "";

    /**
     * @param folder for files that are being made; what is in it is removed
     * @param gib bytes of what is called a GiB
     */
    public TaskDisks(Path folder, long gib) throws IOException {
        this.folder = folder;
        this.gib = gib;
        Trees.delete(folder);
        Files.createDirectories(folder);
    }

    /** Has some disks made for the launches to come, without waiting for them. */
    public void makeAhead() {
        synchronized (this) {
            if (!refusal.isEmpty()) {
                return;
            }
        }
        ahead.fill();
    }

    private DetachedMount makeUsual() throws IOException {
        DetachedMount disk = make(USUAL_SIZE);
        synchronized (this) {
            works = true;
        }
        return disk;
    }

    private synchronized void failed(Exception e) {
        LOG.warn("a disk for a task could not be made: {}", e.getMessage());
        if (!works) {
            refusal = String.valueOf(e.getMessage());
        }
    }

    private DetachedMount make(int sizeGib) throws IOException {
        Path file = folder.resolve(number.incrementAndGet() + ".disk");
        try {
            if (sizeGib == USUAL_SIZE) {
                usual(file);
            } else {
                format(file, sizeGib);
            }
            try (LoopDevice device = LoopDevice.attach(file)) {
                DetachedMount disk = DetachedMount.ext4(device.path());
                Files.deleteIfExists(disk.root().resolve("lost+found"));
                return disk;
            }
        } finally {
            Files.deleteIfExists(file);
        }
    }

    /** A fresh file system is a few hundred KiB of always the same: only the first is formatted. */
    private void usual(Path file) throws IOException {
        Optional<SparseFile> fresh;
        synchronized (first) {
            fresh = template;
            if (fresh.isEmpty()) {
                format(file, USUAL_SIZE);
                template = read(file);
            }
        }
        if (fresh.isPresent()) {
            fresh.get().write(file);
        }
    }

    /** Empty where the file system does not tell what a file holds: then each is formatted. */
    private static Optional<SparseFile> read(Path file) {
        try {
            return Optional.of(SparseFile.read(file));
        } catch (IOException | LinuxException e) {
            LOG.debug("a formatted disk cannot be remembered", e);
            return Optional.empty();
        }
    }

    private void format(Path file, int sizeGib) throws IOException {
        try (var sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(sizeGib * gib);
        }
        Path program =
                Programs.find("mkfs.ext4")
                        .orElseThrow(() -> new IOException("mkfs.ext4 is not installed"));
        // It never outlives the machine's uptime: no journal. All of it reads as zeros.
        Programs.Result result =
                Programs.run(
                        List.of(
                                program.toString(),
                                "-q",
                                "-F",
                                "-m",
                                "0",
                                "-O",
                                "^has_journal,^resize_inode",
                                "-E",
                                "lazy_itable_init=1,nodiscard",
                                file.toString()),
                        PATIENCE);
        if (result.code() != 0) {
            throw new IOException("mkfs.ext4: " + result.output().strip());
        }
    }

    /**
     * Mounts a disk at a folder, which is made; nothing when one is there already.
     *
     * @throws IOException when a disk cannot be made now
     */
    public void give(Path target, int sizeGib) throws IOException {
        Files.createDirectories(target);
        if (Mounts.at(target)) {
            return;
        }
        synchronized (this) {
            if (!refusal.isEmpty()) {
                return;
            }
        }
        Optional<DetachedMount> ready = sizeGib == USUAL_SIZE ? ahead.poll() : Optional.empty();
        try {
            try (DetachedMount given = ready.isPresent() ? ready.get() : make(sizeGib)) {
                given.attach(target);
            }
            synchronized (this) {
                works = true;
            }
        } catch (IOException | LinuxException e) {
            failed(e);
            synchronized (this) {
                if (refusal.isEmpty()) {
                    throw new IOException("no disk: " + e.getMessage(), e);
                }
            }
        } finally {
            makeAhead();
        }
    }

    /** Bytes in use of the disk at a folder; empty when none is there. */
    public OptionalLong used(Path target) {
        try {
            if (!Mounts.at(target)) {
                return OptionalLong.empty();
            }
            FileStore disk = Files.getFileStore(target);
            return OptionalLong.of(disk.getTotalSpace() - disk.getUnallocatedSpace());
        } catch (IOException | LinuxException e) {
            LOG.debug("the disk at {} does not tell what it holds", target, e);
            return OptionalLong.empty();
        }
    }

    /** Takes a disk away with all that is on it. */
    public void takeBack(Path target) throws IOException {
        maker.later(Mounts.drop(target));
        Trees.delete(target);
    }

    /** Whether sizes are kept, for the user; empty when nobody has asked for a disk yet. */
    public synchronized List<String> remarks() {
        return refusal.isEmpty()
                ? List.of()
                : List.of("the size of tasks' ephemeral storage is not enforced: " + refusal);
    }

    @Override
    public void close() {
        ahead.close();
        maker.close();
    }
}
