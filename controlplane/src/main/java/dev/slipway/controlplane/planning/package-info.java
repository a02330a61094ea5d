/**
 * Recorded state, made into one {@link dev.slipway.nodelink.NodePlan} for each node.
 *
 * <p>A plan is a function of what is recorded, and of nothing else. Two plans that follow each
 * other share all that did not change: {@link dev.slipway.controlplane.planning.NodePlans} hears
 * which records changed and computes those parts anew, so that planning costs the difference. The
 * whole computed from nothing is the same plan; the sweep does that, and a test holds the two
 * together.
 *
 * <p>A plan holds the tasks of a node that have not ended, their interfaces, the subnets and VPCs
 * of those, their security groups, and the groups that the rules of those refer to.
 */
@NullMarked
package dev.slipway.controlplane.planning;

import org.jspecify.annotations.NullMarked;
