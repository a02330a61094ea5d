/**
 * Tags of what EC2 keeps, by the resource's id, whatever its kind. The tags themselves are part of
 * each kind's record.
 */
@NullMarked
package dev.slipway.controlplane.ec2.tag;

import org.jspecify.annotations.NullMarked;
