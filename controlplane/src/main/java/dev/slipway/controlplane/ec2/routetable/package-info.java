/**
 * Route tables: where packets of a subnet go. Each VPC has a main table, used by every subnet that
 * is associated with none; the local route is always there.
 *
 * <p>A subnet is public when its table leads to an internet gateway that is attached: public
 * addresses work only then. Where the gateway was detached, the route stays as a black hole.
 */
@NullMarked
package dev.slipway.controlplane.ec2.routetable;

import org.jspecify.annotations.NullMarked;
