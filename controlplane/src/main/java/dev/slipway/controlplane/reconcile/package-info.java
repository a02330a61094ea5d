/**
 * The loop that closes the difference between what is recorded and what is.
 *
 * <p>A reconciler observes a snapshot, decides purely, commits, and says when to look again. It is
 * woken by key when state changes and by a slow sweep; it is never told what changed. A lost wake
 * costs a sweep's delay and nothing else. The {@link dev.slipway.controlplane.reconcile.Engine}
 * advances by returning: threads and loops live in {@code server}, here is what they call.
 */
@NullMarked
package dev.slipway.controlplane.reconcile;

import org.jspecify.annotations.NullMarked;
