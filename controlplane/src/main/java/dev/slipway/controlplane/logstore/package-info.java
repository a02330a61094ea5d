/**
 * Where log events are kept: append-only segment files, sealed, shared by all streams.
 *
 * <p>A block is one batch of events of one stream, compressed and sealed; its header (stream,
 * times, positions, sizes) is in clear, so that a start reads headers only. Batches that wait at
 * the same moment share one fsync. A block is dead when its stream is gone or all its events have
 * expired; a segment whose blocks are dead is deleted, and one that is mostly dead has its living
 * blocks moved to the newest segment first. A stream's source position outlives its events, in a
 * block without events. A torn tail, left by a crash in the middle of a write, is cut off: it was
 * never acknowledged.
 *
 * <p>Not here: groups, stream names, retention rules, filter patterns. A stream is a number.
 */
@NullMarked
package dev.slipway.controlplane.logstore;

import org.jspecify.annotations.NullMarked;
