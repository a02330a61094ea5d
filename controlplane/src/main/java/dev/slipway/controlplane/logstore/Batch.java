package dev.slipway.controlplane.logstore;

import java.util.List;

/**
 * Events of one stream that are to be stored together. Without events it only says how far the
 * source has been read.
 *
 * @param ingestion epoch milliseconds
 * @param from source position of the first event; -1 when the events have no source that could
 *     resend them
 * @param to source position after the last event
 */
public record Batch(long stream, long ingestion, long from, long to, List<Event> events) {
    public Batch {
        if (events.isEmpty() && to < 0) {
            throw new IllegalArgumentException("a batch has events or a position");
        }
        events = List.copyOf(events);
    }

    /**
     * @param timestamp epoch milliseconds, as the writer says
     */
    public record Event(long timestamp, String message) {}
}
