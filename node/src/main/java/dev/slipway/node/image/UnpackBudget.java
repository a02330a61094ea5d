package dev.slipway.node.image;

import java.io.IOException;
import java.nio.file.FileStore;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How much one image may unpack into, over all of its layers, which are unpacked side by side. A
 * layer says only how large it is packed, and a few kilobytes can become terabytes.
 */
final class UnpackBudget {
    /** What a task's disk could hold at most. */
    private static final long MOST_BYTES = 200L << 30;

    private static final long MOST_ENTRIES = 20_000_000;

    /**
     * A disk that is full to its last byte is everyone's trouble: tasks, logs and our own state.
     */
    private static final long SPARED = 256L << 20;

    private static final long LOOK_EVERY = 16L << 20;

    private final long mostBytes;
    private final FileStore disk;
    private final long spared;
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong lengths = new AtomicLong();
    private final AtomicLong entries = new AtomicLong();

    UnpackBudget(FileStore disk) throws IOException {
        this(disk, MOST_BYTES, Math.min(SPARED, disk.getTotalSpace() / 20));
    }

    /**
     * @param spared bytes of the disk that are left to others
     */
    UnpackBudget(FileStore disk, long mostBytes, long spared) {
        this.disk = disk;
        this.mostBytes = mostBytes;
        this.spared = spared;
    }

    /** A file of that length comes, holes included. */
    void length(long length) throws ImageException {
        if (length > mostBytes || lengths.addAndGet(length) > mostBytes) {
            throw new ImageException("the image unpacks to more than " + mostBytes + " bytes");
        }
    }

    /** Bytes are about to be written. */
    void bytes(int count) throws IOException {
        long after = bytes.addAndGet(count);
        if (after / LOOK_EVERY != (after - count) / LOOK_EVERY && disk.getUsableSpace() < spared) {
            throw new IOException(
                    "no space left on device: the last "
                            + (spared >> 20)
                            + " MiB are kept for the tasks that run");
        }
    }

    void entry() throws ImageException {
        if (entries.incrementAndGet() > MOST_ENTRIES) {
            throw new ImageException("the image has more than " + MOST_ENTRIES + " files");
        }
    }
}
