/**
 * Security groups: what traffic an interface takes in and lets out. Rules only allow; return
 * traffic of an allowed flow always passes.
 *
 * <p>Each VPC has a group named {@code default}: it takes in what comes from itself and lets out
 * everything. Only those exist so far, and their rules do not change.
 */
@NullMarked
package dev.slipway.controlplane.ec2.securitygroup;

import org.jspecify.annotations.NullMarked;
