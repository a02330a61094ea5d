package dev.slipway.controlplane.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.nodelink.TaskReport;
import dev.slipway.nodelink.TaskReport.ContainerPhase;
import dev.slipway.nodelink.TaskReport.ContainerReport;
import dev.slipway.nodelink.TaskReport.Health;
import dev.slipway.nodelink.TaskReport.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.Task;

@SuppressWarnings("unchecked") // generic varargs of the model builders
class TaskHealthStoryTest {
    private final Harbour harbour = new Harbour(3).withNode(4096, 8192);
    private final String id = run();

    private String run() {
        String definition =
                harbour.register(
                        RegisterTaskDefinitionRequest.builder()
                                .family("checked")
                                .requiresCompatibilitiesWithStrings("FARGATE")
                                .networkMode("awsvpc")
                                .cpu("256")
                                .memory("512")
                                .containerDefinitions(
                                        ContainerDefinition.builder()
                                                .name("app")
                                                .image("busybox:1.36")
                                                .healthCheck(h -> h.command("CMD-SHELL", "true"))
                                                .restartPolicy(r -> r.enabled(true))
                                                .build(),
                                        ContainerDefinition.builder()
                                                .name("sidecar")
                                                .image("busybox:1.36")
                                                .essential(false)
                                                .build())
                                .build());
        return Harbour.id(
                harbour.run(r -> r.taskDefinition(definition)).tasks().getFirst().taskArn());
    }

    @Test
    void aTaskThatRunsIsAsHealthyAsItsCheckedContainer() {
        assertThat(harbour.describe(id).healthStatusAsString()).isEqualTo("UNKNOWN");

        report(ContainerPhase.RUNNING, 0, OptionalInt.empty(), Verdict.HEALTHY, 1);
        Task healthy = harbour.describe(id);
        assertThat(healthy.healthStatusAsString()).isEqualTo("HEALTHY");
        assertThat(healthy.containers())
                .extracting("healthStatus")
                .map(Object::toString)
                .containsExactly("HEALTHY", "UNKNOWN");

        report(ContainerPhase.RUNNING, 0, OptionalInt.empty(), Verdict.UNHEALTHY, 2);
        Task unhealthy = harbour.describe(id);
        assertThat(unhealthy.healthStatusAsString()).isEqualTo("UNHEALTHY");
        assertThat(unhealthy.desiredStatus())
                .as("only services replace tasks")
                .isEqualTo("RUNNING");
        assertThat(unhealthy.version()).isGreaterThan(healthy.version());
    }

    @Test
    void anOldVerdictThatComesLateChangesNothing() {
        report(ContainerPhase.RUNNING, 0, OptionalInt.empty(), Verdict.UNHEALTHY, 2);
        report(ContainerPhase.RUNNING, 0, OptionalInt.empty(), Verdict.HEALTHY, 1);
        assertThat(harbour.describe(id).healthStatusAsString()).isEqualTo("UNHEALTHY");
    }

    @Test
    void aContainerThatIsStartedAgainShowsNoExitCode() {
        report(ContainerPhase.STOPPED, 0, OptionalInt.of(7), Verdict.UNKNOWN, 0);
        assertThat(harbour.describe(id).containers().getFirst().exitCode()).isEqualTo(7);

        report(ContainerPhase.RUNNING, 1, OptionalInt.empty(), Verdict.UNKNOWN, 0);
        var app = harbour.describe(id).containers().getFirst();
        assertThat(app.lastStatus()).isEqualTo("RUNNING");
        assertThat(app.exitCode()).isNull();
        assertThat(harbour.describe(id).desiredStatus()).isEqualTo("RUNNING");
    }

    private void report(
            ContainerPhase phase, int restarts, OptionalInt exit, Verdict verdict, int second) {
        Optional<Instant> now = Optional.of(harbour.now);
        harbour.report(
                new TaskReport(
                        id,
                        TaskReport.Phase.RUNNING,
                        now,
                        now,
                        now,
                        now,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        List.of(
                                new ContainerReport(
                                        "app",
                                        id + "-0123456789",
                                        phase,
                                        "sha256:abc",
                                        exit,
                                        "",
                                        new Health(
                                                verdict,
                                                second == 0
                                                        ? Instant.EPOCH
                                                        : harbour.now.plusSeconds(second)),
                                        restarts,
                                        now,
                                        Optional.empty()))));
    }
}
