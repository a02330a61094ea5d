/**
 * Elastic network interfaces: a private address of a subnet, a MAC address, security groups, and
 * perhaps a public address.
 *
 * <p>An interface is {@code available} when made, {@code in-use} once it is attached, and gone when
 * deleted; its addresses go back with it. Invariants: an address belongs to one interface at a
 * time; all groups are of the subnet's VPC.
 *
 * <p>Those that tasks have are requester-managed: users see them and cannot change them. Those that
 * users make stay available, because there is nothing that they could be attached to; they hold
 * their address and keep their groups from being deleted, and no node hears of them.
 */
@NullMarked
package dev.slipway.controlplane.ec2.networkinterface;

import org.jspecify.annotations.NullMarked;
