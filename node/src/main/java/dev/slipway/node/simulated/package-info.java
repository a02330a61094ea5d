/**
 * A node without a machine: the same agent and the same contract, but containers are pretended.
 *
 * <p>It serves API-only use ({@code slipway up --node simulated}), scale tests and the simulation
 * of a whole cloud on a virtual clock. How a container behaves (how long it is pulled, runs and
 * stops, how it ends, what its health checks come to, what fails) is its {@link
 * dev.slipway.node.simulated.Conduct}: taken from simple commands ({@code sleep 5}, {@code sh -c
 * "echo hi; exit 3"}), from the environment variables named in {@link
 * dev.slipway.node.simulated.Conduct}, and from rules given by a test; {@link
 * dev.slipway.node.simulated.Faults} add seeded misfortune.
 *
 * <p>Invariant: everything happens in turns of the timeline given, so a virtual timeline makes it
 * deterministic. Not here: the task's life itself, which is {@code agent}'s for this node too.
 */
@NullMarked
package dev.slipway.node.simulated;

import org.jspecify.annotations.NullMarked;
