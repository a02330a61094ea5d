/**
 * What a task can ask about itself at 169.254.170.2: the task metadata endpoint, versions 4 and 3,
 * and the credentials of its role.
 *
 * <p>Who asks is known by the address the question comes from, which the network does not let
 * anyone forge; a question about another task, or for its credentials, is answered as if that task
 * did not exist. What is not known (yet) is left out of an answer, not null.
 *
 * <p>Not here: opening the listener inside the VPC (room {@code network}), the names of the
 * environment variables that lead here ({@code local}), what a role may do (the control plane).
 */
@NullMarked
package dev.slipway.node.metadata;

import org.jspecify.annotations.NullMarked;
