/**
 * What control plane and node say to each other.
 *
 * <p>Down goes a {@link dev.slipway.nodelink.NodePlan}: everything the node should have, with a
 * generation. Up come a {@link dev.slipway.nodelink.NodeReport} (what the node sees) and log
 * batches. A plan is full in meaning and structurally shared in memory: two successive plans share
 * all that did not change, so that making, comparing and applying one costs the difference. No
 * message is needed for correctness: whoever lost one closes the difference at the next.
 */
@NullMarked
package dev.slipway.nodelink;

import org.jspecify.annotations.NullMarked;
