/**
 * What Slipway knows: immutable records by kind and key, changed by one writer, read from snapshots
 * without locks.
 *
 * <p>One log, one order, two heads. <em>Applied</em> is what the next decision sees;
 * <em>published</em> is what readers, watchers and engines see. What a user asked for ({@link
 * dev.slipway.controlplane.state.State#commit}) is published, and its caller answered, when it and
 * every user-made change before it is on disk; a call that changed nothing, or was refused by its
 * own decision, is answered when what it has seen is on disk. What the world told us ({@link
 * dev.slipway.controlplane.state.State#observe}) is published at once when no user-made change is
 * waiting before it, and reaches the disk with the next batch. If the disk refuses, applied falls
 * back to published, the waiting calls get {@link
 * dev.slipway.controlplane.state.StorageRefusedException}, observations are kept and tried again
 * (those that had seen an undone change are decided again); reads go on.
 *
 * <p>One batch at a time goes to the {@link dev.slipway.controlplane.state.Journal}, with all that
 * has gathered while the one before was written. Values are JSON, by the components of their
 * records: a component that is missing is read as nothing of its type (empty, zero, false), one
 * that nobody knows is passed over, anything else needs a {@link
 * dev.slipway.controlplane.state.Migration}. Every value is sealed before it is written ({@link
 * dev.slipway.controlplane.state.Seal}); keys and revisions are in clear.
 *
 * <p>Not here: what the records mean, and when anyone looks at them.
 */
@NullMarked
package dev.slipway.controlplane.state;

import org.jspecify.annotations.NullMarked;
