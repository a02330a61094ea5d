/**
 * A task's life on a node: one piece of code for the real machine and for the simulated one.
 *
 * <p>What is wanted comes as a {@link dev.slipway.nodelink.NodePlan}; what is seen comes as {@link
 * dev.slipway.node.agent.Happening}s from a {@link dev.slipway.node.agent.Machine}. For each task
 * the agent keeps a {@link dev.slipway.node.agent.TaskLife} and asks the pure function {@link
 * dev.slipway.node.agent.Decisions#decide} which {@link dev.slipway.node.agent.Step}s close the
 * difference; the machine takes them and tells how they ended. Nothing waits: one thread takes
 * turns, and all that blocks runs aside.
 *
 * <p>Invariants: a life only ever advances, save that a piece which broke is removed and made
 * again; once a task is stopping it never starts a container; a task is STOPPED only when nothing
 * of it is left on the machine; what a container's end told is in the journal before the
 * container's remains are removed. The agent is level-triggered: after a restart it goes on from
 * the journal and from what the machine still has.
 *
 * <p>Containers start, are checked, run again and stop in the order that their definitions say:
 * {@link dev.slipway.node.agent.Order}, {@link dev.slipway.node.agent.HealthLife}, {@link
 * dev.slipway.node.agent.Course}, and {@code docs/decisions/container-order.md} for why.
 *
 * <p>Not here: how a container, an image, a network or a log is made; see {@code local} and {@code
 * simulated}. Which task runs where, and what a stop is called, is the control plane's.
 */
@NullMarked
package dev.slipway.node.agent;

import org.jspecify.annotations.NullMarked;
