package dev.slipway.controlplane.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.controlplane.state.Seal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Appends records to sealed segments in a folder, by a thread of its own.
 *
 * <p>A caller waits only while {@value #BUFFERED} records are on their way and the disk takes them;
 * when the disk refuses, records beyond the buffer are dropped, counted and reported rather than
 * stopping every call, reads included. Records outlive a killed process once written; a power cut
 * may take the last few.
 */
public final class AuditLog implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AuditLog.class);
    private static final int BUFFERED = 8192;
    private static final int BATCH = 512;
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Wakes the writer at the end; never written. */
    private static final AuditRecord END = marker("", "End", "");

    private final BlockingQueue<AuditRecord> waiting = new ArrayBlockingQueue<>(BUFFERED);
    private final AtomicLong lost = new AtomicLong();
    private final SegmentFolder segments;
    private final InstantSource clock;
    private final Thread writer;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile boolean closing;
    private volatile boolean refused;

    /**
     * @param folder made when missing
     * @param threads makes the writing thread
     */
    public AuditLog(Path folder, Seal seal, InstantSource clock, ThreadFactory threads) {
        this.segments = new SegmentFolder(folder, seal);
        this.clock = clock;
        this.writer = threads.newThread(this::write);
        writer.start();
    }

    public void append(AuditRecord record) {
        try {
            while (!waiting.offer(record, 100, TimeUnit.MILLISECONDS)) {
                if (refused || closing) {
                    lost.incrementAndGet();
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            if (!waiting.offer(record)) {
                lost.incrementAndGet();
            }
        }
    }

    /** All records of a folder's segments, oldest first; a torn end is left out. */
    public static List<AuditRecord> read(Path folder, Seal seal) {
        List<AuditRecord> records = new ArrayList<>();
        for (byte[] frame : new SegmentFolder(folder, seal).frames()) {
            for (String line : new String(frame, StandardCharsets.UTF_8).split("\n", -1)) {
                try {
                    if (!line.isEmpty()) {
                        records.add(JSON.readValue(line, AuditRecord.class));
                    }
                } catch (JsonProcessingException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
        return records;
    }

    /** Writes what waits and forces it to the disk. */
    @Override
    public void close() {
        closing = true;
        closed.countDown();
        try {
            // Not an interrupt: that would close the file under the writer's hands.
            while (!waiting.offer(END, 100, TimeUnit.MILLISECONDS) && !refused) {
                LOG.debug("{} audit records are on their way", waiting.size());
            }
            writer.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void write() {
        List<AuditRecord> batch = new ArrayList<>(BATCH);
        try {
            while (!(closing && waiting.isEmpty() && batch.isEmpty())) {
                fill(batch);
                if (batch.isEmpty() || append(batch)) {
                    batch.clear();
                } else if (closing) {
                    long gone = lost.get() + batch.size() + waiting.size();
                    LOG.error("the disk refuses audit records: {} were lost", gone);
                    break;
                }
            }
        } catch (InterruptedException e) {
            LOG.error("the audit log was interrupted: {} records were lost", waiting.size());
        } finally {
            segments.close();
        }
    }

    /** Waits for a first record, then takes what is there; a refused batch is kept. */
    private void fill(List<AuditRecord> batch) throws InterruptedException {
        if (batch.isEmpty()) {
            batch.add(waiting.take());
        } else if (!closed.await(1, TimeUnit.SECONDS)) {
            LOG.debug("the disk refused {} audit records: tried again, unhurried", batch.size());
        }
        waiting.drainTo(batch, BATCH - batch.size());
        batch.removeIf(END::equals);
    }

    private boolean append(List<AuditRecord> batch) {
        try {
            long missing = lost.get();
            StringBuilder lines = new StringBuilder();
            if (missing > 0) {
                lines.append(line(marker(clock.instant().toString(), "Lost", "" + missing)));
            }
            for (AuditRecord record : batch) {
                lines.append(line(record));
            }
            segments.append(lines.toString().getBytes(StandardCharsets.UTF_8));
            lost.addAndGet(-missing);
            refused = false;
            return true;
        } catch (IOException e) {
            if (!refused) {
                LOG.error("the disk refuses audit records; they wait", e);
            }
            refused = true;
            return false;
        }
    }

    private static String line(AuditRecord record) throws JsonProcessingException {
        return JSON.writeValueAsString(record) + "\n";
    }

    private static AuditRecord marker(String time, String operation, String outcome) {
        return new AuditRecord(
                time, "", "", "", "", "", "", "", "audit", operation, List.of(), outcome, 0);
    }
}
