package dev.slipway.node.container;

import java.time.Instant;
import java.util.OptionalInt;

/**
 * How a container ended.
 *
 * @param code as a shell shows it: 128 + signal when a signal killed it; absent when nobody knows
 *     any more or the program never ran
 * @param reason as ECS words it, such as {@code OutOfMemoryError: Container killed due to memory
 *     usage}; empty for an ordinary end
 * @param at when it ended, as near as anyone knows
 */
public record Exit(OptionalInt code, String reason, Instant at) {}
