package dev.slipway.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.Task;

/** A server that is killed comes back with everything that it had acknowledged. */
final class SurvivalTest {
    private static final Duration BOUND = Duration.ofSeconds(60);

    @RegisterExtension static final SlipwayServer server = SlipwayServer.simulated();

    private static Optional<Task> task(EcsClient ecs, String arn, String status) {
        return ecs.describeTasks(r -> r.tasks(arn)).tasks().stream()
                .filter(task -> task.lastStatus().equals(status))
                .findFirst();
    }

    @Test
    void aKilledServerForgetsNothingAndTellsTheTruthOfTasksThatItsNodeLost() {
        EcsClient before = server.ecs();
        String cluster = before.createCluster().cluster().clusterArn();
        String definition =
                before.registerTaskDefinition(Story.definition("tough").build())
                        .taskDefinition()
                        .taskDefinitionArn();
        String arn =
                before.runTask(Story.run(server.ec2(), "tough").build())
                        .tasks()
                        .getFirst()
                        .taskArn();
        Task running = Await.until("the task to run", BOUND, () -> task(before, arn, "RUNNING"));

        // What the node saw reaches the disk no later than the next acknowledged call.
        String later = before.createCluster(r -> r.clusterName("later")).cluster().clusterArn();
        ProcessHandle killed = server.process();
        killed.destroyForcibly();
        killed.onExit().join();
        assertThat(server.command("status", "--json").exit()).isEqualTo(3);
        server.up();

        EcsClient after = server.ecs();
        assertThat(after.listClusters().clusterArns()).containsExactly(cluster, later);
        assertThat(after.listTaskDefinitions().taskDefinitionArns()).containsExactly(definition);
        // The simulated machine was in the process that died: its tasks are gone.
        Task lost =
                Await.until("the task to be found lost", BOUND, () -> task(after, arn, "STOPPED"));
        assertThat(lost.startedAt()).isEqualTo(running.startedAt());
        assertThat(lost.stoppedReason()).isNotBlank();
        assertThat(lost.stopCodeAsString()).isNotEqualTo("UserInitiated");
        assertThat(server.ec2().describeNetworkInterfaces().networkInterfaces()).isEmpty();
    }
}
