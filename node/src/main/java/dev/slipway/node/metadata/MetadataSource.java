package dev.slipway.node.metadata;

import dev.slipway.node.agent.TaskView;
import dev.slipway.node.stats.ContainerStats;
import dev.slipway.nodelink.ControlPlaneLink.TaskCredentials;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Where answers come from.
 *
 * @param taskAt the task at a private address of a VPC: VPC id, then address
 * @param credentials of a task: task id, then credentials id
 * @param stats of a container by its runtime id; empty before it runs
 */
public record MetadataSource(
        BiFunction<String, String, Optional<TaskView>> taskAt,
        BiFunction<String, String, Optional<TaskCredentials>> credentials,
        Function<String, Optional<ContainerStats>> stats) {}
