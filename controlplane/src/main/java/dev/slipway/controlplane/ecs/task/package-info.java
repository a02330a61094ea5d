/**
 * A task: containers that were asked for once, from the asking to the end.
 *
 * <p>{@code lastStatus} (where it is) only ever advances: PROVISIONING, PENDING, ACTIVATING,
 * RUNNING, DEACTIVATING, STOPPING, DEPROVISIONING, STOPPED. {@code desiredStatus} is RUNNING, then
 * STOPPED for good: a task never comes back. The stop code and reason are those of the first cause.
 * {@code version} rises with each change that a user can see. Each time stamp is set once. What was
 * asked for ({@link dev.slipway.controlplane.ecs.task.Ask}) never changes.
 *
 * <p>A task has a seat (a node with CPU and memory set aside) and a network interface from the
 * transaction that records it until the one that records its end: {@link
 * dev.slipway.controlplane.ecs.task.Tasks} is the only way to write a task, and keeps both in step.
 *
 * <p>Not here: how containers are run (the node), what a node is told ({@code planning}), what a
 * node's report means for a fleet ({@code fleet}).
 */
@NullMarked
package dev.slipway.controlplane.ecs.task;

import org.jspecify.annotations.NullMarked;
