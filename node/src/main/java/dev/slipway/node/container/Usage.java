package dev.slipway.node.container;

/**
 * What a container uses now, from its cgroup.
 *
 * @param cpuNanos CPU time since it was made
 * @param memoryBytes now, page cache included
 * @param memoryLimitBytes its own hard limit; {@link Long#MAX_VALUE} for the task's only
 * @param processes how many
 */
public record Usage(long cpuNanos, long memoryBytes, long memoryLimitBytes, long processes) {}
