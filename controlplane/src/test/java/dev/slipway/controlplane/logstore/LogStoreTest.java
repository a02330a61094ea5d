package dev.slipway.controlplane.logstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.controlplane.state.StorageRefusedException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogStoreTest {
    private static final long LONG = 1 << 20;
    @TempDir private Path temp;
    private Shelf shelf;

    @BeforeEach
    void open() throws IOException {
        shelf = new Shelf(temp, LONG);
    }

    @AfterEach
    void close() {
        shelf.close();
    }

    @Test
    void eventsOfOverlappingBlocksComeInOrderOfTimeThenArrivalBothWays() {
        shelf.store.append(
                batch(1, event(10, "a"), event(30, "d"), event(30, "e"), event(50, "h")));
        shelf.store.append(batch(1, event(20, "b"), event(30, "f"), event(40, "g")));
        shelf.store.append(batch(2, event(25, "c"), event(60, "i")));

        assertThat(shelf.read(1, 2)).containsExactly("a", "b", "c", "d", "e", "f", "g", "h", "i");
        assertThat(Shelf.read(shelf.store, false, 1, 2))
                .containsExactly("i", "h", "g", "f", "e", "d", "c", "b", "a");
    }

    @Test
    void aRangeHasItsStartAndNotItsEnd() {
        shelf.put(1, 10, "a");
        shelf.put(1, 20, "b", "c");
        shelf.put(1, 30, "d");

        assertThat(range(10, 30, true)).containsExactly("a", "b", "c");
        assertThat(range(20, 30, false)).containsExactly("c", "b");
        assertThat(range(21, 30, true)).isEmpty();
    }

    @Test
    void aBatchThatIsOutOfOrderIsSortedWithoutReorderingEqualTimes() {
        shelf.store.append(batch(1, event(20, "b"), event(10, "a"), event(20, "c")));

        assertThat(shelf.read(1)).containsExactly("a", "b", "c");
    }

    @Test
    void emptyHugeAndForeignMessagesComeBackAsTheyWere() {
        String huge = "x".repeat(3 << 20) + Shelf.noise(5, 1 << 20);
        shelf.put(1, 10, "", huge, "grüße \u65e5\u672c \ud83d\ude00\n\t");

        shelf.reopen();

        assertThat(shelf.read(1)).containsExactly("", huge, "grüße \u65e5\u672c \ud83d\ude00\n\t");
    }

    @Test
    void keysAreUniqueAndSurviveTheirTextForm() {
        shelf.put(1, 10, "a", "b");
        shelf.put(1, 10, "c");
        List<EventKey> keys = new ArrayList<>();
        shelf.store
                .scan(List.of(1L), 0, 100, true)
                .forEachRemaining(event -> keys.add(event.key()));

        assertThat(keys).hasSize(3).doesNotHaveDuplicates().isSorted();
        assertThat(keys).allSatisfy(k -> assertThat(EventKey.parse(k.token())).contains(k));
        assertThat(keys).allSatisfy(k -> assertThat(k.eventId()).matches("[0-9]{56}"));
        EventKey odd = new EventKey(-5, 3, -1);
        assertThat(EventKey.parse(odd.token())).contains(odd);
        assertThat(EventKey.parse("1.2")).isEmpty();
        assertThat(EventKey.parse("1.2.z")).isEmpty();
    }

    @Test
    void manyAppendersAtOnceLoseNothingAndKeepTheirOwnOrder() throws Exception {
        List<Thread> writers = new ArrayList<>();
        for (int writer = 1; writer <= 8; writer++) {
            long stream = writer;
            writers.add(
                    Thread.ofVirtual()
                            .start(
                                    () -> {
                                        for (int i = 0; i < 50; i++) {
                                            shelf.put(stream, i, i + 1, 100 + i, "m" + i);
                                        }
                                    }));
        }
        for (Thread writer : writers) {
            assertThat(writer.join(java.time.Duration.ofSeconds(60))).isTrue();
        }

        shelf.reopen();

        for (int stream = 1; stream <= 8; stream++) {
            List<String> read = shelf.read(stream);
            assertThat(read).hasSize(50).startsWith("m0", "m1").endsWith("m49");
            assertThat(shelf.store.statistics(stream).position()).isEqualTo(50);
        }
    }

    @Test
    void aTornTailIsCutOffWhereverItWasTorn() throws IOException {
        shelf.put(1, 0, 5, 10, "first");
        Path file = shelf.segments().getFirst();
        long sound = Files.size(file);
        shelf.put(1, 5, 9, 20, "second");
        long whole = Files.size(file);
        for (long length = sound; length < whole; length++) {
            Path copy = temp.resolve("torn-" + length);
            shelf.openCopy(copy).close();
            Path torn = copy.resolve(file.getFileName().toString());
            truncate(torn, length);
            try (LogStore store = shelf.openAt(copy, _ -> true)) {
                assertThat(Shelf.read(store, true, 1)).containsExactly("first");
                assertThat(store.statistics(1).position()).isEqualTo(5);
                assertThat(Files.size(torn)).isEqualTo(sound);
            }
        }
    }

    @Test
    void aTailWhosePayloadNeverReachedTheDiskIsCutOff() throws IOException {
        shelf.put(1, 0, 5, 10, "first");
        Path file = shelf.segments().getFirst();
        long sound = Files.size(file);
        shelf.put(1, 5, 9, 20, "second");
        Path copy = temp.resolve("zeros");
        shelf.openCopy(copy).close();
        Path torn = copy.resolve(file.getFileName().toString());
        long whole = Files.size(torn);
        truncate(torn, sound + BlockCodec.HEADER_LENGTH);
        try (FileChannel channel = FileChannel.open(torn, StandardOpenOption.WRITE)) {
            channel.write(java.nio.ByteBuffer.allocate(1), whole - 1);
        }

        try (LogStore store = shelf.openAt(copy, _ -> true)) {
            assertThat(Shelf.read(store, true, 1)).containsExactly("first");
        }
    }

    @Test
    void aReaderThatIsInterruptedHarmsNobody() throws Exception {
        shelf.put(1, 10, "a");
        List<String> seen = new ArrayList<>();
        Thread reader =
                Thread.ofPlatform()
                        .start(
                                () -> {
                                    Thread.currentThread().interrupt();
                                    seen.addAll(shelf.read(1));
                                });
        reader.join();

        shelf.put(1, 20, "b");
        assertThat(seen).containsExactly("a");
        assertThat(shelf.read(1)).containsExactly("a", "b");
    }

    @Test
    void aClosedStoreRefusesInsteadOfWaiting() {
        shelf.store.close();
        shelf.store.close();

        assertThatThrownBy(() -> shelf.put(1, 10, "late"))
                .isInstanceOf(StorageRefusedException.class)
                .hasMessageContaining("closed");
    }

    @Test
    void appendersThatRaceWithClosingAllGetAnAnswer() throws Exception {
        List<Thread> writers = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            long stream = i;
            writers.add(
                    Thread.ofVirtual()
                            .start(
                                    () -> {
                                        try {
                                            for (int n = 0; n < 10_000; n++) {
                                                shelf.put(stream, n, "m");
                                            }
                                        } catch (StorageRefusedException closed) {
                                            assertThat(closed).hasMessageContaining("closed");
                                        }
                                    }));
        }
        shelf.store.close();
        for (Thread writer : writers) {
            writer.join(TimeUnit.SECONDS.toMillis(30));
            assertThat(writer.isAlive()).isFalse();
        }
    }

    @Test
    void noTextOfAMessageStandsOnTheDisk() throws IOException {
        shelf.put(1, 10, "the quick brown secret", "the quick brown secret");

        byte[] bytes = Files.readAllBytes(shelf.segments().getFirst());

        assertThat(new String(bytes, StandardCharsets.ISO_8859_1))
                .doesNotContain("secret")
                .doesNotContain("quick");
    }

    @Test
    void statisticsCountWhatIsThere() {
        shelf.put(1, 0, 7, 30, "abc", "é");
        shelf.put(1, 7, 9, 10, "x");

        assertThat(shelf.store.statistics(1))
                .isEqualTo(new StreamStatistics(10, 30, 1_000_000, 6, 3, 9));
        assertThat(shelf.store.statistics(2)).isEqualTo(StreamStatistics.EMPTY);
    }

    @Test
    void aSourceReadOnWithoutEventsIsRememberedOverARestart() {
        shelf.put(1, 0, 7, 30, "abc");
        shelf.store.append(new Batch(1, 1, 7, 20, List.of()));

        shelf.reopen();

        assertThat(shelf.store.statistics(1).position()).isEqualTo(20);
        assertThat(shelf.store.statistics(1).count()).isEqualTo(1);
        assertThat(shelf.read(1)).containsExactly("abc");
    }

    @Test
    void thePositionOutlivesAllEventsAndARestart() throws IOException {
        shelf.put(1, 0, 77, 10, Shelf.noise(1, 50_000));
        shelf.put(2, -1, -1, 10, "no source");

        shelf.store.expire(_ -> 1_000);

        assertThat(shelf.store.statistics(1).position()).isEqualTo(77);
        assertThat(shelf.read(1, 2)).isEmpty();
        long held = 0;
        for (Path file : shelf.segments()) {
            held += Files.size(file);
        }
        assertThat(held).as("what expired is gone from the disk").isLessThan(1_000);

        for (int i = 0; i < 3; i++) {
            shelf.reopen();
            shelf.store.expire(_ -> 1_000);
            assertThat(shelf.store.statistics(1).position()).isEqualTo(77);
            assertThat(shelf.store.statistics(1).count()).isZero();
            assertThat(shelf.read(1)).isEmpty();
        }
    }

    @Test
    void aDroppedStreamIsGoneAndNotThereAfterARestart() throws IOException {
        shelf.put(1, 0, 5, 10, "a");
        shelf.put(2, 10, "b");
        shelf.store.drop(1);

        assertThat(shelf.read(1, 2)).containsExactly("b");
        assertThat(shelf.store.statistics(1)).isEqualTo(StreamStatistics.EMPTY);

        Path copy = temp.resolve("copy");
        shelf.openCopy(copy).close();
        try (LogStore store = shelf.openAt(copy, stream -> stream != 1)) {
            assertThat(Shelf.read(store, true, 1, 2)).containsExactly("b");
        }
    }

    @Test
    void clearingMovesTheLivingAndAScanUnderWayStillSeesThem() throws IOException {
        shelf.close();
        shelf = new Shelf(temp.resolve("small"), temp.resolve("key"), 4_000);
        shelf.put(1, 0, 1, 100, "living");
        shelf.put(2, 0, 1, 10, Shelf.noise(1, 20_000));
        for (int i = 0; i < 5; i++) {
            shelf.put(2, 1, 2, 10, Shelf.noise(i, 5_000));
        }
        shelf.put(1, 1, 2, 200, "young");
        int before = shelf.segments().size();
        Iterator<StoredEvent> scan = shelf.store.scan(List.of(1L, 2L), 100, Long.MAX_VALUE, true);

        shelf.store.drop(2);
        shelf.store.expire(_ -> Long.MIN_VALUE);

        assertThat(shelf.segments()).hasSizeLessThan(before);
        assertThat(shelf.segments().getFirst().getFileName().toString())
                .isNotEqualTo("00000001.segment");
        assertThat(scan.next().message()).isEqualTo("living");
        assertThat(scan.next().message()).isEqualTo("young");
        assertThat(scan.hasNext()).isFalse();
        assertThat(shelf.read(1)).containsExactly("living", "young");
        shelf.reopen();
        assertThat(shelf.read(1)).containsExactly("living", "young");
        assertThat(shelf.store.statistics(1).position()).isEqualTo(2);
    }

    @Test
    void aScanWhoseStreamIsDroppedAndClearedAwayMeanwhileEnds() {
        shelf.put(1, 10, "a");
        shelf.put(1, 20, "b");
        Iterator<StoredEvent> scan = shelf.store.scan(List.of(1L), 0, 100, true);
        shelf.store.drop(1);
        shelf.store.expire(_ -> Long.MIN_VALUE);

        List<String> rest = new ArrayList<>();
        scan.forEachRemaining(event -> rest.add(event.message()));

        assertThat(rest).containsExactly("a");
    }

    private List<String> range(long start, long end, boolean ascending) {
        List<String> found = new ArrayList<>();
        shelf.store
                .scan(List.of(1L), start, end, ascending)
                .forEachRemaining(event -> found.add(event.message()));
        return found;
    }

    private static void truncate(Path file, long length) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(length);
        }
    }

    private static Batch batch(long stream, Batch.Event... events) {
        return new Batch(stream, 1_000_000, -1, -1, List.of(events));
    }

    private static Batch.Event event(long at, String message) {
        return new Batch.Event(at, message);
    }
}
