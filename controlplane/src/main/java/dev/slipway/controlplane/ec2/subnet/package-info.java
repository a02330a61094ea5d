/**
 * Subnets: a part of a VPC's block in one availability zone, and the book of its addresses.
 *
 * <p>Five addresses of each are AWS's own: the network's, the router's, the name server's, one for
 * the future, and the last. An address that was just given back is the last to be given again.
 */
@NullMarked
package dev.slipway.controlplane.ec2.subnet;

import org.jspecify.annotations.NullMarked;
