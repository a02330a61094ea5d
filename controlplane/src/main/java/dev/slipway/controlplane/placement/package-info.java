/**
 * Where a task goes: pure arithmetic over machines, what is set aside on them, and a wish.
 *
 * <p>A machine's CPU and memory are a budget: what tasks have reserved never exceeds it. Tasks
 * spread over the zones of the subnets that were chosen, then over machines. {@link
 * dev.slipway.controlplane.placement.Machine} and {@link
 * dev.slipway.controlplane.placement.Reserved} are recorded: the transaction that seats a task
 * reserves for it, so that two callers cannot be given the same room, before or after a restart.
 *
 * <p>Not here: who the machines are and whether they answer ({@code fleet}).
 */
@NullMarked
package dev.slipway.controlplane.placement;

import org.jspecify.annotations.NullMarked;
