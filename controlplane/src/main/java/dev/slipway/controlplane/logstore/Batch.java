package dev.slipway.controlplane.logstore;

import java.util.List;

/**
 * Events of one stream that are to be stored together.
 *
 * @param ingestion epoch milliseconds
 * @param from source position of the first event; -1 when the events have no source that could
 *     resend them
 * @param to source position after the last event
 */
public record Batch(long stream, long ingestion, long from, long to, List<Event> events) {
    public Batch {
        if (events.isEmpty()) {
            throw new IllegalArgumentException("a batch has events");
        }
        events = List.copyOf(events);
    }

    /**
     * @param timestamp epoch milliseconds, as the writer says
     */
    public record Event(long timestamp, String message) {}
}
