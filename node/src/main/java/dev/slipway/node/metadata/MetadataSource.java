package dev.slipway.node.metadata;

import dev.slipway.node.agent.TaskView;
import dev.slipway.node.stats.ClockDrift;
import dev.slipway.node.stats.ContainerStats;
import dev.slipway.nodelink.ControlPlaneLink.TaskCredentials;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Where answers come from.
 *
 * @param taskAt the task at a private address of a VPC: VPC id, then address
 * @param credentials of a task: task id, then credentials id
 * @param stats of a container by its runtime id; empty before it runs
 * @param resolver the name server that a task's containers are told of, by VPC id
 * @param storageUsed MiB of a task's own storage that are in use, by task id; empty when not known
 * @param clock of this machine; empty when not known
 */
public record MetadataSource(
        BiFunction<String, String, Optional<TaskView>> taskAt,
        BiFunction<String, String, Optional<TaskCredentials>> credentials,
        Function<String, Optional<ContainerStats>> stats,
        Function<String, Optional<String>> resolver,
        Function<String, Optional<Long>> storageUsed,
        Supplier<Optional<ClockDrift>> clock) {}
