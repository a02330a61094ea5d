package dev.slipway.node.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.node.host.LineFile;
import dev.slipway.node.local.HaltingMachine.Moment;
import dev.slipway.node.simulated.Plans;
import dev.slipway.node.simulated.RecordingLink;
import dev.slipway.nodelink.TaskPlan;
import dev.slipway.nodelink.TaskReport;
import dev.slipway.nodelink.TaskReport.Phase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A process that dies at a step of a launch or of a stop; the next one ends it right. */
@Timeout(120)
class EachStepHostTest {
    private static final boolean DEEP = Boolean.getBoolean("slipway.deep");
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final String IMAGE = NodeContract.IMAGE;
    private static final List<String> LAUNCH =
            List.of(
                    "OpenNamespace",
                    "AttachNetwork",
                    "FetchImage",
                    "OpenLog",
                    "CreateContainer",
                    "StartContainer");
    private static final List<String> STOP =
            List.of("StopContainer", "RemoveContainer", "DetachNetwork");
    private static final TaskPlan TASK =
            Plans.task(
                    1,
                    Plans.with(
                            Plans.container(
                                    "web",
                                    true,
                                    "sh",
                                    "-c",
                                    "trap 'echo done; exit 7' TERM; echo begun;"
                                            + " while :; do sleep 0.1; done"),
                            IMAGE,
                            Map.of(),
                            true));

    @TempDir Path folder;
    private final RecordingLink link = new RecordingLink();
    private Optional<LocalNode> node = Optional.empty();

    /** What dies: brings the task up and takes it down again, if it gets that far. */
    static final class Doomed {
        private Doomed() {}

        public static void main(String[] arguments) throws Exception {
            RecordingLink link = new RecordingLink();
            Moment moment = new Moment(arguments[1], Integer.parseInt(arguments[2]));
            LocalNode node =
                    RealNode.open(
                            Path.of(arguments[0]),
                            link,
                            machine -> new HaltingMachine(machine, moment));
            node.apply(Plans.plan(1, TASK));
            link.await(l -> phase(l, Phase.RUNNING), LONG);
            link.await(l -> l.messages("ecs/web").equals(List.of("begun")), LONG);
            System.out.println(link.task(TASK.id()).orElseThrow().startedAt().orElseThrow());
            node.apply(Plans.plan(2, Plans.stopped(TASK)));
            link.await(l -> phase(l, Phase.STOPPED), LONG);
            System.exit(0); // the step never came
        }
    }

    static Stream<Moment> launchMoments() {
        return moments(LAUNCH);
    }

    static Stream<Moment> stopMoments() {
        return moments(STOP);
    }

    private static Stream<Moment> moments(List<String> steps) {
        List<Moment> all = new ArrayList<>();
        for (String step : steps) {
            if (DEEP) {
                all.add(Moment.before(step));
                for (int millis : new int[] {0, 1, 2, 4, 8, 16, 32, 64}) {
                    all.add(new Moment(step, millis));
                }
            }
            // What one step has done is what the next one finds: "before" adds little to it.
            all.add(Moment.after(step));
        }
        if (!DEEP) {
            all.add(Moment.before(steps.getFirst()));
            all.add(Moment.before(steps.getLast()));
            all.add(new Moment(steps.get(steps.size() - 2), 5));
        }
        return all.stream();
    }

    @BeforeEach
    void anImage() throws Exception {
        RealNode.needsRoot("EachStepHostTest");
        RealNode.image(folder, "sh", "sleep", "echo");
    }

    @AfterEach
    void dismantle() throws IOException {
        if (node.isEmpty() && Files.exists(RealNode.settings(folder).data())) {
            open();
        }
        if (node.isPresent()) {
            node.get().dismantle();
        }
    }

    private LocalNode open() throws IOException {
        LocalNode opened = RealNode.open(folder, link);
        node = Optional.of(opened);
        return opened;
    }

    /** Runs it until it dies; when the task had started, if that was told. */
    private Optional<Instant> doom(Moment moment) throws Exception {
        Path said = folder.resolve("said");
        int exit =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Doomed.class.getName(),
                                folder.toString(),
                                moment.step(),
                                Integer.toString(moment.millis()))
                        .redirectOutput(said.toFile())
                        .redirectError(folder.resolve("errors").toFile())
                        .start()
                        .waitFor();
        assertThat(exit)
                .as("%s: %s", moment, Files.readString(folder.resolve("errors")))
                .isEqualTo(HaltingMachine.EXIT);
        return Files.readAllLines(said, StandardCharsets.UTF_8).stream()
                .filter(line -> line.matches("[0-9].*Z"))
                .map(Instant::parse)
                .findFirst();
    }

    /** What is known of the container: its processes, and when it was started. */
    private Optional<String> container() {
        Path all = folder.resolve("data/containers/c");
        try (Stream<Path> records = Files.find(all, 2, (p, _) -> p.endsWith("record.json"))) {
            List<Path> found = records.toList();
            assertThat(found).hasSizeLessThan(2);
            return found.isEmpty() ? Optional.empty() : LineFile.read(found.getFirst());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("launchMoments")
    void aHalfLaunchedTaskIsLaunched(Moment moment) throws Exception {
        doom(moment);
        Optional<String> container = container();
        LocalNode next = open();
        next.apply(Plans.plan(3, TASK));
        link.await(l -> phase(l, Phase.RUNNING), LONG);
        container
                .filter(record -> !record.contains("\"startedAtMillis\":0"))
                .ifPresent(started -> assertThat(container()).contains(started));
        link.await(l -> l.messages("ecs/web").equals(List.of("begun")), LONG);
        leaksNothing(next);

        next.apply(Plans.plan(4, Plans.stopped(TASK)));
        link.await(l -> phase(l, Phase.STOPPED), LONG);
        assertThat(told().containers().getFirst().exitCode()).hasValue(7);
        assertThat(link.messages("ecs/web")).containsExactly("begun", "done");
        nothingIsLeft(next, 5);
    }

    @ParameterizedTest
    @MethodSource("launchMoments")
    void aHalfLaunchedTaskThatNobodyWantsAnyMoreIsUndone(Moment moment) throws Exception {
        doom(moment);
        nothingIsLeft(open(), 3);
    }

    @ParameterizedTest
    @MethodSource("stopMoments")
    void aHalfStoppedTaskIsStoppedAndToldAsItEnded(Moment moment) throws Exception {
        Optional<Instant> started = doom(moment);
        LocalNode next = open();
        next.apply(Plans.plan(3, Plans.stopped(TASK)));
        link.await(l -> phase(l, Phase.STOPPED), LONG);
        assertThat(told().startedAt()).isEqualTo(started);
        assertThat(told().containers().getFirst().exitCode()).isEqualTo(OptionalInt.of(7));
        nothingIsLeft(next, 4);
    }

    private static void nothingIsLeft(LocalNode node, long generation) {
        node.apply(Plans.plan(generation));
        leaksNothing(node);
    }

    /** Once the plan is taken in and what it makes superfluous is gone. */
    private static void leaksNothing(LocalNode node) {
        long end = System.nanoTime() + LONG.toNanos();
        while (!node.leaks().isEmpty() && System.nanoTime() < end) {
            LockSupport.parkNanos(5_000_000);
        }
        assertThat(node.leaks()).isEmpty();
    }

    private TaskReport told() {
        return link.task(TASK.id()).orElseThrow();
    }

    private static boolean phase(RecordingLink link, Phase phase) {
        return link.task(TASK.id()).map(t -> t.phase() == phase).orElse(false);
    }
}
