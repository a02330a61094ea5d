package dev.slipway.node.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.node.container.Bench.Draft;
import dev.slipway.node.host.Processes;
import dev.slipway.nodelink.ContainerPlan.Fittings;
import dev.slipway.nodelink.TaskPlan;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SharedProcessesHostTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final TaskPlan TASK = Bench.plan(1024, 256, true, List.of());
    private Bench bench;

    @BeforeEach
    void open() throws Exception {
        Bench.needsRoot();
        bench = new Bench();
        bench.containers.openTask(TASK, Bench.NETWORK);
    }

    @AfterEach
    void close() throws Exception {
        if (bench != null) {
            bench.close();
        }
    }

    private Container start(Draft draft) throws LaunchException {
        Container container = bench.containers.create(draft.spec(TASK));
        container.start();
        return container;
    }

    @Test
    void containersOfATaskSeeEachOthersProcesses() throws Exception {
        start(new Draft("one", "sleep", "4711"));
        start(new Draft("two", "sh", "-c", "busybox ps -o pid,args; exit 0"));
        Bench.until(() -> bench.output("two").contains("busybox ps"));
        assertThat(bench.output("two"))
                .containsPattern("(?m)^ +1 /pause$")
                .contains("sleep 4711")
                .doesNotContain("java");
        assertThat(bench.containers.all()).extracting(Container::id).containsExactly("one", "two");
    }

    @Test
    void oneThatAServerOfAnEarlierVersionMadeIsRenewedAmongTheOthers() throws Exception {
        Container old = start(new Draft("old", "busybox", "ps", "-o", "args"));
        assertThat(old.awaitExit(LONG)).isPresent();
        Files.delete(bench.bundle("old").resolve("task"));
        Files.delete(bench.bundle("old").resolve("processes"));
        old.renew();
        old.start();
        assertThat(old.awaitExit(LONG).orElseThrow().code()).hasValue(0);
        assertThat(bench.output("old").split("/pause", -1)).hasSize(3);
    }

    @Test
    void theEndOfOneTakesItsOwnProcessesOnly() throws Exception {
        Container stays = start(new Draft("stays", "sleep", "100"));
        Container goes = start(new Draft("goes", "sh", "-c", "sleep 4711 & echo up; sleep 4712"));
        Bench.until(() -> bench.output("goes").contains("up"));
        goes.kill();
        assertThat(goes.awaitExit(LONG).orElseThrow().code()).hasValue(137);
        assertThat(stays.state()).isEqualTo(Container.State.RUNNING);
        Container looks = start(new Draft("looks", "busybox", "ps", "-o", "args"));
        assertThat(looks.awaitExit(LONG).orElseThrow().code()).hasValue(0);
        assertThat(bench.output("looks")).contains("sleep 100").doesNotContain("471");
    }

    @Test
    void orphansAreReapedByTheHolder() throws Exception {
        start(new Draft("leaves", "sh", "-c", "(sleep 0.1 &); echo left; exec sleep 100"));
        Bench.until(() -> bench.output("leaves").contains("left"));
        var draft =
                new Draft("counts", "sh", "-c", "while ps | grep -q 'sleep 0[.]1'; do :; done; ps");
        draft.command =
                List.of(
                        "sh",
                        "-c",
                        draft.command.getLast().replace("ps", "busybox ps -o stat,args"));
        Container counts = start(draft);
        assertThat(counts.awaitExit(LONG)).isPresent();
        assertThat(bench.output("counts")).doesNotContain("Z ");
    }

    @Test
    void theHolderGivesNothingToWhoTracesIt() throws Exception {
        var draft =
                new Draft(
                        "traces",
                        "sh",
                        "-c",
                        "grep -E 'Uid|CapBnd|CapEff|NoNewPrivs|Seccomp:' /proc/1/status; ls /proc/1/root/");
        draft.add = List.of("SYS_PTRACE");
        Container container = start(draft);
        assertThat(container.awaitExit(LONG)).isPresent();
        assertThat(bench.output("traces"))
                .contains("Uid:\t65534", "CapEff:\t0000000000000000", "NoNewPrivs:\t1")
                .contains("CapBnd:\t0000000000000000", "Seccomp:\t2")
                .endsWith("\ndev\npause\n");
    }

    @Test
    void anInitProcessWorksThereToo() throws Exception {
        var draft = new Draft("init", "sh", "-c", "(sleep 0.1 &); exit 6");
        draft.fittings = new Fittings(Map.of(), true, false, false);
        assertThat(start(draft).awaitExit(LONG).orElseThrow().code()).hasValue(6);
        assertThat(bench.output("init")).isEmpty();
    }

    @Test
    void theNamespaceOutlivesUsAndContainersAreRenewedInIt() throws Exception {
        Container before = start(new Draft("again", "sh", "-c", "exit 3"));
        assertThat(before.awaitExit(LONG)).isPresent();
        bench.containers.close();
        bench.containers = bench.open();
        bench.containers.openTask(TASK, Bench.NETWORK);
        Container after = bench.containers.all().getFirst();
        after.renew();
        after.start();
        assertThat(after.awaitExit(LONG).orElseThrow().code()).hasValue(3);
        Container looks = start(new Draft("looks", "busybox", "ps", "-o", "pid,args"));
        assertThat(looks.awaitExit(LONG)).isPresent();
        assertThat(bench.output("looks")).containsOnlyOnce("/pause");
        assertThat(bench.containers.leaks(Set.of(Bench.TASK))).isEmpty();
    }

    @Test
    void theEndOfTheHolderIsToldTruthfully() throws Exception {
        Container container = start(new Draft("falls", "sleep", "100"));
        long holder = holder();
        ProcessHandle.of(holder).orElseThrow().destroyForcibly();
        Exit exit = container.awaitExit(LONG).orElseThrow();
        assertThat(exit.code()).hasValue(137);
        assertThat(exit.reason()).contains("process namespace").contains("from outside");
        assertThat(Processes.ended(holder)).isTrue();
    }

    private long holder() {
        return ContainerRecord.read(bench.folder.resolve("c/" + Bench.TASK + "-pause"))
                .orElseThrow()
                .who()
                .pid();
    }

    @Test
    void theHolderGoesWithTheTask() throws Exception {
        Container container = start(new Draft("brief", "true"));
        assertThat(container.awaitExit(LONG)).isPresent();
        long holder = holder();
        container.delete();
        bench.containers.closeTask(Bench.TASK);
        assertThat(Processes.ended(holder)).isTrue();
        assertThat(bench.containers.leaks(Set.of())).isEmpty();
        assertThat(bench.folder.resolve("c")).isEmptyDirectory();
        assertThat(bench.ended).extracting(Container::id).containsExactly("brief");
    }
}
