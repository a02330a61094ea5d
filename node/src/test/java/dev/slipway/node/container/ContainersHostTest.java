package dev.slipway.node.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.node.container.Bench.Draft;
import dev.slipway.node.host.Processes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ContainersHostTest {
    private static Bench bench;

    @BeforeAll
    static void open() throws Exception {
        Bench.needsRoot();
        bench = new Bench();
        bench.task(512, 256);
    }

    @AfterAll
    static void close() throws Exception {
        if (bench != null) {
            bench.close();
        }
    }

    @Test
    void aCommandRunsAndItsOutputAndEndAreSeen() throws Exception {
        Exit exit = bench.run(new Draft("hello", "echo", "hello", "world"));
        assertThat(exit.code()).isEqualTo(OptionalInt.of(0));
        assertThat(exit.reason()).isEmpty();
        assertThat(bench.output("hello")).isEqualTo("hello world\n");
    }

    @Test
    void theRuntimeSeesFewOfTheMachinesMounts() {
        boolean x86 = System.getProperty("os.arch", "").equals("amd64");
        assertThat(bench.containers.runtime().view().isPresent()).isEqualTo(x86);
    }

    @Test
    void theExitCodeIsTheProgramsOwn() throws Exception {
        assertThat(bench.run(new Draft("seven", "sh", "-c", "exit 7")).code()).hasValue(7);
        assertThat(bench.run(new Draft("absent", "sh", "-c", "nope")).code()).hasValue(127);
    }

    @Test
    void environmentUserAndWorkingDirectoryAreAsTold() throws Exception {
        var draft = new Draft("who", "sh", "-c", "id; pwd; echo $A $AWS_REGION $HOME; hostname");
        draft.user = "web";
        draft.workingDirectory = "/made/here";
        draft.environment = Map.of("A", "b c");
        bench.run(draft);
        assertThat(bench.output("who"))
                .isEqualTo(
                        """
                        uid=101(web) gid=102(web) groups=102(web),200(extra)
                        /made/here
                        b c us-east-1 /srv
                        ip-172-31-0-9
                        """);
    }

    @Test
    void ourFilesAreInEtc() throws Exception {
        bench.run(new Draft("etc", "cat", "/etc/hosts", "/etc/resolv.conf", "/etc/hostname"));
        assertThat(bench.output("etc"))
                .isEqualTo("127.0.0.1 localhost\nnameserver 172.31.0.2\nip-172-31-0-9\n");
    }

    @Test
    void anUnknownUserIsToldAndLeavesNothing() throws Exception {
        var draft = new Draft("nobody-knows", "true");
        draft.user = "mallory";
        assertThatThrownBy(() -> bench.containers.create(draft.spec()))
                .isInstanceOfSatisfying(
                        LaunchException.class,
                        e -> {
                            assertThat(e.failure().code()).isEqualTo("CannotStartContainerError");
                            assertThat(e.failure().message()).contains("mallory");
                        });
        assertThat(bench.folder.resolve("c/nobody-knows")).doesNotExist();
    }

    @Test
    void anEntryPointThatIsNotThereGivesTheRuntimesOwnWords() throws Exception {
        assertThatThrownBy(() -> bench.containers.create(new Draft("nowhere", "/nope").spec()))
                .isInstanceOfSatisfying(
                        LaunchException.class,
                        e -> {
                            assertThat(e.failure().code()).isEqualTo("CannotStartContainerError");
                            assertThat(e.failure().message())
                                    .contains("/nope")
                                    .containsIgnoringCase("no such file");
                        });
        assertThat(bench.containers.leaks(Set.of(Bench.TASK)))
                .noneMatch(l -> l.contains("nowhere"));
    }

    @Test
    void theStopSignalReachesTheProgram() throws Exception {
        var draft =
                new Draft(
                        "graceful",
                        "sh",
                        "-c",
                        "trap 'echo bye; exit 3' TERM; echo up; while :; do sleep 0.05; done");
        Container container = bench.containers.create(draft.spec());
        container.start();
        Bench.until(() -> bench.output("graceful").contains("up"));
        container.stop();
        assertThat(container.awaitExit(Duration.ofSeconds(10)).orElseThrow().code()).hasValue(3);
        assertThat(bench.output("graceful")).contains("bye");
    }

    @Test
    void whatIgnoresTheStopSignalIsKilled() throws Exception {
        var draft =
                new Draft(
                        "stubborn",
                        "sh",
                        "-c",
                        "trap '' TERM; echo up; while :; do sleep 0.05; done");
        Container container = bench.containers.create(draft.spec());
        container.start();
        Bench.until(() -> bench.output("stubborn").contains("up"));
        container.stop();
        assertThat(container.awaitExit(Duration.ofMillis(300))).isEmpty();
        container.kill();
        assertThat(container.awaitExit(Duration.ofSeconds(10)).orElseThrow().code()).hasValue(137);
    }

    @Test
    void theKernelHoldsTheTasksLimits() throws Exception {
        String group = "slipway-" + bench.instance + "/" + Bench.TASK;
        Path v1 = Path.of("/sys/fs/cgroup/cpu").resolve(group);
        if (Files.exists(v1)) {
            assertThat(v1.resolve("cpu.cfs_quota_us")).hasContent("50000");
            assertThat(v1.resolve("cpu.shares")).hasContent("512");
            assertThat(v1.resolveSibling("cpu.shares")).hasContent("16384");
            assertThat(
                            Path.of("/sys/fs/cgroup/memory")
                                    .resolve(group)
                                    .resolve("memory.limit_in_bytes"))
                    .hasContent("268435456");
        } else {
            Path v2 = Path.of("/sys/fs/cgroup").resolve(group);
            assertThat(v2.resolve("cpu.max")).hasContent("50000 100000");
            assertThat(v2.resolve("cpu.weight")).hasContent("50");
            assertThat(v2.resolveSibling("cpu.weight")).hasContent("1600");
            assertThat(v2.resolve("memory.max")).hasContent("268435456");
        }
    }

    @Test
    void dangerousCallsAreRefused() throws Exception {
        var draft =
                new Draft(
                        "tame",
                        "sh",
                        "-c",
                        "unshare -U true; echo $?; mount -t tmpfs x /root; echo $?; grep -E 'Seccomp:|NoNewPrivs|CapEff|CapBnd' /proc/self/status");
        bench.run(draft);
        assertThat(bench.output("tame"))
                .contains("unshare: unshare(0x10000000): Operation not permitted")
                .contains("Seccomp:\t2")
                .contains("NoNewPrivs:\t1")
                .contains("CapEff:\t00000000a80425fb")
                .contains("CapBnd:\t00000000a80425fb")
                .contains("permission denied");
    }

    @Test
    void droppedCapabilitiesAreGone() throws Exception {
        var draft = new Draft("dropped", "grep", "CapBnd", "/proc/self/status");
        draft.drop = List.of("ALL");
        draft.add = List.of("SYS_PTRACE");
        bench.run(draft);
        assertThat(bench.output("dropped")).isEqualTo("CapBnd:\t0000000000080000\n");
    }

    @Test
    void kernelInternalsAreMaskedAndReadOnly() throws Exception {
        bench.run(
                new Draft(
                        "masked",
                        "sh",
                        "-c",
                        "wc -c < /proc/timer_list; ls /sys/firmware | wc -l; echo 1 > /proc/sys/kernel/panic; touch /sys/x"));
        assertThat(bench.output("masked"))
                .startsWith("0\n0\n")
                .containsIgnoringCase("read-only file system");
    }

    @Test
    void aReadOnlyRootRefusesWrites() throws Exception {
        var draft = new Draft("readonly", "sh", "-c", "touch /x || echo refused");
        draft.readOnly = true;
        bench.run(draft);
        assertThat(bench.output("readonly")).contains("refused");
    }

    @Test
    void anEndIsToldOnceAndDeletionLeavesNothing() throws Exception {
        Container container = bench.containers.create(new Draft("brief", "true").spec());
        container.start();
        assertThat(container.awaitExit(Duration.ofSeconds(10))).isPresent();
        Container told;
        do {
            told = bench.ended.poll(5, TimeUnit.SECONDS);
            assertThat(told).isNotNull();
        } while (!told.id().equals("brief"));
        container.delete();
        assertThat(bench.containers.all()).extracting(Container::id).doesNotContain("brief");
        assertThat(bench.containers.leaks(Set.of(Bench.TASK))).isEmpty();
    }

    @Test
    void aLostConmonEndsTheContainerWithATruthfulReason() throws Exception {
        Container container = bench.containers.create(new Draft("orphan", "sleep", "100").spec());
        container.start();
        ProcessHandle.of(container.record().who().conmon()).orElseThrow().destroyForcibly();
        Exit exit = container.awaitExit(Duration.ofSeconds(10)).orElseThrow();
        assertThat(exit.code()).isEmpty();
        assertThat(exit.reason()).contains("ended from outside");
        assertThat(Processes.ended(container.pid())).isTrue();
    }
}
