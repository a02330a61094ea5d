package dev.slipway.node.agent;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a machine has of a task from before the agent's start.
 *
 * @param interfaceId of the task's network; empty when it has none, or when nobody knows it
 */
public record Remains(String taskId, String interfaceId, List<Container> containers) {
    public Remains {
        containers = List.copyOf(containers);
    }

    /**
     * @param startedAt absent: created and never started, or not even created to the end
     * @param finishedAt absent while it runs
     * @param reason why it ended, as ECS words it; empty for none
     */
    public record Container(
            String name,
            Optional<Instant> startedAt,
            Optional<Instant> finishedAt,
            OptionalInt exitCode,
            String reason) {}
}
