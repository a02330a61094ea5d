package dev.slipway.node.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.node.simulated.Plans;
import dev.slipway.node.simulated.RecordingLink;
import dev.slipway.nodelink.ContainerPlan;
import dev.slipway.nodelink.TaskPlan;
import dev.slipway.nodelink.TaskReport.Phase;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Containers that write as fast as they can, and one that says little beside them. */
@Timeout(300)
class FloodHostTest {
    private static final boolean DEEP = Boolean.getBoolean("slipway.deep");
    private static final Duration LONG = Duration.ofMinutes(4);
    private static final int FIRST = 10_000_000;
    private static final int LAST = 99_999_999;
    private static final int LINES = DEEP ? 60_000_000 : 6_000_000;

    /** Two files, what a write may have begun, and what small files need. */
    private static final long DISK = 257L << 20;

    @TempDir Path folder;
    private final NumbersLink link = new NumbersLink(FIRST, this::onDisk);
    private Optional<LocalNode> node = Optional.empty();

    @BeforeEach
    void openNode() throws Exception {
        RealNode.needsRoot("FloodHostTest");
        RealNode.image(folder, "sh", "sleep", "echo", "seq");
        open();
    }

    private void open() throws IOException {
        node = Optional.of(RealNode.open(folder, link));
    }

    private LocalNode current() {
        return node.orElseThrow();
    }

    @AfterEach
    void dismantle() throws IOException {
        if (node.isPresent()) {
            current().dismantle();
        }
    }

    private static TaskPlan flood(boolean blocking, String script) {
        ContainerPlan plain =
                Plans.with(
                        Plans.container("web", true, "sh", "-c", script),
                        NodeContract.IMAGE,
                        Map.of(),
                        true);
        return Plans.task(1, blocking ? Plans.blocking(plain) : plain);
    }

    private static String numbers() {
        return "seq " + FIRST + " " + (FIRST + LINES - 1);
    }

    /**
     * Bytes in the log files of all containers: all but the one that floods say next to nothing.
     */
    private long onDisk() {
        long bytes = 0;
        try (Stream<Path> all =
                Files.find(
                        folder.resolve("data/containers/c"),
                        2,
                        (p, _) -> p.getFileName().toString().matches("log(\\.[0-9]+)?"))) {
            // The one that is written to has two names.
            List<Path> files = all.toList();
            for (Path file : files) {
                int names = (int) Files.getAttribute(file, "unix:nlink");
                bytes += Files.size(file) / names;
            }
        } catch (NoSuchFileException | java.io.UncheckedIOException _) {
            return 0; // replaced or removed meanwhile
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return bytes;
    }

    @Test
    void inNonBlockingModeTheDiskIsBoundedAndEveryLineIsStoredOrCounted() throws Exception {
        TaskPlan small =
                Plans.task(
                        2,
                        Plans.with(
                                Plans.container(
                                        "small", true, "sh", "-c", "sleep 1; echo heard; exit 3"),
                                NodeContract.IMAGE,
                                Map.of(),
                                true));
        current().apply(Plans.plan(1, flood(false, numbers()), small));
        link.others().await(l -> stopped(l, 2), LONG);
        assertThat(link.others().messages("ecs/small")).containsExactly("heard");
        link.others().await(l -> stopped(l, 1), LONG);
        assertEveryLineIsToldOf(LINES);
        assertThat(link.most()).isBetween(1L, DISK);
    }

    private void assertEveryLineIsToldOf(int lines) {
        long told = link.seen() + link.droppedLines() + link.droppedBytes() / NumbersLink.RECORD;
        // conmon cuts a line in two where its buffer ends: bytes tell lines not to the last one.
        long unsure = link.droppedBytes() == 0 ? 0 : lines / 500;
        assertThat(told).isBetween(lines - unsure, lines + unsure);
    }

    @Test
    void inBlockingModeTheContainerWaitsAndNothingIsLost() throws Exception {
        current().apply(Plans.plan(1, flood(true, numbers())));
        link.others().await(l -> stopped(l, 1), LONG);
        assertThat(link.seen()).isEqualTo(LINES);
        assertThat(link.droppedLines() + link.droppedBytes()).isZero();
        // One full file, and what the container may be ahead of the store.
        assertThat(link.most()).isBetween(1L, 200L << 20);
    }

    @Test
    void whileTheNodeIsAwayTheDiskIsBoundedAndWhatWasLostIsCounted() throws Exception {
        TaskPlan task = flood(false, "sleep 2; " + numbers() + "; echo " + LAST + "; sleep 1000");
        current().apply(Plans.plan(1, task));
        link.others()
                .await(
                        l -> l.task(task.id()).map(t -> t.phase() == Phase.RUNNING).orElse(false),
                        LONG);
        current().close();
        long most = 0;
        while (!writtenLast().endsWith(" F " + LAST + "\n")) {
            most = Math.max(most, onDisk());
        }
        assertThat(most).isBetween(1L, DISK);
        open();
        current().apply(Plans.plan(1, task));
        while (!link.sawLast()) {
            Thread.onSpinWait();
        }
        assertThat(link.droppedBytes()).isPositive();
        assertEveryLineIsToldOf(LINES + 1);
    }

    @AfterEach
    void tell() {
        System.out.printf(
                "FloodHostTest: %d lines stored, %d lines and %d bytes dropped, at most %d bytes on"
                        + " the disk%n",
                link.seen(), link.droppedLines(), link.droppedBytes(), link.most());
    }

    private static boolean stopped(RecordingLink link, int task) {
        return link.task(Plans.id(task)).map(t -> t.phase() == Phase.STOPPED).orElse(false);
    }

    private String writtenLast() throws IOException {
        try (Stream<Path> logs =
                Files.find(folder.resolve("data/containers/c"), 2, (p, _) -> p.endsWith("log"))) {
            try (SeekableByteChannel log = Files.newByteChannel(logs.findFirst().orElseThrow())) {
                ByteBuffer end = ByteBuffer.allocate(64);
                log.position(Math.max(0, log.size() - 64)).read(end);
                return StandardCharsets.ISO_8859_1.decode(end.flip()).toString();
            }
        }
    }
}
