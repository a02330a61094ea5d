/**
 * What tasks keep on disk: a disk of their own with its size, which of the volumes on it a
 * container sees and where, and what is in them at first.
 *
 * <p>Not here: mounting them into a container, which its runtime does (room {@code container}).
 */
@NullMarked
package dev.slipway.node.volume;

import org.jspecify.annotations.NullMarked;
