package dev.slipway.node.logs;

import dev.slipway.nodelink.ContainerPlan.LogPlan;
import dev.slipway.nodelink.ControlPlaneLink;
import dev.slipway.nodelink.ControlPlaneLink.LogBatch;
import dev.slipway.nodelink.ControlPlaneLink.LogLine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Follows one container's output on a thread of its own; see the package for the rules. */
final class LogCapture implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(LogCapture.class);

    /** AWS's bounds of one PutLogEvents. */
    private static final int BATCH_BYTES = 1_048_576;

    private static final int BATCH_EVENTS = 10_000;
    private static final int EVENT_OVERHEAD = 26;

    /** What one record can complete at most: two events of the longest, and a few bytes. */
    private static final int ROOM = 2 * LineAssembler.LONGEST + (1 << 16);

    /** As Docker's driver: an event whose next start does not come goes after that long. */
    private static final Duration OPEN_EVENT = Duration.ofSeconds(5);

    private static final Duration LOOK = Duration.ofSeconds(1);

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    /** Read again after a restart for pieces of a line that were begun and not completed. */
    private static final long LOOK_BACK = 1 << 20;

    private static final long SMALLEST_BUFFER = 1 << 20;

    /** In blocking mode the container waits while more than that is not stored. */
    private static final long MOST_WAITING = 16 << 20;

    private final LogSource source;
    private final LogPlan plan;
    private final ControlPlaneLink link;
    private final LineAssembler lines = new LineAssembler();
    private final EventAssembler events;
    private final Semaphore grown = new Semaphore(0);
    private final CountDownLatch done = new CountDownLatch(1);
    private final CountDownLatch closing = new CountDownLatch(1);

    private final List<LogLine> batch = new ArrayList<>();
    private int batchBytes;
    private long stored;
    private long emitted;
    private long newestMillis;
    private boolean whole;
    private volatile boolean looksByItself;
    private volatile boolean finishing;
    private volatile boolean closed;
    private final Gate gate;

    LogCapture(LogSource source, ControlPlaneLink link) {
        this.source = source;
        this.plan = source.plan();
        this.link = link;
        this.events = new EventAssembler(plan.multilineStart());
        this.gate = new Gate(source.writer(), plan.blocking() ? MOST_WAITING : Long.MAX_VALUE);
    }

    Path file() {
        return source.file();
    }

    void wake() {
        gate.grown();
        if (grown.availablePermits() == 0) {
            grown.release();
        }
    }

    /** Before it begins; no longer when it is to finish. */
    void rest(Duration atMost) {
        try {
            boolean _ = grown.tryAcquire(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Nobody will wake it when the file has grown. */
    void lookByItself() {
        looksByItself = true;
    }

    /** What it writes from now on waits for nobody, whatever its mode. */
    void letGo() {
        gate.letGo();
    }

    boolean finish(Duration atMost) throws InterruptedException {
        finishing = true;
        wake();
        boolean inTime = done.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
        close();
        return inTime && whole;
    }

    /** Of one that was closed. */
    void awaitEnd(Duration atMost) throws InterruptedException {
        boolean _ = done.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
    }

    void close() {
        closed = true;
        closing.countDown();
        wake();
    }

    @Override
    public void run() {
        try (Spool spool = Spool.open(source.file(), source.writer())) {
            gate.open(spool);
            stored = position();
            emitted = stored;
            LogRecords records = new LogRecords(spool, Math.max(stored, spool.base()));
            recallPieces(spool);
            follow(spool, records);
        } catch (InterruptedException e) {
            LOG.debug("no longer followed: {}", source.file());
        } catch (IOException | RuntimeException e) {
            LOG.warn("output of {} is not followed any more", plan.stream(), e);
        } finally {
            gate.letGo();
            done.countDown();
        }
    }

    private void follow(Spool spool, LogRecords records) throws IOException, InterruptedException {
        while (!closed) {
            // Asked before reading: what was written before the end is read after it.
            boolean last = finishing;
            boolean replaced = spool.replaced();
            spool.count();
            dropBacklog(spool, records, replaced);
            boolean more = fill(records);
            gate.read(records.position());
            if (!batch.isEmpty()) {
                put();
            } else if (!more && replaced) {
                goOn(spool, records);
            } else if (!more && last) {
                lines.rest().forEach(line -> take(line, records.position()));
                emit(events.rest(), records.position());
                put();
                whole = batch.isEmpty();
                return;
            } else if (!more) {
                await(records);
            }
        }
        if (finishing) {
            giveUp(spool, records);
        }
    }

    /**
     * The container's time is up and the file goes: what waits is stored, and what is lost is told,
     * in one try.
     */
    private void giveUp(Spool spool, LogRecords records) throws IOException {
        long left = spool.waiting(records.position());
        if (left > 0) {
            dropped("about " + left + " bytes of output", records.position(), spool.end());
        }
        if (!batch.isEmpty()) {
            store();
        }
    }

    /** All of a file is stored: only now may it be given up for the next one. */
    private void goOn(Spool spool, LogRecords records) throws IOException {
        long from = records.position();
        long missed = spool.next();
        records.moveTo(spool.base());
        gate.read(spool.base());
        if (missed > 0) {
            dropped("about " + missed + " bytes of output", from, spool.base());
        }
    }

    private void await(LogRecords records) throws InterruptedException {
        Duration most = events.waiting() ? OPEN_EVENT : LOOK;
        if (!events.waiting() && !looksByItself) {
            grown.acquire();
        } else if (!grown.tryAcquire(most.toMillis(), TimeUnit.MILLISECONDS)) {
            emit(events.rest(), records.position());
        }
        grown.drainPermits();
    }

    /** Reads until the batch is full or the file has no more; true when it may have more. */
    private boolean fill(LogRecords records) throws IOException {
        while (batch.size() < BATCH_EVENTS - 8 && batchBytes < BATCH_BYTES - ROOM) {
            Optional<LogRecord> next = records.next();
            if (next.isEmpty()) {
                return false;
            }
            for (LogLine line : lines.take(next.get())) {
                take(line, next.get().end());
            }
        }
        return true;
    }

    private void take(LogLine line, long end) {
        // An event that is still open begins after the last line before it.
        List<LogLine> complete = events.take(line);
        emit(complete, events.waiting() ? line.position() : end);
    }

    private void emit(List<LogLine> complete, long end) {
        for (LogLine event : complete) {
            batch.add(event);
            batchBytes += event.message().getBytes(StandardCharsets.UTF_8).length + EVENT_OVERHEAD;
            newestMillis = event.timestampMillis();
            emitted = end;
        }
    }

    /** Tried until it succeeds: the file is the buffer meanwhile. */
    private void put() throws InterruptedException {
        Duration pause = Duration.ofMillis(100);
        while (!batch.isEmpty() && !closed) {
            try {
                store();
                return;
            } catch (RuntimeException e) {
                LOG.debug("log batch of {} is tried again", plan.stream(), e);
                pauseUnlessClosed(pause);
                Duration twice = pause.multipliedBy(2);
                pause = twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
            }
        }
    }

    private void store() {
        link.putLogs(
                new LogBatch(
                        source.account(),
                        plan.region(),
                        plan.group(),
                        plan.stream(),
                        stored,
                        emitted,
                        batch));
        stored = emitted;
        batch.clear();
        batchBytes = 0;
    }

    /** Between two tries; whoever closes does not wait for the next one. */
    private void pauseUnlessClosed(Duration pause) throws InterruptedException {
        if (closing.await(pause.toNanos(), TimeUnit.NANOSECONDS)) {
            LOG.debug("closed while waiting to try {} again", plan.stream());
        }
    }

    private long position() throws InterruptedException {
        Duration pause = Duration.ofMillis(100);
        while (!closed) {
            try {
                return link.logPosition(
                        source.account(), plan.region(), plan.group(), plan.stream());
            } catch (RuntimeException e) {
                LOG.debug("log position of {} is asked again", plan.stream(), e);
                pauseUnlessClosed(pause);
                pause = LONGEST_PAUSE;
            }
        }
        throw new InterruptedException("closed");
    }

    /** Lines that end behind the position may begin before it, when the other stream went on. */
    private void recallPieces(Spool spool) throws IOException {
        if (stored == 0) {
            return;
        }
        long from = Math.max(spool.base(), stored - LOOK_BACK);
        LogRecords before = new LogRecords(spool, from);
        if (from > spool.base()) {
            before.next(); // very likely not whole
        }
        while (before.position() < stored) {
            Optional<LogRecord> record = before.next();
            if (record.isEmpty() || record.get().position() >= stored) {
                return;
            }
            lines.take(record.get());
        }
    }

    private void dropBacklog(Spool spool, LogRecords records, boolean replaced) throws IOException {
        long most = Math.max(SMALLEST_BUFFER, plan.maxBufferBytes());
        long from = records.position();
        if (plan.blocking() || spool.waiting(from) <= most) {
            return;
        }
        long end = spool.end();
        if (from >= end) {
            return; // all that waits is in the next file
        }
        var skipped = new Skip(spool, from, replaced ? end : end - most / 2);
        records.moveTo(skipped.position());
        dropped(skipped.lines() + " lines", from, skipped.position());
    }

    private void dropped(String what, long from, long to) {
        lines.forget();
        events.forget();
        emit(
                List.of(
                        new LogLine(
                                newestMillis,
                                from,
                                what
                                        + " were dropped here: they came faster than they could be"
                                        + " stored (awslogs mode "
                                        + (plan.blocking() ? "blocking" : "non-blocking")
                                        + ", max-buffer-size)")),
                to);
    }
}
