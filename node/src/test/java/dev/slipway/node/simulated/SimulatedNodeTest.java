package dev.slipway.node.simulated;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.nodelink.ContainerPlan;
import dev.slipway.nodelink.ContainerPlan.HealthCheck;
import dev.slipway.nodelink.NodeReport;
import dev.slipway.nodelink.TaskPlan;
import dev.slipway.nodelink.TaskReport;
import dev.slipway.nodelink.TaskReport.ContainerPhase;
import dev.slipway.nodelink.TaskReport.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SimulatedNodeTest {
    private static final NodeReport.Capacity CAPACITY = new NodeReport.Capacity(4096, 8192);
    private static final Duration SOON = Duration.ofSeconds(1);

    private final VirtualTimeline time = new VirtualTimeline(Instant.parse("2026-01-01T00:00:00Z"));
    private final RecordingLink link = new RecordingLink();
    private final SimulatedSettings settings = SimulatedSettings.of("node-1", CAPACITY);
    private SimulatedNode node = SimulatedNode.open(settings, link, time);

    @Test
    void anEmptyNodeReportsItselfInFullAtOnce() {
        time.advance(Duration.ZERO);
        assertThat(link.reports())
                .containsExactly(new NodeReport("node-1", 0, true, CAPACITY, List.of()));
    }

    @Test
    void aTaskRunsUntilItIsToldToStopAndThenNothingOfItIsLeft() {
        TaskPlan task = Plans.task(1, Plans.container("web", true));
        node.apply(Plans.plan(1, task));
        time.advance(SOON);
        TaskReport running = link.task(task.id()).orElseThrow();
        assertThat(running.phase()).isEqualTo(Phase.RUNNING);
        assertThat(running.connectivityAt()).isPresent();
        assertThat(running.pullStartedAt()).isPresent();
        assertThat(running.pullStoppedAt()).isPresent();
        assertThat(running.startedAt()).isPresent();
        assertThat(running.containers().getFirst().imageDigest()).matches("sha256:[0-9a-f]{64}");

        node.apply(Plans.plan(2, Plans.stopped(task)));
        time.advance(SOON);
        TaskReport stopped = link.task(task.id()).orElseThrow();
        assertThat(stopped.startedAt()).isEqualTo(running.startedAt());
        assertThat(stopped.containers().getFirst().exitCode()).hasValue(143);
        assertThat(link.phases(task.id()))
                .containsExactly(
                        Phase.PREPARING,
                        Phase.RUNNING,
                        Phase.STOPPING,
                        Phase.DEPROVISIONING,
                        Phase.STOPPED);
        assertThat(node.leaks()).isEmpty();

        node.apply(Plans.plan(3));
        time.advance(Duration.ofMinutes(1));
        assertThat(node.tasks()).isEmpty();
        assertThat(link.reports().getLast().tasks()).isEmpty();
    }

    @Test
    void theEndOfAnEssentialContainerStopsTheOthers() {
        TaskPlan task =
                Plans.task(
                        1,
                        Plans.container("main", true, "sh", "-c", "sleep 5; exit 3"),
                        Plans.container("side", false));
        node.apply(Plans.plan(1, task));
        time.advance(Duration.ofSeconds(10));
        TaskReport report = link.task(task.id()).orElseThrow();
        assertThat(report.phase()).isEqualTo(Phase.STOPPED);
        assertThat(report.failure()).isEmpty();
        assertThat(report.containers().get(0).exitCode()).hasValue(3);
        assertThat(report.containers().get(1).exitCode()).hasValue(143);
    }

    @Test
    void theEndOfANonEssentialContainerLeavesTheTaskRunning() {
        TaskPlan task =
                Plans.task(
                        1, Plans.container("once", false, "true"), Plans.container("main", true));
        node.apply(Plans.plan(1, task));
        time.advance(SOON);
        TaskReport report = link.task(task.id()).orElseThrow();
        assertThat(report.phase()).isEqualTo(Phase.RUNNING);
        assertThat(report.containers().get(0).phase()).isEqualTo(ContainerPhase.STOPPED);
        assertThat(report.containers().get(0).exitCode()).hasValue(0);
        assertThat(node.running()).containsExactly(task.id() + "/main");
    }

    @Test
    void aContainerThatIgnoresTheStopSignalIsKilledAfterItsStopTimeout() {
        TaskPlan task = Plans.task(1, env("SLIPWAY_SIMULATE_IGNORE_SIGTERM", "true"));
        node.apply(Plans.plan(1, task));
        time.advance(SOON);
        node.apply(Plans.plan(2, Plans.stopped(task)));
        time.advance(Duration.ofMillis(4900));
        assertThat(link.task(task.id()).orElseThrow().phase()).isEqualTo(Phase.STOPPING);
        time.advance(SOON);
        TaskReport report = link.task(task.id()).orElseThrow();
        assertThat(report.phase()).isEqualTo(Phase.STOPPED);
        assertThat(report.containers().getFirst().exitCode()).hasValue(137);
    }

    @ParameterizedTest
    @ValueSource(strings = {"network", "pull", "create", "start"})
    void aFailedStartIsToldWithItsReasonAndUndone(String where) {
        TaskPlan task =
                Plans.task(1, Plans.container("side", false), env("SLIPWAY_SIMULATE_FAIL", where));
        node.apply(Plans.plan(1, task));
        time.advance(SOON);
        TaskReport report = link.task(task.id()).orElseThrow();
        assertThat(report.phase()).isEqualTo(Phase.STOPPED);
        assertThat(report.failure()).isPresent();
        assertThat(report.startedAt()).isEmpty();
        assertThat(report.stoppedAt()).isPresent();
        assertThat(node.leaks()).isEmpty();
    }

    @Test
    void anImageThatDoesNotExistFailsInTheWordsOfEcs() {
        TaskPlan task =
                Plans.task(
                        1,
                        Plans.with(
                                Plans.container("web", true), "does-not-exist:1", Map.of(), false));
        node.apply(Plans.plan(1, task));
        time.advance(SOON);
        TaskReport report = link.task(task.id()).orElseThrow();
        assertThat(report.failure().orElseThrow().code()).isEqualTo("CannotPullContainerError");
        assertThat(report.containers().getFirst().reason())
                .startsWith("CannotPullContainerError: pull image manifest has been retried");
    }

    @Test
    void aMissingLogGroupFailsTheStart() {
        link.refuseLogs("failed to validate logger args: no such group");
        TaskPlan task = Plans.task(1, logged("echo hello"));
        node.apply(Plans.plan(1, task));
        time.advance(SOON);
        TaskReport report = link.task(task.id()).orElseThrow();
        assertThat(report.failure().orElseThrow())
                .isEqualTo(
                        new TaskReport.StartFailure(
                                "ResourceInitializationError",
                                "failed to validate logger args: no such group"));
        assertThat(node.leaks()).isEmpty();
    }

    @Test
    void whatAContainerSaysIsStoredBeforeItsTaskIsStopped() {
        TaskPlan task = Plans.task(1, logged("echo hello; exit 0"));
        node.apply(Plans.plan(1, task));
        while (link.task(task.id()).map(t -> t.phase() != Phase.STOPPED).orElse(true)) {
            assertThat(time.step()).isTrue();
        }
        assertThat(link.messages("ecs/web")).containsExactly("hello");
    }

    @Test
    void aStopDuringThePullDoesNotWaitForThePull() {
        TaskPlan task = Plans.task(1, env("SLIPWAY_SIMULATE_PULL_SECONDS", "600"));
        node.apply(Plans.plan(1, task));
        time.advance(SOON);
        assertThat(link.task(task.id()).orElseThrow().phase()).isEqualTo(Phase.PREPARING);
        node.apply(Plans.plan(2, Plans.stopped(task)));
        time.advance(SOON);
        assertThat(link.task(task.id()).orElseThrow().phase()).isEqualTo(Phase.STOPPED);
        time.advance(Duration.ofMinutes(20));
        assertThat(node.leaks()).isEmpty();
        assertThat(link.task(task.id()).orElseThrow().failure()).isEmpty();
    }

    @Test
    void anOlderOrRepeatedPlanChangesNothing() {
        TaskPlan task = Plans.task(1, Plans.container("web", true));
        node.apply(Plans.plan(5, task));
        time.advance(SOON);
        int told = link.reports().size();
        node.apply(Plans.plan(5, Plans.stopped(task)));
        node.apply(Plans.plan(4));
        time.advance(SOON);
        assertThat(link.reports()).hasSize(told);
        assertThat(node.running()).hasSize(1);
    }

    @Test
    void aPlanThatComesDuringAStopIsTakenInAndTheStopGoesOn() {
        TaskPlan first = Plans.task(1, env("SLIPWAY_SIMULATE_STOP_SECONDS", "2"));
        TaskPlan second = Plans.task(2, Plans.container("web", true));
        node.apply(Plans.plan(1, first));
        time.advance(SOON);
        node.apply(Plans.plan(2, Plans.stopped(first)));
        time.advance(SOON);
        node.apply(Plans.plan(3, first, second));
        time.advance(Duration.ofSeconds(3));
        assertThat(link.task(first.id()).orElseThrow().phase()).isEqualTo(Phase.STOPPED);
        assertThat(link.task(second.id()).orElseThrow().phase()).isEqualTo(Phase.RUNNING);
    }

    @Test
    void aTaskThatLeavesThePlanIsTornDown() {
        node.apply(Plans.plan(1, Plans.task(1, Plans.container("web", true))));
        time.advance(SOON);
        node.apply(Plans.plan(2));
        time.advance(SOON);
        assertThat(node.leaks()).isEmpty();
    }

    @Test
    void aTaskThatWasNeverHereAndIsToStopIsReportedStopped() {
        TaskPlan task = Plans.stopped(Plans.task(1, Plans.container("web", true)));
        node.apply(Plans.plan(1, task));
        time.advance(SOON);
        TaskReport report = link.task(task.id()).orElseThrow();
        assertThat(report.phase()).isEqualTo(Phase.STOPPED);
        assertThat(report.containers().getFirst().phase()).isEqualTo(ContainerPhase.STOPPED);
    }

    @Test
    void containersOutliveARestartWithTheirStartTimes() {
        TaskPlan task = Plans.task(1, Plans.container("web", true));
        node.apply(Plans.plan(1, task));
        time.advance(SOON);
        TaskReport before = link.task(task.id()).orElseThrow();
        node = node.restarted();
        time.advance(SOON);
        assertThat(link.reports().getLast().full()).isTrue();
        assertThat(link.task(task.id())).contains(before);
        node.apply(Plans.plan(2, Plans.stopped(task)));
        time.advance(SOON);
        assertThat(link.task(task.id()).orElseThrow().phase()).isEqualTo(Phase.STOPPED);
        assertThat(node.leaks()).isEmpty();
    }

    @Test
    void checksComeToWhatTheEnvironmentSaysInEachRun() {
        ContainerPlan web =
                Plans.restarted(
                        Plans.checked(
                                Plans.with(
                                        Plans.container("web", true),
                                        "web:latest",
                                        Map.of(
                                                "SLIPWAY_SIMULATE_HEALTH", "fail, hang, pass",
                                                "SLIPWAY_SIMULATE_RUN_SECONDS", "61",
                                                "SLIPWAY_SIMULATE_ENDS", "1"),
                                        false),
                                new HealthCheck(List.of("true"), 10, 5, 2, 0)),
                        60);
        TaskPlan task = Plans.task(1, web);
        node.apply(Plans.plan(1, task));
        time.advance(Duration.ofSeconds(24));
        assertThat(health(task)).isEqualTo(TaskReport.Verdict.UNKNOWN);
        time.advance(Duration.ofSeconds(2));
        assertThat(health(task)).isEqualTo(TaskReport.Verdict.UNHEALTHY);
        time.advance(Duration.ofSeconds(10));
        assertThat(health(task)).isEqualTo(TaskReport.Verdict.HEALTHY);
        time.advance(Duration.ofSeconds(30));
        assertThat(link.task(task.id()).orElseThrow().containers().getFirst().restarts())
                .isEqualTo(1);
        assertThat(health(task)).isEqualTo(TaskReport.Verdict.UNKNOWN);
        time.advance(Duration.ofSeconds(25));
        assertThat(health(task)).isEqualTo(TaskReport.Verdict.UNHEALTHY);
        time.advance(Duration.ofMinutes(10));
        assertThat(health(task)).isEqualTo(TaskReport.Verdict.HEALTHY);
        assertThat(link.task(task.id()).orElseThrow().containers().getFirst().restarts())
                .isEqualTo(1);
    }

    @Test
    void aContainerThatCannotBeRenewedHasEnded() {
        ContainerPlan web =
                Plans.restarted(
                        Plans.with(
                                Plans.container("web", true, "sh", "-c", "sleep 61; exit 4"),
                                "web:latest",
                                Map.of("SLIPWAY_SIMULATE_FAIL", "renew"),
                                false),
                        60);
        TaskPlan task = Plans.task(1, web);
        node.apply(Plans.plan(1, task));
        time.advance(Duration.ofMinutes(2));
        TaskReport report = link.task(task.id()).orElseThrow();
        assertThat(report.phase()).isEqualTo(Phase.STOPPED);
        assertThat(report.failure()).isEmpty();
        assertThat(report.containers().getFirst().exitCode()).hasValue(4);
        assertThat(report.containers().getFirst().reason())
                .startsWith("ContainerRuntimeError: the simulated runtime refused");
        assertThat(node.leaks()).isEmpty();
    }

    private TaskReport.Verdict health(TaskPlan task) {
        return link.task(task.id()).orElseThrow().containers().getFirst().health().verdict();
    }

    @Test
    void aPowerCutEndsTasksTruthfully() {
        TaskPlan task = Plans.task(1, Plans.container("web", true));
        node.apply(Plans.plan(1, task));
        time.advance(SOON);
        node = node.rebooted();
        time.advance(SOON);
        TaskReport report = link.task(task.id()).orElseThrow();
        assertThat(report.phase()).isEqualTo(Phase.STOPPED);
        assertThat(report.containers().getFirst().exitCode()).isEmpty();
        assertThat(report.containers().getFirst().reason()).startsWith("ContainerRuntimeError");
    }

    @Test
    void reportsThatDidNotGetThroughAreMadeGoodByAFullOne() {
        TaskPlan task = Plans.task(1, Plans.container("web", true));
        link.down(true);
        node.apply(Plans.plan(1, task));
        time.advance(SOON);
        assertThat(link.task(task.id())).isEmpty();
        link.down(false);
        time.advance(Duration.ofSeconds(2));
        assertThat(link.task(task.id()).orElseThrow().phase()).isEqualTo(Phase.RUNNING);
        assertThat(link.reports().getLast().full()).isTrue();
    }

    /** A bad hour: faults, restarts and stops at random, and in the end all is well. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void underSeededMisfortuneNothingIsLeftAndPhasesOnlyAdvance(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        node =
                SimulatedNode.open(
                        settings.faulty(new Faults(0.1, 0.1, 0.1, 0.1, 0.3, 0.2), seed),
                        link,
                        time);
        TaskPlan[] tasks = new TaskPlan[20];
        for (int i = 0; i < tasks.length; i++) {
            tasks[i] =
                    Plans.task(
                            i + 1,
                            Plans.container("a", true),
                            Plans.container("b", random.nextBoolean(), "sleep", "30"));
        }
        for (int generation = 1; generation <= 60; generation++) {
            int victim = random.nextInt(tasks.length);
            if (random.nextInt(3) == 0) {
                tasks[victim] = Plans.stopped(tasks[victim]);
            }
            if (random.nextInt(10) == 0) {
                node = node.restarted();
            }
            node.apply(Plans.plan(generation, tasks));
            time.advance(Duration.ofMillis(random.nextLong(3000)));
        }
        for (int i = 0; i < tasks.length; i++) {
            tasks[i] = Plans.stopped(tasks[i]);
        }
        node.apply(Plans.plan(100, tasks));
        time.advance(Duration.ofMinutes(10));
        assertThat(node.leaks()).as("seed %d", seed).isEmpty();
        for (TaskPlan task : tasks) {
            List<Phase> phases = link.phases(task.id());
            assertThat(phases).as("seed %d", seed).isSorted().endsWith(Phase.STOPPED);
        }
    }

    private static ContainerPlan env(String name, String value) {
        return Plans.with(Plans.container("web", true), "web:latest", Map.of(name, value), false);
    }

    private static ContainerPlan logged(String script) {
        return Plans.with(
                Plans.container("web", true, "sh", "-c", script), "web:latest", Map.of(), true);
    }
}
