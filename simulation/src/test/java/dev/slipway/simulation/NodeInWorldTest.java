package dev.slipway.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.node.simulated.SimulatedSettings;
import dev.slipway.nodelink.ContainerPlan;
import dev.slipway.nodelink.ControlPlaneLink;
import dev.slipway.nodelink.NodePlan;
import dev.slipway.nodelink.NodeReport;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NodeInWorldTest {

    @Test
    void nodesLiveInTheWorldsTimeAndReportInIt() {
        try (World world = new World(7, List.of(), w -> List.of())) {
            for (String name : List.of("node-a", "node-b")) {
                world.addNode(
                        SimulatedSettings.of(name, new NodeReport.Capacity(4096, 8192)),
                        new TracingLink(world));
            }
            world.advance(Duration.ofSeconds(1));
            world.nodes().forEach(node -> node.apply(NodePlan.empty()));
            world.advance(Duration.ofSeconds(1));

            assertThat(world.trace())
                    .contains(
                            World.START + " node-a reports in full",
                            World.START + " node-b reports in full");
            assertThat(world.clock().instant()).isEqualTo(World.START.plusSeconds(2));
        }
    }

    /** A control plane that notes who called. */
    private record TracingLink(World world) implements ControlPlaneLink {
        @Override
        public void report(NodeReport report) {
            world.trace(report.nodeId() + " reports" + (report.full() ? " in full" : ""));
        }

        @Override
        public Optional<String> openLogStream(String account, ContainerPlan.LogPlan log) {
            return Optional.empty();
        }

        @Override
        public void putLogs(LogBatch batch) {
            world.trace("logs of " + batch.stream());
        }

        @Override
        public long logPosition(String account, String region, String group, String stream) {
            return 0;
        }

        @Override
        public Optional<TaskCredentials> credentials(String taskId, String credentialsId) {
            return Optional.empty();
        }
    }
}
