package dev.slipway.node.stats;

import java.time.Instant;

/**
 * One look at a container.
 *
 * @param cpuNanos CPU time since it was made
 * @param memoryBytes now, page cache included
 * @param memoryLimitBytes {@link Long#MAX_VALUE} for none of its own
 */
public record ContainerStats(
        Instant readAt, long cpuNanos, long memoryBytes, long memoryLimitBytes, long processes) {}
