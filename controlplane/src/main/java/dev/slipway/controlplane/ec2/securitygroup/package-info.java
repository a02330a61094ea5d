/**
 * Security groups: what traffic an interface takes in and lets out. Rules only allow; return
 * traffic of an allowed flow always passes.
 *
 * <p>Each VPC has a group named {@code default}: it takes in what comes from itself and lets out
 * everything; it cannot be deleted. Users make others and change the rules of all. Invariants:
 * names are unique in a VPC, a rule refers to a group or a prefix list that is there, no two rules
 * of a group allow the same.
 */
@NullMarked
package dev.slipway.controlplane.ec2.securitygroup;

import org.jspecify.annotations.NullMarked;
