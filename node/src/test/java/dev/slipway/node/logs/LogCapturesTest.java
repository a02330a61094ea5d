package dev.slipway.node.logs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.node.simulated.RecordingLink;
import dev.slipway.nodelink.ContainerPlan.LogPlan;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class LogCapturesTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final String TIME = "2026-01-01T00:00:00.123456789+00:00 ";

    @TempDir Path folder;
    private final RecordingLink link = new RecordingLink();
    private Path file = Path.of("");
    private LogCaptures captures = open();

    private LogCaptures open() {
        try {
            return LogCaptures.open(link, Path.of("/tmp"), Thread.ofVirtual().factory());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @BeforeEach
    void aFile() throws IOException {
        file = folder.resolve("log");
        Files.createFile(file);
    }

    @AfterEach
    void close() throws IOException {
        captures.close();
    }

    @Test
    void linesAppearWhileTheContainerRuns() throws Exception {
        follow("");
        write(TIME + "stdout F one\n", TIME + "stderr F two\n");
        await(2);
        write(TIME + "stdout F three\n");
        await(3);
        assertThat(messages()).containsExactly("one", "two", "three");
        assertThat(captures.finish("c", LONG)).isTrue();
    }

    @Test
    void aFileThatCannotBeWatchedIsLookedAtAndReadToItsEnd() throws Exception {
        captures.close();
        WatchService none = folder.getFileSystem().newWatchService();
        none.close();
        captures =
                new LogCaptures(
                        link,
                        Thread.ofVirtual().factory(),
                        new LogFileWatch(none, Thread.ofVirtual().factory()));
        follow("");
        write(TIME + "stdout F one\n");
        await(1);
        write(TIME + "stdout F two\n");
        await(2);
        write(TIME + "stdout F three\n");
        assertThat(captures.finish("c", LONG)).isTrue();
        assertThat(messages()).containsExactly("one", "two", "three");
    }

    @Test
    void piecesOfALineAreJoinedPerStream() throws Exception {
        follow("");
        write(
                TIME + "stdout P be",
                "\n",
                TIME + "stderr F other\n",
                TIME + "stdout P ginn\n",
                TIME + "stdout F ing\n");
        assertThat(captures.finish("c", LONG)).isTrue();
        assertThat(messages()).containsExactly("other", "beginning");
    }

    @Test
    void aLineWithoutAnEndIsStoredWhenTheContainerEnds() throws Exception {
        follow("");
        write(TIME + "stdout P Password: \n");
        assertThat(captures.finish("c", LONG)).isTrue();
        assertThat(messages()).containsExactly("Password: ");
    }

    @Test
    void emptyLinesAndCarriageReturnsAreNoEvents() throws Exception {
        follow("");
        write(TIME + "stdout F \n", TIME + "stdout F \r\n", TIME + "stdout F x\r\n");
        assertThat(captures.finish("c", LONG)).isTrue();
        assertThat(messages()).containsExactly("x");
    }

    @Test
    void aLongLineIsSplitBetweenCharacters() throws Exception {
        follow("");
        String line = "x" + "é".repeat(200_000);
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        for (int at = 0; at < bytes.length; at += 8000) {
            int to = Math.min(bytes.length, at + 8000);
            append((TIME + "stdout " + (to < bytes.length ? "P " : "F ")).getBytes(UTF_8));
            append(java.util.Arrays.copyOfRange(bytes, at, to));
            append("\n".getBytes(UTF_8));
        }
        assertThat(captures.finish("c", LONG)).isTrue();
        assertThat(messages()).hasSize(2);
        assertThat(String.join("", messages())).isEqualTo(line);
    }

    @Test
    void whatIsNotUtf8IsReplaced() throws Exception {
        follow("");
        append((TIME + "stdout F a").getBytes(UTF_8));
        append(new byte[] {(byte) 0xff, 'b', '\n'});
        assertThat(captures.finish("c", LONG)).isTrue();
        assertThat(messages()).containsExactly("a\ufffdb");
    }

    @Test
    void aStartPatternMakesOneEventOfManyLines() throws Exception {
        follow("^\\[");
        write(
                TIME + "stdout F [1] trouble\n",
                TIME + "stdout F   at here\n",
                TIME + "stdout F   at there\n",
                TIME + "stdout F [2] fine\n");
        await(1);
        assertThat(messages()).containsExactly("[1] trouble\n  at here\n  at there");
        assertThat(captures.finish("c", LONG)).isTrue();
        assertThat(messages()).hasSize(2).last().isEqualTo("[2] fine");
    }

    @Test
    void linesWaitForAControlPlaneThatIsAway() throws Exception {
        link.down(true);
        follow("");
        write(TIME + "stdout F one\n");
        link.down(false);
        assertThat(captures.finish("c", LONG)).isTrue();
        assertThat(messages()).containsExactly("one");
    }

    @Test
    void anEndDoesNotWaitForEverForAControlPlaneThatIsAway() throws Exception {
        link.down(true);
        follow("");
        write(TIME + "stdout F one\n");
        assertThat(captures.finish("c", Duration.ofMillis(300))).isFalse();
    }

    /** Restarts at random moments while two streams write lines in pieces. */
    @Test
    void overRestartsEveryLineIsStoredExactlyOnce() throws Exception {
        long seed = 7;
        SplittableRandom random = new SplittableRandom(seed);
        List<String> written = new ArrayList<>();
        follow("");
        for (int round = 0; round < 20; round++) {
            for (int i = 0; i < 50; i++) {
                String line = "line-" + round + "-" + i;
                String stream = random.nextBoolean() ? "stdout" : "stderr";
                if (random.nextInt(4) == 0) {
                    write(TIME + stream + " P " + line.substring(0, 3) + "\n");
                    line = line.substring(0, 3) + line.substring(3);
                    write(TIME + stream + " F " + line.substring(3) + "\n");
                } else {
                    write(TIME + stream + " F " + line + "\n");
                }
                written.add(line);
            }
            captures.close();
            captures = open();
            follow("");
        }
        assertThat(captures.finish("c", LONG)).isTrue();
        assertThat(messages()).as("seed %d", seed).containsExactlyElementsOf(written);
    }

    @Test
    void aPieceBegunBeforeARestartIsJoinedAfterIt() throws Exception {
        follow("");
        write(TIME + "stdout P hel\n", TIME + "stderr F meanwhile\n");
        await(1);
        captures.close();
        captures = open();
        follow("");
        write(TIME + "stdout F lo\n");
        assertThat(captures.finish("c", LONG)).isTrue();
        assertThat(messages()).containsExactly("meanwhile", "hello");
    }

    @Test
    void aBacklogAboveTheBufferIsDroppedAndTheCountIsSaid() throws Exception {
        link.down(true);
        StringBuilder flood = new StringBuilder();
        int lines = 60_000;
        for (int i = 0; i < lines; i++) {
            flood.append(TIME).append("stdout F ").append("%08d".formatted(i)).append('\n');
        }
        append(flood.toString().getBytes(UTF_8));
        follow("");
        link.down(false);
        assertThat(captures.finish("c", LONG)).isTrue();
        List<String> messages = messages();
        assertThat(messages.getFirst()).matches("\\d+ lines were dropped here: .*");
        int dropped = Integer.parseInt(messages.getFirst().split(" ")[0]);
        assertThat(dropped).isPositive();
        assertThat(dropped + messages.size() - 1).isEqualTo(lines);
        assertThat(messages.getLast()).isEqualTo("%08d".formatted(lines - 1));
    }

    @Test
    void whatCouldNotBeStoredInTimeIsCounted() throws Exception {
        String[] records = new String[30_000];
        java.util.Arrays.setAll(records, i -> TIME + "stdout F %08d\n".formatted(i));
        captures.follow(
                "c", new LogSource(file, "000000000000", plan("", 1 << 30), LogWriter.NONE));
        write(records[0]);
        await(1);
        synchronized (link) {
            write(records);
            assertThat(captures.finish("c", Duration.ofMillis(500))).isFalse();
        }
        link.await(l -> l.messages("s").getLast().contains("dropped"), LONG);
        List<String> messages = messages();
        assertThat(messages.getLast()).matches("about \\d+ bytes of output were dropped here: .*");
        long dropped = Long.parseLong(messages.getLast().split(" ")[1]) / records[0].length();
        assertThat(dropped + messages.size() - 1).isEqualTo(records.length + 1);
    }

    @Test
    void whatWaitsWhenTheTimeIsUpIsTriedOnceMore() throws Exception {
        follow("");
        write(TIME + "stdout F one\n");
        await(1);
        link.down(true);
        long before = link.refused();
        write(TIME + "stdout F two\n");
        link.await(l -> l.refused() > before, LONG);
        link.down(false);
        // The next try is a tenth of a second away.
        assertThat(captures.finish("c", Duration.ZERO)).isFalse();
        await(2);
        assertThat(messages()).containsExactly("one", "two");
    }

    private static final java.nio.charset.Charset UTF_8 = StandardCharsets.UTF_8;

    private static LogPlan plan(String multiline, long buffer) {
        return new LogPlan("us-east-1", "/g", "s", false, false, buffer, multiline);
    }

    private void follow(String multiline) throws IOException {
        captures.follow(
                "c", new LogSource(file, "000000000000", plan(multiline, 1 << 20), LogWriter.NONE));
    }

    private void write(String... records) throws IOException {
        append(String.join("", records).getBytes(UTF_8));
    }

    private void append(byte[] bytes) throws IOException {
        Files.write(file, bytes, StandardOpenOption.APPEND);
    }

    private List<String> messages() {
        return link.messages("s");
    }

    private void await(int count) throws InterruptedException {
        link.await(l -> l.messages("s").size() >= count, LONG);
    }
}
