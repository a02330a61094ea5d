package dev.slipway.node.logs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.node.simulated.RecordingLink;
import dev.slipway.nodelink.ContainerPlan.LogPlan;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A writer that begins a new file now and then, and a reader that is not always there. */
@Timeout(60)
class SpoolTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final String TIME = "2026-01-01T00:00:00.123456789+00:00 stdout F ";

    @TempDir Path folder;
    private final RecordingLink link = new RecordingLink();
    private final AtomicLong written = new AtomicLong(1234); // it wrote other things before
    private final Semaphore held = new Semaphore(0);
    private final Semaphore wentOn = new Semaphore(0);
    private final LogWriter writer =
            new LogWriter(50_000, () -> 77, this::count, held::release, wentOn::release);
    private final List<String> lines = new ArrayList<>();
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

    private void follow(boolean blocking) throws IOException {
        LogPlan plan = new LogPlan("us-east-1", "/g", "s", false, blocking, 64 << 20, "");
        captures.follow("c", new LogSource(file, "000000000000", plan, writer));
    }

    private void restart() throws IOException {
        captures.close();
        captures = open();
    }

    private void write(int count) throws IOException {
        write(count, "");
    }

    private void write(int count, String more) throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            String line = "line-%06d".formatted(lines.size()) + more;
            lines.add(line);
            text.append(TIME).append(line).append('\n');
        }
        append(text.toString());
    }

    private synchronized OptionalLong count() {
        return OptionalLong.of(written.get());
    }

    /** The kernel counts within the same call, too. */
    private synchronized void append(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        Files.write(file, bytes, StandardOpenOption.APPEND);
        written.addAndGet(bytes.length);
    }

    /** As conmon does it. */
    private void replace() throws IOException {
        Path fresh = folder.resolve("log.tmp");
        Files.createFile(fresh);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private List<String> stored() {
        return link.messages("s");
    }

    private void awaitAll() throws InterruptedException {
        link.await(l -> l.messages("s").size() >= lines.size(), LONG);
    }

    @Test
    void linesGoOnInTheNextFileWhetherSomeoneLooksOrNot() throws Exception {
        long seed = Long.getLong("slipway.seed", 11);
        Random random = new Random(seed);
        follow(false);
        for (int round = 0; round < 40; round++) {
            boolean away = random.nextBoolean();
            if (away) {
                captures.close();
            }
            write(random.nextInt(200));
            replace();
            write(random.nextInt(200));
            if (away) {
                captures = open();
                follow(false);
            }
            awaitAll();
        }
        assertThat(captures.finish("c", LONG)).isTrue();
        assertThat(stored()).as("seed %d", seed).containsExactlyElementsOf(lines);
    }

    @Test
    void whoeverFollowsNextFindsTheFilesLeftAlone() throws Exception {
        for (int round = 0; round < 50; round++) {
            file = folder.resolve("log" + round);
            Files.createFile(file);
            String stream = "s" + round;
            LogPlan plan = new LogPlan("us-east-1", "/g", stream, false, false, 64 << 20, "");
            LogSource source = new LogSource(file, "000000000000", plan, writer);
            captures.follow("c" + round, source);
            restart();
            captures.follow("c" + round, source);
            append(TIME + "line\n");
            link.await(l -> l.messages(stream).equals(List.of("line")), LONG);
        }
    }

    @Test
    void theDiskHoldsTwoFilesAtMost() throws Exception {
        follow(false);
        for (int i = 0; i < 5; i++) {
            write(10);
            replace();
        }
        write(10);
        assertThat(captures.finish("c", LONG)).isTrue();
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.filter(f -> f.getFileName().toString().matches("log(\\.[0-9]+)?")))
                    .hasSize(2);
        }
    }

    @Test
    void aFileThatCameAndWentUnseenIsToldOfWithItsBytes() throws Exception {
        follow(false);
        write(10);
        awaitAll();
        captures.close();
        write(5);
        replace();
        long before = written.get();
        append((TIME + "never seen\n").repeat(1000));
        long lost = written.get() - before;
        replace();
        write(5);
        restart();
        follow(false);
        assertThat(captures.finish("c", LONG)).isTrue();
        assertThat(stored()).hasSize(21);
        assertThat(stored().get(15))
                .startsWith("about " + lost + " bytes of output were dropped here: ");
        List<String> others = new ArrayList<>(stored());
        others.remove(15);
        assertThat(others).containsExactlyElementsOf(lines);
    }

    @Test
    void inBlockingModeTheWriterIsHeldWhileTooMuchWaitsAndNothingIsDropped() throws Exception {
        follow(true);
        write(1);
        awaitAll();
        wentOn.drainPermits(); // at its beginning it lets go what an earlier one may have held
        link.down(true);
        while (held.availablePermits() == 0) {
            write(1000, "x".repeat(2000));
            assertThat(lines.size()).isLessThan(20_000);
        }
        assertThat(wentOn.availablePermits()).isZero();
        link.down(false);
        assertThat(wentOn.tryAcquire(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(captures.finish("c", LONG)).isTrue();
        assertThat(stored().equals(lines)).isTrue();
    }

    @Test
    void whatTheWriterWritesToItselfIsNotTakenForOutput() throws Exception {
        follow(false);
        for (int i = 0; i < 5; i++) {
            write(10);
            awaitAll();
            written.addAndGet(40_000);
            replace();
        }
        write(10);
        assertThat(captures.finish("c", LONG)).isTrue();
        assertThat(stored()).containsExactlyElementsOf(lines);
    }

    @Test
    void aContainerThatIsToEndIsHeldNoMore() throws Exception {
        link.down(true);
        follow(true);
        while (held.availablePermits() == 0) {
            write(1000, "x".repeat(2000));
            assertThat(lines.size()).isLessThan(20_000);
        }
        wentOn.drainPermits();
        captures.letGo("c");
        assertThat(wentOn.availablePermits()).isEqualTo(1);
    }
}
