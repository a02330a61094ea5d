package dev.slipway.controlplane.logstore;

import dev.slipway.controlplane.state.KeyFileSeal;
import dev.slipway.controlplane.state.Seal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.LongPredicate;
import java.util.stream.Stream;

/** A log store in a folder of its own, and short ways to fill and read it. */
final class Shelf implements AutoCloseable {
    final Path folder;
    final Seal seal;
    final long segmentLength;
    LogStore store;

    Shelf(Path temp, long segmentLength) throws IOException {
        this(temp.resolve("logs"), temp.resolve("key"), segmentLength);
    }

    Shelf(Path folder, Path key, long segmentLength) throws IOException {
        this.folder = folder;
        this.seal = KeyFileSeal.openOrCreate(key, new java.security.SecureRandom());
        this.segmentLength = segmentLength;
        this.store = start(folder, _ -> true);
    }

    private LogStore start(Path where, LongPredicate alive) {
        return LogStore.open(
                where, seal, Thread.ofPlatform().daemon()::unstarted, alive, segmentLength);
    }

    void reopen() {
        store.close();
        store = start(folder, _ -> true);
    }

    /** What a crash leaves: the files as they are at this moment. */
    LogStore openCopy(Path copy) throws IOException {
        Files.createDirectories(copy);
        for (Path file : segments()) {
            Files.copy(file, copy.resolve(file.getFileName().toString()));
        }
        return start(copy, _ -> true);
    }

    LogStore openAt(Path where, LongPredicate alive) {
        return start(where, alive);
    }

    List<Path> segments() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    void put(long stream, long at, String... messages) {
        put(stream, -1, -1, at, messages);
    }

    void put(long stream, long from, long to, long at, String... messages) {
        List<Batch.Event> events = new ArrayList<>();
        for (String message : messages) {
            events.add(new Batch.Event(at, message));
        }
        store.append(new Batch(stream, 1_000_000, from, to, events));
    }

    List<String> read(long... streams) {
        return read(store, true, streams);
    }

    static List<String> read(LogStore store, boolean ascending, long... streams) {
        List<Long> of = java.util.Arrays.stream(streams).boxed().toList();
        List<String> found = new ArrayList<>();
        store.scan(of, Long.MIN_VALUE, Long.MAX_VALUE, ascending)
                .forEachRemaining(event -> found.add(event.message()));
        return found;
    }

    /** Text that does not shrink. */
    static String noise(long seed, int length) {
        SplittableRandom random = new SplittableRandom(seed);
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append((char) ('!' + random.nextInt(90)));
        }
        return text.toString();
    }

    @Override
    public void close() {
        store.close();
    }
}
