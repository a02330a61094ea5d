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
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongPredicate;
import java.util.function.LongUnaryOperator;

/** The front door. All methods may be called from any thread. */
public final class LogStore implements AutoCloseable {
    /** A segment that has reached this is closed and the next one begun. */
    private static final long SEGMENT_LENGTH = 64L << 20;

    private final Path folder;
    private final Seal seal;
    private final ConcurrentHashMap<Long, StreamBlocks> streams = new ConcurrentHashMap<>();
    private final ConcurrentSkipListMap<Integer, Segment> segments = new ConcurrentSkipListMap<>();
    private final LinkedBlockingQueue<Waiting> queue = new LinkedBlockingQueue<>();
    private final Thread writer;
    private final long segmentLength;
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
            segment.recover().forEach(block -> bySequence.put(block.sequence(), block));
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
        await(new Waiting(Optional.of(block), List.of()));
    }

    private void await(Waiting waiting) {
        if (!writer.isAlive()) {
            throw new StorageRefusedException(
                    "the log store is closed", new IllegalStateException("closed"));
        }
        queue.add(waiting);
        boolean interrupted = false;
        while (true) {
            try {
                waiting.done.await();
                break;
            } catch (InterruptedException _) {
                interrupted =
                        true; // the batch may be on its way to the disk: its fate must be known
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
        boolean open = true;
        while (open) {
            group.clear();
            try {
                group.add(queue.take());
            } catch (InterruptedException _) {
                continue; // only close() ends this thread, by its own mark
            }
            queue.drainTo(group);
            open = group.stream().noneMatch(Waiting::last);
            writeGroup(group);
            group.forEach(waiting -> waiting.done.countDown());
        }
    }

    private void writeGroup(List<Waiting> group) {
        Segment segment = segments.lastEntry().getValue();
        long before = segment.length();
        try {
            if (before >= segmentLength) {
                segment = Segment.open(folder, segment.number() + 1);
                segments.put(segment.number(), segment);
                before = 0;
            }
            for (Waiting waiting : group) {
                waiting.writeTo(segment, segments);
            }
            segment.force();
        } catch (IOException e) {
            undo(segment, before, e);
            group.forEach(waiting -> waiting.failure.add(e));
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
        streams.compute(
                block.stream(),
                (_, all) -> {
                    StreamBlocks known = all == null ? StreamBlocks.EMPTY : all;
                    if (!moved) {
                        return known.plus(block);
                    }
                    List<Block> blocks =
                            known.blocks().stream()
                                    .map(
                                            other ->
                                                    other.sequence() == block.sequence()
                                                            ? block
                                                            : other)
                                    .toList();
                    return StreamBlocks.of(blocks, known.statistics().position());
                });
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

    private List<StoredEvent> read(Block block) {
        Segment segment = segments.get(block.segment());
        if (segment == null) {
            return List.of(); // cleared away meanwhile: its events had expired
        }
        try {
            byte[] payload =
                    segment.read(block.offset() + BlockCodec.HEADER_LENGTH, block.payloadLength());
            return BlockCodec.decodePayload(block, payload, seal);
        } catch (IOException e) {
            if (segments.get(block.segment()) != segment) {
                return List.of();
            }
            throw new UncheckedIOException("the log segments in " + folder + " cannot be read", e);
        }
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
    public void expire(LongUnaryOperator keepFrom) {
        for (long stream : List.copyOf(streams.keySet())) {
            long oldest = keepFrom.applyAsLong(stream);
            streams.computeIfPresent(
                    stream,
                    (_, all) ->
                            all.blocks().stream().allMatch(b -> b.lastTimestamp() >= oldest)
                                    ? all
                                    : StreamBlocks.of(
                                            all.blocks().stream()
                                                    .filter(b -> b.lastTimestamp() >= oldest)
                                                    .toList(),
                                            all.statistics().position()));
        }
        clearSegments();
    }

    private void clearSegments() {
        Map<Integer, List<Block>> living = new TreeMap<>();
        streams.values()
                .forEach(
                        all ->
                                all.blocks()
                                        .forEach(
                                                block ->
                                                        living.computeIfAbsent(
                                                                        block.segment(),
                                                                        _ -> new ArrayList<>())
                                                                .add(block)));
        for (Segment segment : List.copyOf(segments.headMap(segments.lastKey()).values())) {
            List<Block> blocks = living.getOrDefault(segment.number(), List.of());
            long bytes = blocks.stream().mapToLong(Block::length).sum();
            if (bytes * 4 < segment.length()) {
                try {
                    if (!blocks.isEmpty()) {
                        await(new Waiting(Optional.empty(), blocks));
                    }
                    segments.remove(segment.number());
                    segment.delete();
                } catch (IOException | StorageRefusedException _) {
                    return; // a full disk is tried again at the next sweep
                }
            }
        }
    }

    @Override
    public void close() {
        if (!writer.isAlive()) {
            return;
        }
        await(new Waiting(Optional.empty(), List.of()));
        Set<Segment> all = new HashSet<>(segments.values());
        for (Segment segment : all) {
            try {
                segment.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** What the writer is asked to do: store a block, move blocks, or (neither) end. */
    private record Waiting(
            Optional<ByteBuffer> block,
            List<Block> moves,
            List<Block> written,
            CountDownLatch done,
            List<IOException> failure) {

        Waiting(Optional<ByteBuffer> block, List<Block> moves) {
            this(block, moves, new ArrayList<>(), new CountDownLatch(1), new ArrayList<>());
        }

        boolean last() {
            return block.isEmpty() && moves.isEmpty();
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
