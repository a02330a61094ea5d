package dev.slipway.node.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.node.container.Bench.Draft;
import dev.slipway.node.host.Processes;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SurvivalHostTest {
    private Optional<Bench> bench = Optional.empty();

    /** What the test kills: makes containers, says so, and does not end. */
    static final class Victim {
        private Victim() {}

        public static void main(String[] arguments) throws Exception {
            Path folder = Path.of(arguments[0]);
            Containers containers =
                    Containers.open(
                            new ContainersSetup(
                                    folder,
                                    folder.resolve("layers"),
                                    arguments[1],
                                    "",
                                    InstantSource.system(),
                                    _ -> {}));
            containers.openTask(Bench.plan(512, 128, false, List.of()), Bench.NETWORK);
            containers.makeAhead();
            Bench.until(() -> containers.ready() == 4);
            Container lives =
                    containers.create(
                            new Draft("lives", "sh", "-c", "while :; do echo on; sleep 0.1; done")
                                    .spec());
            lives.start();
            Container ends =
                    containers.create(
                            new Draft("ends", "sh", "-c", "test -e /go || sleep 1; exit 5").spec());
            ends.start();
            Container waits = containers.create(new Draft("waits", "sleep", "100").spec());
            System.out.println(
                    "%d %s %d %s"
                            .formatted(
                                    lives.pid(),
                                    lives.startedAt().orElseThrow(),
                                    waits.pid(),
                                    ends.record().handle()));
            Thread.sleep(Duration.ofMinutes(1));
        }
    }

    @BeforeEach
    void open() throws Exception {
        Bench.needsRoot();
        bench = Optional.of(new Bench());
        bench.get().containers.close();
    }

    @AfterEach
    void close() throws Exception {
        if (bench.isPresent()) {
            bench.get().close();
        }
    }

    @Test
    void containersOutliveUsAndAreFoundAgain() throws Exception {
        Bench here = bench.orElseThrow();
        Process victim =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Victim.class.getName(),
                                here.folder.toString(),
                                here.instance)
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        String[] said;
        try (var reader =
                new BufferedReader(
                        new InputStreamReader(victim.getInputStream(), StandardCharsets.UTF_8))) {
            String line = reader.readLine();
            assertThat(line).isNotNull();
            said = line.split(" ");
        } finally {
            victim.destroyForcibly().waitFor();
        }
        // The one that ends does so while nobody looks.
        Path exit = Path.of("/run/slipway-" + here.instance + "/e/" + said[3]);
        Bench.until(() -> Files.exists(exit));

        here.containers = here.open();
        assertThat(here.containers.all())
                .extracting(Container::id)
                .containsExactly("ends", "lives");
        Container ends = here.containers.all().getFirst();
        Container lives = here.containers.all().getLast();
        assertThat(ends.exit().orElseThrow().code()).hasValue(5);
        assertThat(lives.state()).isEqualTo(Container.State.RUNNING);
        assertThat(lives.pid()).isEqualTo(Long.parseLong(said[0]));
        assertThat(lives.startedAt()).contains(Instant.parse(said[1]));
        assertThat(Processes.ended(Long.parseLong(said[2]))).isTrue();
        long lines = Files.size(lives.logFile());
        Bench.until(() -> Files.size(lives.logFile()) > lines);

        lives.kill();
        assertThat(lives.awaitExit(Duration.ofSeconds(10)).orElseThrow().code()).hasValue(137);
        for (Container container : List.of(ends, lives)) {
            container.delete();
        }
        assertThat(here.containers.leaks(Set.of(Bench.TASK))).isEmpty();
    }

    @Test
    void aStartThatACrashCutOffIsCompleted() throws Exception {
        Bench here = bench.orElseThrow();
        here.containers = here.open();
        here.task(512, 128);
        Container waits = here.containers.create(new Draft("waits", "sleep", "100").spec());
        Container runs = here.containers.create(new Draft("runs", "sleep", "100").spec());
        runs.start();
        here.containers.close();
        // One was about to be let go, the other one was and only its FIFO was still there.
        waits.record().started(1_000).write(here.folder.resolve("c/waits"));
        Path run = Path.of("/run/slipway-" + here.instance + "/r");
        assertThat(run.resolve("waits/exec.fifo")).exists();
        Files.createFile(run.resolve("runs/exec.fifo"));

        here.containers = here.open();
        assertThat(here.containers.all())
                .extracting(Container::state)
                .containsExactly(Container.State.RUNNING, Container.State.RUNNING);
        Bench.until(() -> runsSleep(waits.pid()));
        assertThat(runsSleep(runs.pid())).isTrue();
    }

    private static boolean runsSleep(long pid) {
        return Processes.arguments(pid).equals(List.of("sleep", "100"));
    }

    @Test
    void aRecycledProcessNumberIsNotTakenForTheContainer() throws Exception {
        Bench here = bench.orElseThrow();
        here.containers = here.open();
        here.task(512, 128);
        Container container = here.containers.create(new Draft("old", "sleep", "100").spec());
        container.start();
        here.containers.close();
        Process bystander = new ProcessBuilder("sleep", "100").start();
        try {
            ContainerRecord record = container.record();
            record.running(
                            new ContainerRecord.Who(
                                    bystander.pid(),
                                    record.who().startTime(),
                                    bystander.pid(),
                                    record.who().conmonStartTime()))
                    .write(here.folder.resolve("c/old"));
            here.containers = here.open();
            Container again = here.containers.all().getFirst();
            assertThat(again.state()).isEqualTo(Container.State.ENDED);
            again.kill();
            again.delete();
            assertThat(bystander.isAlive()).isTrue();
        } finally {
            bystander.destroyForcibly().waitFor();
        }
    }

    @Test
    void dismantlingLeavesNothing() throws Exception {
        Bench here = bench.orElseThrow();
        here.containers = here.open();
        here.task(512, 128);
        here.containers.create(new Draft("going", "sleep", "100").spec()).start();
        here.containers.create(new Draft("waiting", "sleep", "100").spec());
        here.containers.dismantle();
        assertThat(Path.of("/run/slipway-" + here.instance)).doesNotExist();
        assertThat(here.folder.resolve("c")).doesNotExist();
        try (var trees = Files.list(Path.of("/sys/fs/cgroup"))) {
            assertThat(trees.filter(tree -> Files.exists(tree.resolve("slipway-" + here.instance))))
                    .isEmpty();
        }
        here.containers = here.open();
    }
}
