package dev.slipway.controlplane.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.nodelink.ContainerPlan;
import dev.slipway.nodelink.ContainerPlan.Condition;
import dev.slipway.nodelink.ContainerPlan.Dependency;
import dev.slipway.nodelink.TaskPlan;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;

/** What a document says about its containers, as the node is told it. */
@SuppressWarnings("unchecked") // generic varargs of the model builders
class PlannedContainersTest {
    private final Harbour harbour = new Harbour(11).withNode(4096, 8192);

    @Test
    void aContainerThatSaysNothingStartsAtOnceIsNotCheckedAndEndsOnce() {
        ContainerPlan app = app(c -> {});

        assertThat(app.lifecycle()).isEqualTo(ContainerPlan.Lifecycle.plain(30));
        assertThat(app.fittings()).isEqualTo(ContainerPlan.Fittings.NONE);
        assertThat(app.mountPoints()).isEmpty();
        assertThat(app.volumesFrom()).isEmpty();
        assertThat(app.readonlyRootFilesystem()).isFalse();
    }

    @Test
    void dependenciesAndTimeoutsAreToldInTheDocumentsOrder() {
        TaskPlan task =
                task(
                        b ->
                                b.containerDefinitions(
                                        container("app")
                                                .dependsOn(
                                                        d ->
                                                                d.containerName("init")
                                                                        .condition("SUCCESS"),
                                                        d ->
                                                                d.containerName("db")
                                                                        .condition("START"))
                                                .stopTimeout(90)
                                                .build(),
                                        container("init").essential(false).startTimeout(7).build(),
                                        container("db").build()));

        assertThat(task.containers()).extracting("name").containsExactly("app", "init", "db");
        ContainerPlan.Lifecycle app = task.containers().get(0).lifecycle();
        assertThat(app.dependsOn())
                .containsExactly(
                        new Dependency("init", Condition.SUCCESS),
                        new Dependency("db", Condition.START));
        assertThat(app.startTimeoutSeconds()).isZero();
        assertThat(app.stopTimeoutSeconds()).isEqualTo(90);
        assertThat(task.containers().get(1).lifecycle().startTimeoutSeconds()).isEqualTo(7);
    }

    @Test
    void aCheckIsToldAsTheProgramThatIsRunWithAwssDefaults() {
        ContainerPlan program = app(c -> c.healthCheck(h -> h.command("CMD", "curl", "-f", "x")));
        assertThat(program.lifecycle().healthCheck().orElseThrow())
                .isEqualTo(new ContainerPlan.HealthCheck(List.of("curl", "-f", "x"), 30, 5, 3, 0));

        ContainerPlan shell =
                app(
                        c ->
                                c.healthCheck(
                                        h ->
                                                h.command("CMD-SHELL", "test -f /ready || exit 1")
                                                        .interval(5)
                                                        .timeout(2)
                                                        .retries(10)
                                                        .startPeriod(300)));
        assertThat(shell.lifecycle().healthCheck().orElseThrow())
                .isEqualTo(
                        new ContainerPlan.HealthCheck(
                                List.of("/bin/sh", "-c", "test -f /ready || exit 1"),
                                5,
                                2,
                                10,
                                300));
    }

    @Test
    void aCheckOfNoneIsNotMade() {
        assertThat(app(c -> c.healthCheck(h -> h.command("NONE"))).lifecycle().healthCheck())
                .isEqualTo(Optional.empty());
    }

    @Test
    void aRestartPolicyIsToldWhenItIsOn() {
        assertThat(
                        app(c -> c.restartPolicy(r -> r.enabled(true).ignoredExitCodes(0, 3)))
                                .lifecycle()
                                .restartPolicy())
                .contains(new ContainerPlan.RestartPolicy(List.of(0, 3), 300));
        assertThat(
                        app(c -> c.restartPolicy(r -> r.enabled(true).restartAttemptPeriod(60)))
                                .lifecycle()
                                .restartPolicy())
                .contains(new ContainerPlan.RestartPolicy(List.of(), 60));
        assertThat(app(c -> c.restartPolicy(r -> r.enabled(false))).lifecycle().restartPolicy())
                .isEmpty();
    }

