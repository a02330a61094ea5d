package dev.slipway.controlplane.logstore;

import dev.slipway.controlplane.state.Seal;
import dev.slipway.controlplane.state.StorageRefusedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongPredicate;
import java.util.function.LongUnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The front door. All methods may be called from any thread. */
public final class LogStore implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LogStore.class);

    /** A segment that has reached this is closed and the next one begun. */
    private static final long SEGMENT_LENGTH = 64L << 20;

    private final Path folder;
    private final Seal seal;
    private final ConcurrentHashMap<Long, StreamBlocks> streams = new ConcurrentHashMap<>();
    private final ConcurrentSkipListMap<Integer, Segment> segments = new ConcurrentSkipListMap<>();
    private final LinkedBlockingQueue<Waiting> queue = new LinkedBlockingQueue<>();
    private final Thread writer;
    private final long segmentLength;
    private final AtomicBoolean closing = new AtomicBoolean();
    private volatile boolean closed;
    private final AtomicLong nextSequence = new AtomicLong(1);

    private LogStore(Path folder, Seal seal, ThreadFactory threads, long segmentLength) {
        this.folder = folder;
        this.seal = seal;
        this.segmentLength = segmentLength;
        this.writer = threads.newThread(this::write);
    }

    /**
     * @param alive which streams still exist; blocks of the others are dead
     */
    public static LogStore open(
            Path folder, Seal seal, ThreadFactory threads, LongPredicate alive) {
        return open(folder, seal, threads, alive, SEGMENT_LENGTH);
    }

    static LogStore open(
            Path folder,
            Seal seal,
            ThreadFactory threads,
            LongPredicate alive,
            long segmentLength) {
        LogStore store = new LogStore(folder, seal, threads, segmentLength);
        try {
            store.recover(alive);
        } catch (IOException e) {
            throw new UncheckedIOException("the log segments in " + folder + " cannot be read", e);
        }
        store.writer.start();
        return store;
    }

    private void recover(LongPredicate alive) throws IOException {
        Files.createDirectories(folder);
        List<Integer> numbers = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.segment")) {
            for (Path file : files) {
                numbers.add(
                        Integer.parseInt(file.getFileName().toString().replace(".segment", "")));
            }
        }
        numbers.sort(Comparator.naturalOrder());
        Map<Long, Block> bySequence = new TreeMap<>();
        for (int number : numbers) {
            Segment segment = Segment.open(folder, number);
            segments.put(number, segment);
            // A block that was being moved when we crashed is there twice: the copy in the newer
            // segment counts.
            boolean newest = number == (int) numbers.getLast();
            segment.recover(newest).forEach(block -> bySequence.put(block.sequence(), block));
        }
        for (Block block : bySequence.values()) {
            nextSequence.set(Math.max(nextSequence.get(), block.sequence() + 1));
            if (alive.test(block.stream())) {
                streams.merge(
                        block.stream(),
                        StreamBlocks.EMPTY.plus(block),
                        (all, _) -> all.plus(block));
            }
        }
        if (segments.isEmpty()) {
            segments.put(1, Segment.open(folder, 1));
        }
    }

    /**
     * Stores a batch and returns when it is durable. Of a batch with a source, events before {@link
     * #statistics} position were stored before: leave them out.
     *
     * @throws StorageRefusedException when the disk refused; nothing was stored
     */
    public void append(Batch batch) {
        List<Batch.Event> sorted =
                batch.events().stream()
                        .sorted(Comparator.comparingLong(Batch.Event::timestamp))
                        .toList();
        Batch ordered =
                new Batch(batch.stream(), batch.ingestion(), batch.from(), batch.to(), sorted);
        // Compressed and sealed here, on the caller's thread: the writer only writes.
        ByteBuffer block = BlockCodec.encode(ordered, nextSequence.getAndIncrement(), seal);
        await(submit(Waiting.storing(block)));
    }

    private Waiting submit(Waiting waiting) {
        queue.add(waiting);
        // Either the writer's last look at the queue finds it, or it is still there.
        if (closed && queue.remove(waiting)) {
            waiting.refuse(new IOException("the log store is closed"));
            waiting.done.countDown();
        }
        return waiting;
    }

    private static void await(Waiting waiting) {
        boolean interrupted = false;
        while (true) {
            try {
                waiting.done.await();
                break;
            } catch (InterruptedException _) {
                // The batch may be on its way to the disk: its fate must be known.
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (!waiting.failure.isEmpty()) {
            IOException failure = waiting.failure.getFirst();
            throw new StorageRefusedException(
                    "log events could not be stored: " + failure.getMessage(), failure);
        }
    }

    private void write() {
        List<Waiting> group = new ArrayList<>();
        try {
            boolean open = true;
            while (open) {
                try {
                    group.add(queue.take());
                } catch (InterruptedException _) {
                    continue; // only close() ends this thread, by its own mark
                }
                queue.drainTo(group);
                open = group.stream().noneMatch(Waiting::last);
                writeGroup(group);
                group.forEach(waiting -> waiting.done.countDown());
                group.clear();
            }
        } finally {
            closed = true;
            queue.drainTo(group);
            for (Waiting waiting : group) {
                waiting.refuse(new IOException("the log store is closed"));
                waiting.done.countDown();
            }
        }
    }

    private void writeGroup(List<Waiting> group) {
        Segment segment = segments.lastEntry().getValue();
        long before = segment.length();
        try {
            boolean roll = before > 0 && group.stream().anyMatch(Waiting::roll);
            if (before >= segmentLength || roll) {
                segment = Segment.open(folder, segment.number() + 1);
                segments.put(segment.number(), segment);
                before = 0;
            }
            for (Waiting waiting : group) {
                waiting.writeTo(segment, segments);
            }
            segment.force();
        } catch (IOException | RuntimeException e) {
            IOException failure = e instanceof IOException io ? io : new IOException(e);
            undo(segment, before, failure);
            group.forEach(waiting -> waiting.refuse(failure));
            return;
        }
        group.forEach(
                waiting ->
                        waiting.written.forEach(block -> publish(block, waiting.block.isEmpty())));
    }

    private static void undo(Segment segment, long length, IOException cause) {
        try {
            segment.cutTo(length);
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    private void publish(Block block, boolean moved) {
        if (moved) {
            streams.computeIfPresent(block.stream(), (_, all) -> all.moved(block));
        } else {
            streams.merge(
                    block.stream(), StreamBlocks.EMPTY.plus(block), (all, _) -> all.plus(block));
        }
    }

    public StreamStatistics statistics(long stream) {
        return streams.getOrDefault(stream, StreamBlocks.EMPTY).statistics();
    }

    /**
     * Events of some streams with timestamps in {@code [start, end)}, in key order or against it.
     * Events that are stored while the scan goes on are not in it.
     */
    public Iterator<StoredEvent> scan(List<Long> of, long start, long end, boolean ascending) {
        List<Block> blocks = new ArrayList<>();
        for (long stream : of) {
            blocks.addAll(streams.getOrDefault(stream, StreamBlocks.EMPTY).within(start, end));
        }
        EventScan scan = new EventScan(blocks, ascending, this::read);
        return new RangeIterator(scan, start, end, ascending);
    }

    private List<StoredEvent> read(Block found) {
        Block block = found;
        while (true) {
            Segment segment = segments.get(block.segment());
            try {
                if (segment != null) {
                    return BlockCodec.decodePayload(block, segment.payload(block), seal);
                }
            } catch (IOException e) {
                if (segments.get(block.segment()) == segment) {
                    throw new UncheckedIOException(
                            "the log segments in " + folder + " cannot be read", e);
                }
            }
            // Its segment was cleared away meanwhile: it has moved, or is dead.
            Optional<Block> now =
                    streams.getOrDefault(block.stream(), StreamBlocks.EMPTY)
                            .bySequence(block.sequence());
            if (now.isEmpty() || now.get().segment() == block.segment()) {
                return List.of();
            }
            block = now.get();
        }
    }

    /** The streams that hold something. */
    public SortedSet<Long> streams() {
        return new TreeSet<>(streams.keySet());
    }

    /** The stream is gone, and its events with it. */
    public void drop(long stream) {
        streams.remove(stream);
    }

    /**
     * Clears away what has expired.
     *
     * @param keepFrom for a stream, the timestamp of the oldest event to keep
     */
    public synchronized void expire(LongUnaryOperator keepFrom) {
        for (long stream : streams()) {
            long oldest = keepFrom.applyAsLong(stream);
            streams.computeIfPresent(stream, (_, all) -> all.from(oldest));
        }
        try {
            keepPositions();
            rollWhenMostlyDead();
            clearSegments();
        } catch (IOException | StorageRefusedException e) {
            LOG.warn("expired log events stay on the disk until the next sweep", e);
        }
    }

    /** A source must not send again what has expired, not even after a restart. */
    private void keepPositions() {
        List<Waiting> markers = new ArrayList<>();
        for (long stream : streams()) {
            StreamBlocks all = streams.getOrDefault(stream, StreamBlocks.EMPTY);
            if (all.needsMarker()) {
                long position = all.statistics().position();
                Batch marker = new Batch(stream, 0, position, position, List.of());
                long sequence = nextSequence.getAndIncrement();
                markers.add(submit(Waiting.storing(BlockCodec.encode(marker, sequence, seal))));
            }
        }
        markers.forEach(LogStore::await);
    }

    /** The newest segment is never cleared, so that a small store needs a new one first. */
    private void rollWhenMostlyDead() {
        Segment newest = segments.lastEntry().getValue();
        if (isMostlyDead(newest, living())) {
            await(submit(Waiting.rolling()));
        }
    }

    private void clearSegments() throws IOException {
        // Listed before the living blocks: nothing is added to these any more.
        List<Segment> full = List.copyOf(segments.headMap(segments.lastKey()).values());
        Map<Integer, List<Block>> living = living();
        for (Segment segment : full) {
            if (isMostlyDead(segment, living)) {
                List<Block> blocks = living.getOrDefault(segment.number(), List.of());
                if (!blocks.isEmpty()) {
                    await(submit(Waiting.moving(blocks)));
                }
                segments.remove(segment.number());
                segment.delete();
            }
        }
    }

    private Map<Integer, List<Block>> living() {
        Map<Integer, List<Block>> living = new TreeMap<>();
        for (long stream : streams()) {
            for (Block block : streams.getOrDefault(stream, StreamBlocks.EMPTY).living()) {
                living.computeIfAbsent(block.segment(), _ -> new ArrayList<>()).add(block);
            }
        }
        return living;
    }

    private static boolean isMostlyDead(Segment segment, Map<Integer, List<Block>> living) {
        List<Block> blocks = living.getOrDefault(segment.number(), List.of());
        long bytes = blocks.stream().mapToLong(Block::length).sum();
        return segment.length() > 0 && bytes * 4 < segment.length();
    }

    @Override
    public void close() {
        if (!closing.compareAndSet(false, true)) {
            return;
        }
        Waiting end = submit(Waiting.ending());
        try {
            await(end);
        } finally {
            for (Segment segment : segments.values()) {
                try {
                    segment.close();
                } catch (IOException e) {
                    LOG.warn("a log segment could not be closed", e);
                }
            }
        }
    }

    /**
     * What the writer is asked to do.
     *
     * @param block to be stored
     * @param moves blocks to be copied to the newest segment
     * @param roll begin a new segment first
     * @param last end after this
     */
    private record Waiting(
            Optional<ByteBuffer> block,
            List<Block> moves,
            boolean roll,
            boolean last,
            List<Block> written,
            CountDownLatch done,
            List<IOException> failure) {

        private static Waiting of(
                Optional<ByteBuffer> block, List<Block> moves, boolean roll, boolean last) {
            return new Waiting(
                    block,
                    moves,
                    roll,
                    last,
                    new ArrayList<>(),
                    new CountDownLatch(1),
                    new ArrayList<>());
        }

        static Waiting storing(ByteBuffer block) {
            return of(Optional.of(block), List.of(), false, false);
        }

        static Waiting moving(List<Block> moves) {
            return of(Optional.empty(), moves, false, false);
        }

        static Waiting rolling() {
            return of(Optional.empty(), List.of(), true, false);
        }

        static Waiting ending() {
            return of(Optional.empty(), List.of(), false, true);
        }

        void refuse(IOException why) {
            failure.add(why);
        }

        void writeTo(Segment segment, Map<Integer, Segment> segments) throws IOException {
            if (block.isPresent()) {
                ByteBuffer header = block.get().duplicate();
                long offset = segment.append(block.get());
                written.add(
                        BlockCodec.decodeHeader(header, segment.number(), offset).orElseThrow());
            }
            for (Block moving : moves) {
                Segment from = segments.get(moving.segment());
                if (from != null) {
                    byte[] bytes = from.read(moving.offset(), (int) moving.length());
                    written.add(
                            moving.at(segment.number(), segment.append(ByteBuffer.wrap(bytes))));
                }
            }
        }
    }
}
