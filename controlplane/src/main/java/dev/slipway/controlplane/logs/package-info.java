/**
 * CloudWatch Logs: groups of streams of events.
 *
 * <p>A group has a name unique in its account and region, perhaps a retention in days, and tags. A
 * stream has a name unique in its group and belongs to it for ever; deleting either deletes the
 * events. Events are kept by {@code logstore} under the stream's number, which is never used again:
 * a stream that is made anew under an old name starts empty. What a stream holds (first and last
 * event, bytes) is counted from the stored events, not recorded a second time.
 *
 * <p>An event older than its group's retention is not shown from that moment on, and cleared away
 * by a sweep.
 *
 * <p>Not here: metric filters, subscription filters, Insights, Live Tail, export, and how a
 * container's output gets here.
 */
@NullMarked
package dev.slipway.controlplane.logs;

import org.jspecify.annotations.NullMarked;
