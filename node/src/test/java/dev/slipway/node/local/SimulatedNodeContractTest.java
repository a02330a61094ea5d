package dev.slipway.node.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.node.simulated.RecordingLink;
import dev.slipway.node.simulated.SimulatedNode;
import dev.slipway.node.simulated.SimulatedSettings;
import dev.slipway.node.simulated.VirtualTimeline;
import dev.slipway.nodelink.NodePlan;
import dev.slipway.nodelink.NodeReport;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;

class SimulatedNodeContractTest extends NodeContract {
    private final VirtualTimeline time = new VirtualTimeline(Instant.parse("2026-01-01T00:00:00Z"));
    private SimulatedNode node =
            SimulatedNode.open(
                    SimulatedSettings.of("node-1", new NodeReport.Capacity(4096, 8192)),
                    link,
                    time);

    @Override
    void apply(NodePlan plan) {
        node.apply(plan);
    }

    @Override
    void restart() {
        node = node.restarted();
    }

    @Override
    List<String> leaks() {
        time.advance(Duration.ofSeconds(1));
        return node.leaks();
    }

    @Override
    void await(Predicate<RecordingLink> told) {
        Instant end = time.now().plusSeconds(120);
        while (!told.test(link)) {
            assertThat(time.step()).isTrue();
            assertThat(time.now()).isBefore(end);
        }
    }
}
