package dev.slipway.node.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.node.container.Bench.Draft;
import dev.slipway.node.host.Cgroups;
import dev.slipway.node.host.Processes;
import dev.slipway.node.host.Programs;
import dev.slipway.nodelink.ContainerPlan.Fittings;
import dev.slipway.nodelink.ContainerPlan.Ulimit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class FittingsHostTest {
    private static final Duration LONG = Duration.ofSeconds(20);
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
    void systemControlsHoldInTheNamespacesOfTheTask() throws Exception {
        String name = "slipway-" + bench.instance;
        assertThat(ip("netns", "add", name)).isZero();
        try {
            var draft =
                    new Draft(
                            "sysctls",
                            "sh",
                            "-c",
                            "cd /proc/sys; cat net/core/somaxconn kernel/msgmax fs/mqueue/msg_max");
            draft.network = Path.of("/run/netns", name);
            draft.fittings =
                    new Fittings(
                            Map.of(
                                    "net.core.somaxconn", "777",
                                    "kernel.msgmax", "9999",
                                    "fs.mqueue.msg_max", "17"),
                            false,
                            false,
                            false);
            bench.run(draft);
            assertThat(bench.output("sysctls")).isEqualTo("777\n9999\n17\n");
        } finally {
            ip("netns", "del", name);
        }
    }

    private static int ip(String... arguments) throws Exception {
        List<String> command = new java.util.ArrayList<>(List.of("ip"));
        command.addAll(List.of(arguments));
        command.set(0, Programs.find("ip").orElseThrow().toString());
        return Programs.run(command, LONG).code();
    }

    @Test
    void aSystemControlOfTheWholeMachineIsRefusedInTheRuntimesOwnWords() {
        var draft = new Draft("greedy-sysctl", "true");
        draft.fittings = new Fittings(Map.of("vm.swappiness", "1"), false, false, false);
        assertThatThrownBy(() -> bench.containers.create(draft.spec()))
                .isInstanceOf(LaunchException.class)
                .hasMessageContaining("vm.swappiness");
        assertThat(bench.containers.leaks(Set.of(Bench.TASK))).noneMatch(l -> l.contains("greedy"));
    }

    @Test
    void anInitProcessIsFirstReapsOrphansAndPassesSignalsOn() throws Exception {
        var draft =
                new Draft(
                        "init",
                        "sh",
                        "-c",
                        "trap 'exit 9' TERM; cat /proc/1/comm; (sh -c 'exit 0 & echo $!' &);"
                                + " echo up; while :; do sleep 0.05; done");
        draft.fittings = new Fittings(Map.of(), true, false, false);
        Container container = bench.containers.create(draft.spec());
        container.start();
        Bench.until(() -> bench.output("init").contains("up"));
        assertThat(bench.output("init")).startsWith("docker-init\n");
        Bench.until(() -> container.usage().orElseThrow().processes() <= 3);
        container.stop();
        assertThat(container.awaitExit(LONG).orElseThrow().code()).hasValue(9);
    }

    @Test
    void standardInputStaysOpenOnlyWhenItIsInteractive() throws Exception {
        Exit closed = bench.run(new Draft("closed", "cat"));
        assertThat(closed.code()).hasValue(0);
        var draft = new Draft("open", "sh", "-c", "echo up; cat; echo closed");
        draft.fittings = new Fittings(Map.of(), false, true, false);
        Container container = bench.containers.create(draft.spec());
        container.start();
        Bench.until(() -> bench.output("open").contains("up"));
        assertThat(container.awaitExit(Duration.ofMillis(300))).isEmpty();
        assertThat(bench.output("open")).isEqualTo("up\n");
        container.kill();
        assertThat(container.awaitExit(LONG)).isPresent();
    }

    @Test
    void aTerminalIsATerminalAndItsOutputIsLogged() throws Exception {
        String look = "test -t 0 && test -t 1 && test -t 2 && echo terminal $TERM; tty; exit 3";
        for (boolean interactive : new boolean[] {false, true}) {
            var draft =
                    new Draft("tty-" + interactive, "sh", "-c", look.replace("tty", "busybox tty"));
            draft.fittings = new Fittings(Map.of(), false, interactive, true);
            assertThat(bench.run(draft).code()).hasValue(3);
            assertThat(bench.output(draft.id).replace("\r", ""))
                    .isEqualTo("terminal xterm\n/dev/pts/0\n");
        }
    }

    /** Of the monitors. */
    private List<String> environments() throws IOException {
        List<String> all = new ArrayList<>();
        String group = "/slipway-" + bench.instance + "/conmon";
        for (long pid : Cgroups.ofThisMachine().processes(group)) {
            if (pid != Processes.ourPid()) {
                all.add(Files.readString(Path.of("/proc/" + pid + "/environ")));
            }
        }
        return all;
    }

    @Test
    void aTerminalSurvivesARenewal() throws Exception {
        var draft = new Draft("tty-again", "sh", "-c", "test -t 1 && echo terminal");
        draft.fittings = new Fittings(Map.of(), true, true, true);
        Container container = bench.containers.create(draft.spec());
        // The runtime connects to a socket there, and may not see the machine's own place.
        assertThat(environments())
                .anyMatch(e -> e.contains("TMPDIR=/run/slipway-" + bench.instance));
        for (int life = 0; life < 2; life++) {
            container.start();
            assertThat(container.awaitExit(LONG).orElseThrow().code()).hasValue(0);
            container.renew();
        }
        assertThat(bench.output("tty-again").replace("\r", "")).isEqualTo("terminal\nterminal\n");
        container.delete();
        assertThat(bench.containers.leaks(Set.of(Bench.TASK))).isEmpty();
    }

    @Test
    void everyLimitThatADefinitionMayNameIsSet() throws Exception {
        Map<String, String> names = new LinkedHashMap<>();
        names.put("core", "Max core file size");
        names.put("cpu", "Max cpu time");
        names.put("data", "Max data size");
        names.put("fsize", "Max file size");
        names.put("locks", "Max file locks");
        names.put("memlock", "Max locked memory");
        names.put("msgqueue", "Max msgqueue size");
        names.put("nice", "Max nice priority");
        names.put("nofile", "Max open files");
        names.put("nproc", "Max processes");
        names.put("rss", "Max resident set");
        names.put("rtprio", "Max realtime priority");
        names.put("rttime", "Max realtime timeout");
        names.put("sigpending", "Max pending signals");
        names.put("stack", "Max stack size");
        Map<String, Long> hard = Rlimits.ofThisProcess(0).hard();
        var draft = new Draft("limits", "cat", "/proc/self/limits");
        draft.ulimits =
                names.keySet().stream()
                        .map(name -> new Ulimit(name, soft(name, hard), soft(name, hard)))
                        .toList();
        bench.run(draft);
        List<String> lines = bench.output("limits").lines().toList();
        names.forEach(
                (name, title) ->
                        assertThat(lines)
                                .anySatisfy(
                                        line ->
                                                assertThat(line)
                                                        .matches(
                                                                title
                                                                        + " +"
                                                                        + soft(name, hard)
                                                                        + " +"
                                                                        + soft(name, hard)
                                                                        + " .*")));
    }

    /** As much of something as this machine has, and little enough that a shell lives with it. */
    private static long soft(String name, Map<String, Long> hard) {
        return Math.min(hard.getOrDefault(name, Long.MAX_VALUE), 123_456_789L);
    }

    @Test
    void everyFormOfAUserIsUnderstood() throws Exception {
        Map<String, String> forms =
                Map.of(
                        "web", "101 102 102 200",
                        "web:extra", "101 200 200",
                        "101", "101 102 102 200",
                        "101:7", "101 7 7",
                        "web:7", "101 7 7",
                        "101:extra", "101 200 200",
                        "4711", "4711 0 0",
                        "4711:4712", "4711 4712 4712");
        for (Map.Entry<String, String> form : forms.entrySet()) {
            String id = "user-" + form.getKey().replace(':', '-');
            var draft = new Draft(id, "sh", "-c", "echo $(id -u) $(id -g) $(id -G)");
            draft.user = form.getKey();
            bench.run(draft);
            assertThat(bench.output(id)).as(form.getKey()).isEqualTo(form.getValue() + "\n");
        }
    }

    @Test
    void thousandsOfVariablesArrive() throws Exception {
        Map<String, String> all = new LinkedHashMap<>();
        // The runtime's own cost of them grows with their square: ten seconds for the most.
        int count = Boolean.getBoolean("slipway.deep") ? 65_536 : 8192;
        for (int i = 0; i < count; i++) {
            all.put("V" + i, Integer.toString(i));
        }
        var draft = new Draft("many", "env");
        draft.environment = all;
        bench.run(draft);
        assertThat(bench.output("many").lines())
                .contains("V0=0", "V" + (count - 1) + "=" + (count - 1))
                .hasSizeGreaterThan(count);
    }

    @Test
    void anEnvironmentThatTheKernelRefusesFailsTruthfully() throws Exception {
        var draft = new Draft("too-much", "true");
        draft.environment = Map.of("HUGE", "x".repeat(200_000));
        assertThatThrownBy(() -> bench.containers.create(draft.spec()))
                .isInstanceOf(LaunchException.class)
                .hasMessageContaining("HUGE")
                .hasMessageContaining("argument list too long");
    }
}
