package dev.slipway.node.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.node.container.Bench.Draft;
import dev.slipway.node.host.Ahead;
import dev.slipway.node.host.Cgroups;
import dev.slipway.node.host.Processes;
import dev.slipway.nodelink.ContainerPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class ReadyMonitorsHostTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    private Bench bench;

    @BeforeEach
    void open() throws Exception {
        Bench.needsRoot();
        bench = new Bench();
        bench.task(1024, 1024);
        bench.containers.makeAhead();
        Bench.until(() -> bench.containers.ready() == Ahead.stock());
    }

    @AfterEach
    void close() throws Exception {
        if (bench != null) {
            bench.close();
            assertThat(Path.of("/run/slipway-" + bench.instance)).doesNotExist();
        }
    }

    private List<Long> monitors() throws IOException {
        // One of our threads is there, too.
        return Cgroups.ofThisMachine().processes("/slipway-" + bench.instance + "/conmon").stream()
                .filter(pid -> pid != Processes.ourPid())
                .toList();
    }

    @Test
    void aContainerOfAMonitorThatWaitedIsLikeAnyOther() throws Exception {
        var draft = new Draft("fast", "sh", "-c", "echo out; id -u; cat /etc/hostname; exit 7");
        draft.user = "web";
        draft.memoryMib = 256;
        Container container = bench.containers.create(draft.spec());
        assertThat(container.record().handle()).matches("m\\d+-1");
        String group = "/slipway-" + bench.instance + "/" + Bench.TASK + "/fast";
        Cgroups cgroups = Cgroups.ofThisMachine();
        assertThat(cgroups.processes(group)).containsExactly(container.pid());
        assertThat(
                        cgroups.read("memory", group, "memory.limit_in_bytes")
                                .or(() -> cgroups.read("memory", group, "memory.max")))
                .contains(Long.toString(256L << 20));
        container.start();
        assertThat(container.awaitExit(LONG).orElseThrow().code()).hasValue(7);
        assertThat(Files.readString(container.logFile()))
                .contains(" F out\n", " F 101\n", " F ip-172-31-0-9\n");
        assertThat(bench.containers.leaks(Set.of(Bench.TASK))).isEmpty();
        container.renew();
        container.start();
        assertThat(container.awaitExit(LONG).orElseThrow().code()).hasValue(7);
        container.delete();
        Bench.until(() -> bench.containers.ready() == Ahead.stock());
        assertThat(bench.containers.leaks(Set.of(Bench.TASK))).isEmpty();
        assertThat(bench.folder.resolve("c"))
                .isDirectoryNotContaining("glob:**/" + container.record().handle());
    }

    @Test
    void oneThatWasKilledIsNotUsed() throws Exception {
        monitors().forEach(Removal::kill);
        Bench.until(() -> monitors().stream().allMatch(Processes::ended));
        assertThat(bench.run(new Draft("slow", "sh", "-c", "exit 3")).code()).hasValue(3);
        Bench.until(() -> bench.containers.ready() == Ahead.stock());
        assertThat(bench.containers.leaks(Set.of(Bench.TASK))).isEmpty();
        assertThat(monitors()).noneMatch(Processes::ended);
    }

    @Test
    void manyAtOnceUseUpWhatIsReady() throws Exception {
        List<Container> all = new ArrayList<>();
        for (int i = 0; i < Ahead.stock() + 3; i++) {
            all.add(bench.containers.create(new Draft("n" + i, "sleep", "100").spec()));
        }
        for (Container one : all) {
            one.start();
        }
        assertThat(all).allMatch(one -> one.state() == Container.State.RUNNING);
        assertThat(all).extracting(one -> one.record().handle()).doesNotHaveDuplicates();
        for (Container one : all) {
            one.delete();
        }
    }

    @Test
    void aTerminalHasAMonitorOfItsOwn() throws Exception {
        var draft = new Draft("tty", "sh", "-c", "test -t 1 && exit 9");
        draft.fittings = new ContainerPlan.Fittings(Map.of(), false, false, true);
        Container container = bench.containers.create(draft.spec());
        assertThat(container.record().handle()).isEqualTo("tty");
        container.start();
        assertThat(container.awaitExit(LONG).orElseThrow().code()).hasValue(9);
    }

    @Test
    void whatARefusedContainerLeavesGoesWithItsMonitor() throws Exception {
        var draft = new Draft("wrong", "/no/such/program");
        assertThatThrownBy(() -> bench.containers.create(draft.spec()))
                .isInstanceOf(LaunchException.class)
                .hasMessageContaining("/no/such/program");
        Bench.until(() -> bench.containers.ready() == Ahead.stock());
        assertThat(bench.containers.leaks(Set.of(Bench.TASK))).isEmpty();
    }

    @Test
    void thoseOfAProcessThatIsGoneAreRemoved() throws Exception {
        List<Long> before = monitors();
        assertThat(before).hasSizeGreaterThanOrEqualTo(Ahead.stock());
        try (Containers next = bench.open()) {
            assertThat(before).allMatch(Processes::ended);
            assertThat(next.leaks(Set.of(Bench.TASK))).isEmpty();
        }
    }
}
