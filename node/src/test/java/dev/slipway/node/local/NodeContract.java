package dev.slipway.node.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.node.simulated.Plans;
import dev.slipway.node.simulated.RecordingLink;
import dev.slipway.nodelink.ContainerPlan;
import dev.slipway.nodelink.ContainerPlan.Condition;
import dev.slipway.nodelink.ContainerPlan.HealthCheck;
import dev.slipway.nodelink.NodePlan;
import dev.slipway.nodelink.TaskPlan;
import dev.slipway.nodelink.TaskReport;
import dev.slipway.nodelink.TaskReport.Phase;
import dev.slipway.nodelink.TaskReport.Verdict;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
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

    /** Lets the node work until it has told that. */
    abstract void await(Predicate<RecordingLink> told) throws Exception;

    /** Lets the node work until the task is that far. */
    void await(String taskId, Phase phase) throws Exception {
        await(l -> l.task(taskId).map(t -> t.phase() == phase).orElse(false));
    }

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
        assertThat(told(task).containers().getFirst().reason()).isEmpty();
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

    @Test
    void fourContainersStartEachWhenItsConditionsHaveCome() throws Exception {
        ContainerPlan db =
                Plans.checked(
                        simulated(
                                "db", "sleep 0.5; echo up > /up; " + LIVES, "HEALTH", "fail,pass"),
                        check("test -e /up"));
        ContainerPlan migrate =
                Plans.dependsOn(shell("migrate", "sleep 0.2; exit 0"), "db", Condition.HEALTHY);
        ContainerPlan cache = shell("cache", LIVES);
        ContainerPlan web =
                Plans.dependsOn(
                        Plans.dependsOn(shell("web", LIVES), "migrate", Condition.SUCCESS),
                        "cache",
                        Condition.START);
        TaskPlan task = Plans.task(1, web, migrate, cache, db);
        plan(task);
        await(task.id(), Phase.RUNNING);
        assertThat(of(task, "migrate").startedAt().orElseThrow())
                .isAfterOrEqualTo(milli(of(task, "db").health().since()));
        assertThat(of(task, "web").startedAt().orElseThrow())
                .isAfterOrEqualTo(milli(of(task, "migrate").finishedAt().orElseThrow()))
                .isAfterOrEqualTo(of(task, "cache").startedAt().orElseThrow());
        assertThat(of(task, "migrate").exitCode()).hasValue(0);
        plan(Plans.stopped(task));
        await(task.id(), Phase.STOPPED);
        plan();
        assertThat(leaks()).isEmpty();
    }

    @Test
    void whatCanNeverStartFailsTheTaskAndTellsWhy() throws Exception {
        ContainerPlan migrate = shell("migrate", "exit 3");
        ContainerPlan web = Plans.dependsOn(shell("web", LIVES), "migrate", Condition.SUCCESS);
        TaskPlan task = Plans.task(1, migrate, web);
        plan(task);
        await(task.id(), Phase.STOPPED);
        assertThat(told(task).failure().orElseThrow().message())
                .isEqualTo(
                        "container web depends on container migrate (SUCCESS), which exited with"
                                + " code 3");
        assertThat(of(task, "web").startedAt()).isEmpty();
        assertThat(of(task, "web").exitCode()).isEmpty();
        assertThat(link.phases(task.id())).doesNotContain(Phase.RUNNING);
    }

    @Test
    void aStartTimeoutThatPassesFailsTheTask() throws Exception {
        ContainerPlan db =
                Plans.startTimeout(
                        Plans.checked(simulated("db", LIVES, "HEALTH", "hang"), check("sleep 60")),
                        2);
        TaskPlan task =
                Plans.task(1, db, Plans.dependsOn(shell("web", LIVES), "db", Condition.HEALTHY));
        plan(task);
        await(task.id(), Phase.STOPPED);
        assertThat(told(task).failure().orElseThrow().message())
                .contains("start timeout of 2 seconds");
        assertThat(of(task, "web").startedAt()).isEmpty();
        plan();
        assertThat(leaks()).isEmpty();
    }

    @Test
    void healthIsToldAndAnUnhealthyContainerRunsOn() throws Exception {
        ContainerPlan web =
                Plans.checked(
                        simulated(
                                "web",
                                "echo > /up; sleep 2.5; echo > /down; " + LIVES,
                                "HEALTH",
                                "pass,fail"),
                        check("test ! -e /down"));
        TaskPlan task = Plans.task(1, web);
        plan(task);
        await(l -> health(task) == Verdict.HEALTHY);
        await(l -> health(task) == Verdict.UNHEALTHY);
        assertThat(told(task).phase()).isEqualTo(Phase.RUNNING);
        plan(Plans.stopped(task));
        await(task.id(), Phase.STOPPED);
    }

    @Test
    void aContainerRunsAgainWithWhatItHasWrittenAndItsTaskGoesOn() throws Exception {
        ContainerPlan web =
                Plans.restarted(
                        Plans.with(
                                shell(
                                        "web",
                                        "if test -e /again; then echo again; "
                                                + LIVES
                                                + "; fi; echo once; echo > /again;"
                                                + " sleep 1.2; exit 7"),
                                IMAGE,
                                Map.of(
                                        "SLIPWAY_SIMULATE_RUN_SECONDS", "1.2",
                                        "SLIPWAY_SIMULATE_EXIT_CODE", "7",
                                        "SLIPWAY_SIMULATE_ENDS", "1"),
                                true),
                        1);
        TaskPlan task = Plans.task(1, web);
        plan(task);
        await(
                l ->
                        l.task(task.id())
                                .map(t -> t.containers().getFirst().restarts() == 1)
                                .orElse(false));
        assertThat(told(task).phase()).isEqualTo(Phase.RUNNING);
        assertThat(of(task, "web").startedAt().orElseThrow())
                .isAfter(told(task).startedAt().orElseThrow());
        assertThat(of(task, "web").exitCode()).isEmpty();
        restart();
        plan(task);
        await(task.id(), Phase.RUNNING);
        plan(Plans.stopped(task));
        await(task.id(), Phase.STOPPED);
        assertThat(of(task, "web").restarts()).isEqualTo(1);
        assertThat(link.phases(task.id()))
                .filteredOn(phase -> phase != Phase.PREPARING)
                .startsWith(Phase.RUNNING);
        plan();
        assertThat(leaks()).isEmpty();
    }

    @Test
    void anEndBeforeTheAttemptPeriodIsFinal() throws Exception {
        TaskPlan task = Plans.task(1, Plans.restarted(shell("web", "exit 7"), 60));
        plan(task);
        await(task.id(), Phase.STOPPED);
        assertThat(of(task, "web").exitCode()).hasValue(7);
        assertThat(of(task, "web").restarts()).isZero();
    }

    @Test
    void whatOthersDependOnIsStoppedAfterThem() throws Exception {
        String slow = "trap 'sleep 0.4; exit 0' TERM; while :; do sleep 0.1; done";
        ContainerPlan db = shell("db", LIVES);
        ContainerPlan api =
                Plans.dependsOn(
                        simulated("api", slow, "STOP_SECONDS", "0.4"), "db", Condition.START);
        ContainerPlan web =
                Plans.dependsOn(
                        simulated("web", slow, "STOP_SECONDS", "0.4"), "api", Condition.START);
        TaskPlan task = Plans.task(1, db, api, web);
        plan(task);
        await(task.id(), Phase.RUNNING);
        plan(Plans.stopped(task));
        await(task.id(), Phase.STOPPED);
        assertThat(of(task, "web").finishedAt().orElseThrow())
                .isBefore(of(task, "api").finishedAt().orElseThrow());
        assertThat(of(task, "api").finishedAt().orElseThrow())
                .isBefore(of(task, "db").finishedAt().orElseThrow());
    }

    private Verdict health(TaskPlan task) {
        return link.task(task.id())
                .map(t -> t.containers().getFirst().health().verdict())
                .orElse(Verdict.UNKNOWN);
    }

    private TaskReport.ContainerReport of(TaskPlan task, String container) {
        return told(task).containers().stream()
                .filter(c -> c.name().equals(container))
                .findFirst()
                .orElseThrow();
    }

    /** Starts are told in milliseconds. */
    private static Instant milli(Instant at) {
        return at.truncatedTo(ChronoUnit.MILLIS);
    }

    private static HealthCheck check(String script) {
        return new HealthCheck(List.of("/bin/sh", "-c", script), 1, 2, 1, 0);
    }

    /** What the script does on a real machine, the variable has a simulated one do. */
    private static ContainerPlan simulated(String name, String script, String key, String value) {
        return Plans.with(
                Plans.container(name, name.equals("web"), "sh", "-c", script),
                IMAGE,
                Map.of("SLIPWAY_SIMULATE_" + key, value),
                true);
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
