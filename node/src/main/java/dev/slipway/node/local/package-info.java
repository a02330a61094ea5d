/**
 * The real node: this machine's networks, images and containers put together under the agent.
 *
 * <p>Each step of a task's life is one call of a room ({@code network}, {@code image}, {@code
 * container}, {@code logs}), made on a thread beside the agent's turns. A plan is applied to the
 * network before any interface in it is touched, and plans are applied in their order: an older
 * plan never removes what a newer one brought.
 *
 * <p>Inside each VPC the node answers at 169.254.170.2: port 80 is the tasks' metadata and
 * credentials, the API's port is handed to whoever serves the API. Containers find both through
 * their environment, with nothing configured.
 *
 * <p>In the node's folder: {@code images}, {@code containers}, {@code journal} (a file per task),
 * {@code logs} (where each container's output goes). Not here: what to do when, which is {@code
 * agent}'s.
 */
@NullMarked
package dev.slipway.node.local;

import org.jspecify.annotations.NullMarked;
