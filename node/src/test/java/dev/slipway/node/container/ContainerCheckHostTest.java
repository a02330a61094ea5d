package dev.slipway.node.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.node.container.Bench.Draft;
import dev.slipway.node.host.Cgroups;
import dev.slipway.node.host.Processes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ContainerCheckHostTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(400);
    private static Bench bench;

    @BeforeAll
    static void open() throws Exception {
        Bench.needsRoot();
        bench = new Bench();
        bench.task(1024, 256);
    }

    @AfterAll
    static void close() throws Exception {
        if (bench != null) {
            bench.close();
        }
    }

    @Test
    void theExitCodeOfACheckDecides() throws Exception {
        Container container = started(new Draft("decides", "sleep", "100"));
        assertThat(container.check(List.of("true"), LONG)).isTrue();
        assertThat(container.check(List.of("/bin/sh", "-c", "exit 1"), LONG)).isFalse();
        assertThat(container.check(List.of("/not/there"), LONG)).isFalse();
        assertThat(container.state()).isEqualTo(Container.State.RUNNING);
        nothingLeft(container);
    }

    @Test
    void aCheckFindsWhatTheContainersOwnProgramFinds() throws Exception {
        String look =
                "{ id; pwd; busybox env | busybox sort; ulimit -a; hostname;"
                        + " grep -E 'Cap|Seccomp:|NoNewPrivs' /proc/self/status; } > ";
        var draft =
                new Draft("same", "sh", "-c", look + "own.new; busybox mv own.new own; sleep 99");
        draft.user = "web";
        draft.workingDirectory = "/made/here";
        draft.environment = Map.of("A", "b c");
        draft.drop = List.of("NET_RAW");
        Container container = started(draft);
        Path folder = bench.bundle("same").resolve("rootfs/made/here");
        Bench.until(() -> Files.exists(folder.resolve("own")));
        assertThat(container.check(List.of("sh", "-c", look + "checked"), LONG)).isTrue();
        assertThat(folder.resolve("checked")).hasSameTextualContentAs(folder.resolve("own"));
        assertThat(folder.resolve("own")).content().contains("uid=101(web)", "Seccomp:\t2", "b c");
    }

    @Test
    void whateverACheckWritesGoesNowhere() throws Exception {
        Container container = started(new Draft("silent", "sleep", "100"));
        assertThat(
                        container.check(
                                List.of("sh", "-c", "yes | head -c 3000000; echo no >&2; true"),
                                LONG))
                .isTrue();
        assertThat(bench.output("silent")).isEmpty();
    }

    @Test
    void aCheckThatHangsHasFailedAndItsWholeTreeIsGone() throws Exception {
        Container container = started(new Draft("hangs", "sleep", "100"));
        String fork = "(busybox setsid sh -c 'echo > /forked; exec sleep 1000' &); ";
        assertThat(container.check(List.of("sh", "-c", fork + "sleep 1000"), Duration.ofSeconds(2)))
                .isFalse();
        assertThat(bench.bundle("hangs").resolve("rootfs/forked")).exists();
        assertThat(container.state()).isEqualTo(Container.State.RUNNING);
        nothingLeft(container);
    }

    @Test
    void whatAPassedCheckLeftBehindIsGoneToo() throws Exception {
        Container container = started(new Draft("litters", "sleep", "100"));
        String fork = "busybox setsid sleep 1000 & exit 0";
        assertThat(container.check(List.of("sh", "-c", fork), LONG)).isTrue();
        nothingLeft(container);
    }

    @Test
    void theEndOfTheContainerEndsItsCheck() throws Exception {
        Container container = started(new Draft("leaves", "sleep", "100"));
        var verdict = new CompletableFuture<Boolean>();
        Thread checking =
                Thread.ofPlatform()
                        .daemon()
                        .start(
                                () -> {
                                    try {
                                        String command = "echo > /begun; sleep 1000";
                                        verdict.complete(
                                                container.check(
                                                        List.of("sh", "-c", command),
                                                        Duration.ofMinutes(5)));
                                    } catch (Exception e) {
                                        verdict.completeExceptionally(e);
                                    }
                                });
        Bench.until(() -> Files.exists(bench.bundle("leaves").resolve("rootfs/begun")));
        container.kill();
        assertThat(verdict.get(20, TimeUnit.SECONDS)).isFalse();
        checking.join();
        assertThat(container.awaitExit(LONG)).isPresent();
        container.delete();
        assertThat(bench.containers.leaks(Set.of(Bench.TASK))).isEmpty();
    }

    @Test
    void aContainerThatDoesNotRunPassesNoCheck() throws Exception {
        Container container = bench.containers.create(new Draft("waits", "true").spec());
        assertThat(container.check(List.of("true"), SHORT)).isFalse();
        container.start();
        assertThat(container.awaitExit(LONG)).isPresent();
        assertThat(container.check(List.of("true"), SHORT)).isFalse();
        container.delete();
        assertThat(container.check(List.of("true"), SHORT)).isFalse();
    }

    private static Container started(Draft draft) throws LaunchException {
        Container container = bench.containers.create(draft.spec());
        container.start();
        return container;
    }

    private static void nothingLeft(Container container) throws Exception {
        assertThat(bench.bundle(container.id())).isDirectoryNotContaining("glob:**/check*");
        String group = "/slipway-" + bench.instance + "/" + Bench.TASK + "/" + container.id();
        // A first process that waits for nobody keeps the dead that became its children.
        assertThat(Cgroups.ofThisMachine().processes(group))
                .filteredOn(pid -> !Processes.ended(pid))
                .containsExactly(container.pid());
        try (var trees = Files.list(Path.of("/sys/fs/cgroup"))) {
            assertThat(
                            trees.map(tree -> tree.resolve(group.substring(1)))
                                    .filter(Files::isDirectory))
                    .allSatisfy(f -> assertThat(f).isDirectoryNotContaining("glob:**/check*"));
        }
    }
}
