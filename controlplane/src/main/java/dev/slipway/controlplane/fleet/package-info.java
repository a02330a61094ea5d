/**
 * The nodes, and what they tell us.
 *
 * <p>A node reports in full when it starts, before it is told anything: what it lends to tasks, and
 * every task that it still has. Only then does it get plans. From then on each report moves its
 * tasks along. A task that a node once had and that a full report leaves out is lost, and ends with
 * a reason that says so.
 *
 * <p>Not here: what a node is told ({@code planning}), where a task goes ({@code placement}).
 */
@NullMarked
package dev.slipway.controlplane.fleet;

import org.jspecify.annotations.NullMarked;
