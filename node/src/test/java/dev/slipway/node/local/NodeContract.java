package dev.slipway.node.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.node.simulated.Plans;
import dev.slipway.node.simulated.RecordingLink;
import dev.slipway.nodelink.ContainerPlan;
import dev.slipway.nodelink.NodePlan;
import dev.slipway.nodelink.TaskPlan;
import dev.slipway.nodelink.TaskReport;
import dev.slipway.nodelink.TaskReport.Phase;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What holds for every node: the simulated one and the real one pass the same stories. */
abstract class NodeContract {
    static final String IMAGE = "contract/busybox:1";
    static final String LIVES = "trap 'exit 0' TERM; while :; do sleep 0.1; done";

    final RecordingLink link = new RecordingLink();
    private long generation;

    abstract void apply(NodePlan plan);

    abstract void restart() throws Exception;

    abstract List<String> leaks();

    /** Lets the node work until the task is that far. */
    abstract void await(String taskId, Phase phase) throws Exception;

    @Test
    void aTaskRunsIsStoppedAndLeavesNothing() throws Exception {
        TaskPlan task = Plans.task(1, shell("web", LIVES));
        plan(task);
        await(task.id(), Phase.RUNNING);
        TaskReport running = told(task);
        assertThat(running.connectivityAt()).isPresent();
        assertThat(running.pullStartedAt().orElseThrow())
                .isBeforeOrEqualTo(running.pullStoppedAt().orElseThrow());
        assertThat(running.startedAt()).isPresent();
        assertThat(running.containers().getFirst().imageDigest()).startsWith("sha256:");
        plan(Plans.stopped(task));
        await(task.id(), Phase.STOPPED);
        assertThat(told(task).startedAt()).isEqualTo(running.startedAt());
        assertThat(told(task).executionStoppedAt()).isPresent();
        assertThat(told(task).stoppedAt()).isPresent();
        plan();
        assertThat(leaks()).isEmpty();
    }

    @Test
    void anEssentialEndStopsTheTaskWithItsExitCodeAndItsLines() throws Exception {
        TaskPlan task = Plans.task(1, shell("web", "echo hello; exit 3"), shell("side", LIVES));
        plan(task);
        await(task.id(), Phase.STOPPED);
        assertThat(told(task).failure()).isEmpty();
        assertThat(told(task).containers().getFirst().exitCode()).hasValue(3);
        assertThat(link.messages("ecs/web")).containsExactly("hello");
    }

    @Test
    void anImageThatCannotBeHadFailsTheStart() throws Exception {
        TaskPlan task =
                Plans.task(
                        1,
                        Plans.with(
                                Plans.container("web", true),
                                "127.0.0.1:1/does-not-exist:1",
                                Map.of(),
                                false));
        plan(task);
        await(task.id(), Phase.STOPPED);
        assertThat(told(task).failure().orElseThrow().code()).isEqualTo("CannotPullContainerError");
        assertThat(told(task).startedAt()).isEmpty();
    }

    @Test
    void anEntryPointThatIsNotThereFailsTheStart() throws Exception {
        TaskPlan task =
                Plans.task(
                        1,
                        Plans.with(
                                Plans.container("web", true, "/no/such/program"),
                                IMAGE,
                                Map.of("SLIPWAY_SIMULATE_FAIL", "start"),
                                false));
        plan(task);
        await(task.id(), Phase.STOPPED);
        assertThat(told(task).failure().orElseThrow().code())
                .isEqualTo("CannotStartContainerError");
        assertThat(told(task).failure().orElseThrow().message()).contains("/no/such/program");
    }

    @Test
    void aLogGroupThatIsMissingFailsTheStart() throws Exception {
        link.refuseLogs("failed to validate logger args: no such group");
        TaskPlan task = Plans.task(1, shell("web", LIVES));
        plan(task);
        await(task.id(), Phase.STOPPED);
        assertThat(told(task).failure().orElseThrow().code())
                .isEqualTo("ResourceInitializationError");
    }

    @Test
    void whatIgnoresTheStopSignalIsKilled() throws Exception {
        TaskPlan task =
                Plans.task(
                        1,
                        Plans.with(
                                Plans.container(
                                        "web",
                                        true,
                                        "sh",
                                        "-c",
                                        "trap '' TERM; while :; do sleep 0.1; done"),
                                IMAGE,
                                Map.of("SLIPWAY_SIMULATE_IGNORE_SIGTERM", "true"),
                                true));
        plan(task);
        await(task.id(), Phase.RUNNING);
        plan(Plans.stopped(task));
        await(task.id(), Phase.STOPPED);
        assertThat(told(task).containers().getFirst().exitCode()).hasValue(137);
    }

    @Test
    void aRunningTaskOutlivesARestartOfTheNode() throws Exception {
        TaskPlan task = Plans.task(1, shell("web", LIVES));
        plan(task);
        await(task.id(), Phase.RUNNING);
        TaskReport before = told(task);
        restart();
        plan(task);
        await(task.id(), Phase.RUNNING);
        assertThat(told(task).startedAt()).isEqualTo(before.startedAt());
        assertThat(told(task).containers()).isEqualTo(before.containers());
        plan(Plans.stopped(task));
        await(task.id(), Phase.STOPPED);
        plan();
        assertThat(leaks()).isEmpty();
    }

    void plan(TaskPlan... tasks) {
        apply(Plans.plan(++generation, tasks));
    }

    TaskReport told(TaskPlan task) {
        return link.task(task.id()).orElseThrow();
    }

    ContainerPlan shell(String name, String script) {
        return Plans.with(
                Plans.container(name, name.equals("web"), "sh", "-c", script),
                IMAGE,
                Map.of(),
                true);
    }
}
