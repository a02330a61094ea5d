/**
 * Linux, called directly: the only room that touches the operating system.
 *
 * <p>Calls go through {@code java.lang.foreign}. A call that fails throws {@link
 * dev.slipway.node.host.LinuxException} with the call's name and the kernel's reason. Network
 * namespaces are entered on one dedicated platform thread only, and left again before it does
 * anything else; processes are never started from there.
 *
 * <p>Not here: any decision. What a task, a VPC or a container is stands in the rooms that call.
 */
@NullMarked
package dev.slipway.node.host;

import org.jspecify.annotations.NullMarked;
