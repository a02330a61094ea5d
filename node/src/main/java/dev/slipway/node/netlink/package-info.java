/**
 * The kernel's network, called directly: namespaces, links, routes and the packet filter. Messages
 * are encoded here and go through netlink sockets; nothing spawns a process.
 *
 * <p>Network namespaces are entered on dedicated platform threads only, and left again before such
 * a thread does anything else; processes are never started from there. A call that fails throws
 * {@link dev.slipway.node.host.LinuxException} with the call's name and the kernel's reason.
 *
 * <p>Not here: any decision. What a VPC or an interface is stands in the room that calls.
 */
@NullMarked
package dev.slipway.node.netlink;

import org.jspecify.annotations.NullMarked;
