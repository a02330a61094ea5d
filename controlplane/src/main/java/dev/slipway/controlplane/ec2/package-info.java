/**
 * EC2, as far as Fargate needs it: the network that tasks stand in, to be found and looked at.
 *
 * <p>{@link dev.slipway.controlplane.ec2.Ec2} is the service; {@link
 * dev.slipway.controlplane.ec2.DefaultNetwork} makes what AWS gives each account in each region.
 * Instances, images, volumes and all else that is not a network are not here and stay so.
 */
@NullMarked
package dev.slipway.controlplane.ec2;

import org.jspecify.annotations.NullMarked;
