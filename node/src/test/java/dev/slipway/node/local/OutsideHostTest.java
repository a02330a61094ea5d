package dev.slipway.node.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.node.host.Processes;
import dev.slipway.node.simulated.Plans;
import dev.slipway.node.simulated.RecordingLink;
import dev.slipway.nodelink.TaskPlan;
import dev.slipway.nodelink.TaskReport;
import dev.slipway.nodelink.TaskReport.Phase;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What others do to our processes, and what containers do to their output. */
@Timeout(120)
class OutsideHostTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final String LIVES = "echo afloat; sleep 1000";

    @TempDir Path folder;
    private final RecordingLink link = new RecordingLink();
    private Optional<LocalNode> node = Optional.empty();

    @BeforeEach
    void anImage() throws Exception {
        RealNode.needsRoot("OutsideHostTest");
        RealNode.image(folder, "sh", "sleep", "echo", "head", "tr");
        open();
    }

    private void open() throws IOException {
        node = Optional.of(RealNode.open(folder, link));
    }

    @AfterEach
    void dismantle() throws IOException {
        if (node.isPresent()) {
            node.get().dismantle();
        }
    }

    private TaskPlan start(String script) {
        TaskPlan task =
                Plans.task(
                        1,
                        Plans.with(
                                Plans.container("web", true, "sh", "-c", script),
                                NodeContract.IMAGE,
                                Map.of(),
                                true));
        node.orElseThrow().apply(Plans.plan(1, task));
        return task;
    }

    private void afloat() throws InterruptedException {
        link.await(l -> l.messages("ecs/web").equals(List.of("afloat")), LONG);
        link.await(phase(Phase.RUNNING), LONG);
    }

    private static Predicate<RecordingLink> phase(Phase phase) {
        return l -> l.task(Plans.id(1)).map(t -> t.phase() == phase).orElse(false);
    }

    /** Of this test's container, found as anyone would find them. */
    private long conmon() {
        String place = folder.toString();
        return ProcessHandle.allProcesses()
                .mapToLong(ProcessHandle::pid)
                .filter(
                        pid -> {
                            List<String> words = Processes.arguments(pid);
                            return words.size() > 1
                                    && words.getFirst().equals("conmon")
                                    && words.stream().anyMatch(word -> word.contains(place));
                        })
                .findFirst()
                .orElseThrow();
    }

    private static void kill(long pid) {
        ProcessHandle process = ProcessHandle.of(pid).orElseThrow();
        assertThat(process.destroyForcibly()).isTrue();
    }

    private void toldAndCleared(TaskPlan task) throws Exception {
        link.await(phase(Phase.STOPPED), LONG);
        TaskReport told = link.task(task.id()).orElseThrow();
        assertThat(told.containers().getFirst().exitCode()).isEmpty();
        assertThat(told.containers().getFirst().reason()).contains("ended from outside");
        assertThat(link.messages("ecs/web")).containsExactly("afloat");
        node.orElseThrow().apply(Plans.plan(3));
        assertThat(node.orElseThrow().leaks()).isEmpty();
    }

    @Test
    void aTaskWhoseConmonIsKilledIsStoppedAndToldWhy() throws Exception {
        TaskPlan task = start(LIVES);
        afloat();
        kill(conmon());
        toldAndCleared(task);
    }

    @Test
    void aConmonThatIsKilledWhileTheNodeIsAwayIsNoticedByTheNextOne() throws Exception {
        TaskPlan task = start(LIVES);
        afloat();
        node.orElseThrow().close();
        kill(conmon());
        open();
        node.orElseThrow().apply(Plans.plan(2, task));
        toldAndCleared(task);
    }

    @Test
    void aContainerThatIsKilledFromOutsideIsToldWithItsCode() throws Exception {
        TaskPlan task = start(LIVES);
        afloat();
        kill(ProcessHandle.of(conmon()).orElseThrow().children().findFirst().orElseThrow().pid());
        link.await(phase(Phase.STOPPED), LONG);
        assertThat(link.task(task.id()).orElseThrow().containers().getFirst().exitCode())
                .hasValue(137);
    }

    @Test
    void outputIsTakenAsItIs() throws Exception {
        start(
                "printf 'a\\377b\\n'; printf 'one\\r\\n\\ntwo\\n'; printf 'x\\0y\\n';"
                        + " head -c 400000 /dev/zero | tr '\\0' z; echo; printf 'no end'");
        link.await(phase(Phase.STOPPED), LONG);
        List<String> said = link.messages("ecs/web");
        int longest = 256 * 1024 - 26;
        assertThat(said)
                .containsExactly(
                        "a\ufffdb",
                        "one",
                        "two",
                        "x\0y",
                        "z".repeat(longest),
                        "z".repeat(400_000 - longest),
                        "no end");
    }
}
