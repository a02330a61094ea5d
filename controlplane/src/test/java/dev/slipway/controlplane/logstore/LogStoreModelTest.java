package dev.slipway.controlplane.logstore;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Anything in any order, against lists. */
class LogStoreModelTest {
    private static final int STREAMS = 4;
    @TempDir private Path temp;

    private record Said(long at, String message) {}

    private final Map<Long, List<Said>> model = new TreeMap<>();
    private final Map<Long, Long> positions = new TreeMap<>();
    private final long[] numbers = LongStream.rangeClosed(1, STREAMS).toArray();
    private long lastNumber = STREAMS;
    private long oldest;
    private int copies;

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 20_26})
    void theStoreHoldsWhatTheModelHolds(long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        try (Shelf shelf = new Shelf(temp, 3_000)) {
            for (int step = 0; step < 300; step++) {
                int choice = random.nextInt(100);
                if (choice < 75) {
                    append(shelf, random, step);
                } else if (choice < 80) {
                    int slot = random.nextInt(STREAMS);
                    long gone = numbers[slot];
                    numbers[slot] = ++lastNumber; // a number is never used again
                    shelf.store.drop(gone);
                    model.remove(gone);
                    positions.remove(gone);
                } else if (choice < 88) {
                    oldest += random.nextInt(40);
                    shelf.store.expire(_ -> oldest);
                } else if (choice < 94) {
                    shelf.reopen();
                } else {
                    try (LogStore crashed = shelf.openCopy(temp.resolve("crash-" + copies++))) {
                        agree(crashed, "crash at step " + step, oldest);
                    }
                }
                agree(shelf.store, "step " + step, oldest);
            }
        }
    }

    private void append(Shelf shelf, SplittableRandom random, int step) {
        long stream = numbers[random.nextInt(STREAMS)];
        long from = positions.getOrDefault(stream, 0L);
        List<Batch.Event> events = new ArrayList<>();
        for (int i = random.nextInt(4); i >= 0; i--) {
            long at = (long) step + random.nextInt(-20, 20);
            events.add(
                    new Batch.Event(at, step + "-" + i + Shelf.noise(step, random.nextInt(300))));
        }
        long to = from + events.size();
        shelf.store.append(new Batch(stream, step, from, to, events));
        positions.put(stream, to);
        events.stream()
                .sorted(Comparator.comparingLong(Batch.Event::timestamp))
                .forEach(
                        e ->
                                model.computeIfAbsent(stream, _ -> new ArrayList<>())
                                        .add(new Said(e.timestamp(), e.message())));
    }

    private void agree(LogStore store, String when, long from) {
        for (long stream : numbers) {
            List<Said> want =
                    model.getOrDefault(stream, List.of()).stream()
                            .filter(said -> said.at() >= from)
                            .sorted(Comparator.comparingLong(Said::at))
                            .toList();
            List<Said> read = new ArrayList<>();
            store.scan(List.of(stream), from, Long.MAX_VALUE, true)
                    .forEachRemaining(e -> read.add(new Said(e.timestamp(), e.message())));
            List<Said> back = new ArrayList<>();
            store.scan(List.of(stream), from, Long.MAX_VALUE, false)
                    .forEachRemaining(e -> back.addFirst(new Said(e.timestamp(), e.message())));
            assertThat(read).as("%s, stream %d", when, stream).isEqualTo(want);
            assertThat(back).as("%s, stream %d backward", when, stream).isEqualTo(want);
            assertThat(store.statistics(stream).position())
                    .as("%s, position of %d", when, stream)
                    .isEqualTo(positions.getOrDefault(stream, 0L));
        }
    }
}
