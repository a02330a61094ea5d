package dev.slipway.node.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.node.simulated.Plans;
import dev.slipway.node.simulated.RecordingLink;
import dev.slipway.nodelink.NodePlan;
import dev.slipway.nodelink.TaskPlan;
import dev.slipway.nodelink.TaskReport.Phase;
import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The contract on this machine: real namespaces, real containers. */
@Timeout(120)
class LocalNodeHostTest extends NodeContract {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LONG = Duration.ofSeconds(15);

    @TempDir Path folder;
    private Optional<LocalNode> node = Optional.empty();
    private final BlockingQueue<String> closedDoors = new LinkedBlockingQueue<>();

    @BeforeEach
    void openNode() throws Exception {
        RealNode.needsRoot("LocalNodeHostTest");
        RealNode.image(folder, "sh", "sleep", "echo", "wget", "cat", "true");
        open();
    }

    private void open() throws IOException {
        node = Optional.of(RealNode.open(folder, link, machine -> machine, this::door));
    }

    private AutoCloseable door(String vpcId, ServerSocketChannel channel) {
        return () -> {
            channel.close();
            closedDoors.add(vpcId);
        };
    }

    @AfterEach
    void dismantle() throws IOException {
        if (node.isPresent()) {
            current().dismantle();
        }
    }

    private LocalNode current() {
        return node.orElseThrow();
    }

    @Override
    void apply(NodePlan plan) {
        current().apply(plan);
    }

    @Override
    void restart() throws Exception {
        current().close();
        open();
    }

    @Override
    List<String> leaks() {
        return current().leaks();
    }

    @Override
    void await(Predicate<RecordingLink> told) throws Exception {
        link.await(told, LONG);
    }

    @Test
    void aTaskFindsItsMetadataAndItsNames() throws Exception {
        TaskPlan task =
                Plans.task(
                        1,
                        Plans.with(
                                Plans.container(
                                        "web",
                                        true,
                                        "sh",
                                        "-c",
                                        "wget -q -O - $ECS_CONTAINER_METADATA_URI_V4/task; echo;"
                                                + " cat /etc/hostname; echo $AWS_ENDPOINT_URL"),
                                IMAGE,
                                Map.of(),
                                true));
        plan(task);
        await(task.id(), Phase.STOPPED);
        List<String> said = link.messages("ecs/web");
        assertThat(told(task).failure()).isEmpty();
        assertThat(said.getFirst()).contains("\"TaskARN\":\"" + task.arn() + "\"");
        assertThat(said).endsWith("ip-172-31-0-5.ec2.internal", "http://169.254.170.2:4566");
    }

    @Test
    void aVpcThatGoesTakesItsDoorToTheApiAlong() throws Exception {
        TaskPlan task = Plans.task(1, shell("web", "true"));
        plan(task);
        await(task.id(), Phase.STOPPED);
        assertThat(closedDoors).isEmpty();
        NodePlan nothing = NodePlan.empty();
        apply(
                new NodePlan(
                        1_000,
                        nothing.tasks(),
                        nothing.interfaces(),
                        nothing.securityGroups(),
                        nothing.subnets(),
                        nothing.vpcs()));
        assertThat(closedDoors.poll(LONG.toSeconds(), TimeUnit.SECONDS)).isEqualTo("vpc-1");
    }

    @Test
    void aTaskReadsWhatItUsesAndTheNameServerThatItHas() throws Exception {
        TaskPlan task =
                Plans.task(
                        1,
                        Plans.with(
                                Plans.container(
                                        "web",
                                        true,
                                        "sh",
                                        "-c",
                                        "wget -q -O - $ECS_CONTAINER_METADATA_URI_V4; echo;"
                                                + " wget -q -O - $ECS_CONTAINER_METADATA_URI_V4/stats;"
                                                + " echo; cat /etc/resolv.conf"),
                                IMAGE,
                                Map.of(),
                                true));
        plan(task);
        await(task.id(), Phase.STOPPED);
        List<String> said = link.messages("ecs/web");
        String server = JSON.readTree(said.get(0)).at("/Networks/0/DomainNameServers/0").asText();
        assertThat(said).contains("nameserver " + server);
        var stats = JSON.readTree(said.get(1));
        assertThat(stats.at("/cpu_stats/cpu_usage/total_usage").asLong()).isPositive();
        assertThat(stats.at("/cpu_stats/system_cpu_usage").asLong())
                .isGreaterThan(stats.at("/cpu_stats/cpu_usage/total_usage").asLong());
        assertThat(stats.at("/memory_stats/usage").asLong()).isPositive();
        assertThat(stats.at("/memory_stats/limit").asLong()).isEqualTo(512L << 20);
        assertThat(stats.at("/pids_stats/current").asLong()).isPositive();
        assertThat(stats.path("networks").elements().next().path("rx_bytes").asLong()).isPositive();
    }

    @Test
    void linesWrittenWhileTheNodeWasAwayAreStoredOnce() throws Exception {
        TaskPlan task =
                Plans.task(
                        1,
                        shell(
                                "web",
                                "i=0; while [ $i -lt 40 ]; do echo $i; i=$((i+1)); sleep 0.1; done"));
        plan(task);
        await(task.id(), Phase.RUNNING);
        restart();
        plan(task);
        await(task.id(), Phase.STOPPED);
        assertThat(link.messages("ecs/web"))
                .containsExactlyElementsOf(
                        java.util.stream.IntStream.range(0, 40).mapToObj(String::valueOf).toList());
    }
}
