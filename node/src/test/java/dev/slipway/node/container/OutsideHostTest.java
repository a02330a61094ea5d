package dev.slipway.node.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.node.container.Bench.Draft;
import dev.slipway.node.host.Cgroups;
import dev.slipway.node.host.FileNodes;
import dev.slipway.node.host.Processes;
import dev.slipway.node.host.Programs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What others do to our processes, and what a container does to the machine. */
class OutsideHostTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private Bench bench;

    @BeforeEach
    void open() throws Exception {
        Bench.needsRoot();
        bench = new Bench();
        bench.task(1024, 256);
    }

    @AfterEach
    void close() throws Exception {
        if (bench != null) {
            bench.close();
        }
    }

    private static void kill(long pid) {
        ProcessHandle.of(pid).orElseThrow().destroyForcibly();
    }

    private void nothingIsLeft() throws Exception {
        assertThat(bench.containers.leaks(Set.of(Bench.TASK))).isEmpty();
        assertThat(bench.containers.all()).isEmpty();
        assertThat(
                        Cgroups.ofThisMachine()
                                .processes("/slipway-" + bench.instance + "/" + Bench.TASK))
                .isEmpty();
    }

    @Test
    void aContainerThatSomeoneKillsHasEndedBySigkillAndNotForMemory() throws Exception {
        Draft draft = new Draft("shot", "sh", "-c", "sleep 1000 & sleep 1000");
        Container container = bench.containers.create(draft.spec());
        container.start();
        kill(container.pid());
        Exit exit = container.awaitExit(LONG).orElseThrow();
        assertThat(exit.code()).hasValue(137);
        assertThat(exit.reason()).isEmpty();
        container.delete();
        nothingIsLeft();
    }

    @Test
    void aConmonThatSomeoneKillsBeforeTheStartFailsTheStartWithTheReason() throws Exception {
        Container container = bench.containers.create(new Draft("early", "sleep", "100").spec());
        long pid = container.pid();
        kill(container.record().who().conmon());
        assertThat(container.awaitExit(LONG).orElseThrow().reason()).contains("from outside");
        assertThatThrownBy(container::start)
                .isInstanceOf(LaunchException.class)
                .hasMessageContaining("from outside");
        assertThat(Processes.ended(pid)).isTrue();
        container.delete();
        nothingIsLeft();
    }

    /** A crun that does something to the launch when it is to create a container. */
    private void runtime(String inCreate) throws Exception {
        bench.containers.close();
        Path crun = Programs.find("crun").orElseThrow();
        Path program = bench.folder.resolve("bin/crun");
        Files.createDirectories(program.getParent());
        Files.writeString(
                program,
                "#!/bin/sh\nfor a; do if [ \"$a\" = create ]; then "
                        + inCreate.replace("CRUN", crun + " \"$@\"")
                        + "; fi; done\nexec "
                        + crun
                        + " \"$@\"\n");
        FileNodes.permit(program, 0755);
        bench.containers = bench.open(program.toString(), Duration.ofSeconds(5), 1L << 30);
    }

    @Test
    void aRuntimeThatIsKilledBeforeItMadeAnythingLeavesNothing() throws Exception {
        runtime("kill -9 $$");
        assertThatThrownBy(() -> bench.containers.create(new Draft("cut", "sleep", "9").spec()))
                .isInstanceOf(LaunchException.class)
                .hasMessageContaining("ended from outside");
        nothingIsLeft();
    }

    @Test
    void aRuntimeThatIsKilledWhenTheContainerIsThereLeavesNothing() throws Exception {
        runtime("CRUN; kill -9 $$");
        assertThatThrownBy(() -> bench.containers.create(new Draft("cut", "sleep", "9").spec()))
                .isInstanceOfSatisfying(
                        LaunchException.class,
                        e ->
                                assertThat(e.failure().code())
                                        .isEqualTo("ContainerRuntimeTimeoutError"));
        nothingIsLeft();
    }

    @Test
    void aConmonThatIsKilledDuringTheLaunchLeavesNothing() throws Exception {
        runtime("kill -9 $PPID; CRUN; exit 0");
        assertThatThrownBy(() -> bench.containers.create(new Draft("cut", "sleep", "9").spec()))
                .isInstanceOf(LaunchException.class)
                .hasMessageContaining("ended from outside");
        nothingIsLeft();
    }

    @Test
    void aForkBombIsHeldAndOthersGoOn() throws Exception {
        Draft draft = new Draft("bomb", "sh", "-c", "b() { b | b & b; }; (b) & exec sleep 1000");
        Container bomb = bench.containers.create(draft.spec());
        Cgroups cgroups = Cgroups.ofThisMachine();
        String group = "/slipway-" + bench.instance + "/" + Bench.TASK + "/bomb";
        assertThat(cgroups.read("pids", group, "pids.max"))
                .contains(Integer.toString(OciConfig.MAX_PROCESSES));
        cgroups.write("pids", group, "pids.max", "64"); // as it is, but sooner
        bomb.start();
        Bench.until(() -> cgroups.read("pids", group, "pids.events", "max").orElse(0L) > 20);
        assertThat(bomb.usage().orElseThrow().processes()).isLessThanOrEqualTo(64);
        assertThat(bomb.state()).isEqualTo(Container.State.RUNNING);
        assertThat(bench.run(new Draft("calm", "true")).code()).hasValue(0);
        bomb.kill();
        assertThat(bomb.awaitExit(LONG)).isPresent();
        for (Container container : List.copyOf(bench.containers.all())) {
            container.delete();
        }
        nothingIsLeft();
    }
}