    @Test
    void aTasksDiskAndTheVolumesOnItAreTold() {
        TaskPlan task =
                task(
                        b ->
                                b.ephemeralStorage(s -> s.sizeInGiB(42))
                                        .volumes(
                                                v -> v.name("data"),
                                                v -> v.name("cache").host(h -> {}))
                                        .containerDefinitions(
                                                container("app")
                                                        .mountPoints(
                                                                m ->
                                                                        m.sourceVolume("data")
                                                                                .containerPath(
                                                                                        "/d"),
                                                                m ->
                                                                        m.sourceVolume("cache")
                                                                                .containerPath("/c")
                                                                                .readOnly(true))
                                                        .build(),
                                                container("reader")
                                                        .volumesFrom(
                                                                v ->
                                                                        v.sourceContainer("app")
                                                                                .readOnly(true))
                                                        .build()));

        assertThat(task.storage()).isEqualTo(new TaskPlan.Storage(42, List.of("data", "cache")));
        assertThat(task.containers().get(0).mountPoints())
                .containsExactly(
                        new ContainerPlan.MountPoint("data", "/d", false),
                        new ContainerPlan.MountPoint("cache", "/c", true));
        assertThat(task.containers().get(1).volumesFrom())
                .containsExactly(new ContainerPlan.VolumeFrom("app", true));
    }

    @Test
    void howAContainerIsFittedAndConfinedIsTold() {
        ContainerPlan app =
                app(
                        c ->
                                c.interactive(true)
                                        .pseudoTerminal(true)
                                        .readonlyRootFilesystem(true)
                                        .systemControls(
                                                s -> s.namespace("net.core.somaxconn").value("512"))
                                        .ulimits(u -> u.name("nofile").softLimit(10).hardLimit(20))
                                        .linuxParameters(
                                                l ->
                                                        l.initProcessEnabled(true)
                                                                .capabilities(
                                                                        k ->
                                                                                k.drop("ALL")
                                                                                        .add(
                                                                                                "SYS_PTRACE"))));

        assertThat(app.fittings())
                .isEqualTo(
                        new ContainerPlan.Fittings(
                                Map.of("net.core.somaxconn", "512"), true, true, true));
        assertThat(app.readonlyRootFilesystem()).isTrue();
        assertThat(app.ulimits()).containsExactly(new ContainerPlan.Ulimit("nofile", 10, 20));
        assertThat(app.dropCapabilities()).containsExactly("ALL");
        assertThat(app.addCapabilities()).containsExactly("SYS_PTRACE");
    }

    @Test
    void containersShareTheirProcessesOnlyWhenTheTaskSaysSo() {
        assertThat(task(b -> b.pidMode("task")).sharedProcesses()).isTrue();
        assertThat(task(b -> {}).sharedProcesses()).isFalse();
    }

    private ContainerPlan app(Consumer<ContainerDefinition.Builder> more) {
        ContainerDefinition.Builder app = container("app");
        more.accept(app);
        return task(b -> b.containerDefinitions(app.build())).containers().getFirst();
    }

    private static ContainerDefinition.Builder container(String name) {
        return ContainerDefinition.builder().name(name).image("busybox:1.36");
    }

    /** A task of a document, as its node is told it. */
    private TaskPlan task(Consumer<RegisterTaskDefinitionRequest.Builder> more) {
        RegisterTaskDefinitionRequest.Builder document =
                RegisterTaskDefinitionRequest.builder()
                        .family("rich")
                        .requiresCompatibilitiesWithStrings("FARGATE")
                        .networkMode("awsvpc")
                        .cpu("256")
                        .memory("512")
                        .containerDefinitions(container("app").build());
        more.accept(document);
        String definition = harbour.register(document.build());
        var ran = harbour.run(r -> r.taskDefinition(definition)).tasks();
        return harbour.planned(Harbour.id(ran.getFirst().taskArn()));
    }
}
