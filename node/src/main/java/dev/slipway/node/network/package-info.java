/**
 * The networks of this machine's tasks: VPCs, interfaces, security groups, public addresses.
 *
 * <p>A VPC is a network namespace acting as its router. An elastic network interface is a veth pair
 * from there into the owner's namespace with a /32 address, permanent neighbours and no ARP, so
 * that all traffic, same subnet included, passes one forward hook. One edge namespace per instance
 * stands between the host and its VPCs; the host holds one link, one route for the whole public
 * pool and one rule table. A public address is 1:1 NAT inside the VPC; as in AWS, an interface
 * without one reaches nothing outside its VPC.
 *
 * <p>Namespaces are files in {@code RUN/netns}: {@code edge}, {@code vpc-...}, {@code eni-...}; on
 * the host the link is {@code slip-INSTANCE} and the rule table {@code slipway_INSTANCE}. So all is
 * found again after a crash, by name alone, and two instances never meet.
 *
 * <p>Invariants: what no rule allows is dropped, from the first packet on (rules stand before the
 * link is up); an interface can send from its own address only; membership and addresses are set
 * elements, so that an interface costs the same among ten as among a thousand; an address is free
 * only after {@link dev.slipway.node.network.Network#detach} returned.
 *
 * <p>Not here: which address or group an interface gets (the control plane), processes and mounts
 * of containers, what is answered on the listeners.
 */
@NullMarked
package dev.slipway.node.network;

import org.jspecify.annotations.NullMarked;
