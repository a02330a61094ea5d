/**
 * Linux, called directly: the machine without its network.
 *
 * <p>Calls go through {@code java.lang.foreign}. A call that fails throws {@link
 * dev.slipway.node.host.LinuxException} with the call's name and the kernel's reason. Processes are
 * started on a thread of their own, which never leaves the host's namespaces. The network is a room
 * of its own, {@code node.netlink}.
 *
 * <p>Not here: any decision. What a task, a VPC or a container is stands in the rooms that call.
 */
@NullMarked
package dev.slipway.node.host;

import org.jspecify.annotations.NullMarked;
