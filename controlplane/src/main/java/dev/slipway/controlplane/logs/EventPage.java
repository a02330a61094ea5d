package dev.slipway.controlplane.logs;

import dev.slipway.controlplane.logstore.StoredEvent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A page that fills up: as many events as asked for, or 1 MiB of them. */
final class EventPage {
    static final int MOST_EVENTS = 10_000;
    private static final int MOST_BYTES = 1_048_576;
    private static final int BYTES_BESIDE_MESSAGE = 26;

    private final List<StoredEvent> events = new ArrayList<>();
    private final int limit;
    private long bytes;

    EventPage(int limit) {
        this.limit = limit;
    }

    /** False when the event did not fit: the page is full. The first one always fits. */
    boolean add(StoredEvent event) {
        long size =
                event.message().getBytes(StandardCharsets.UTF_8).length
                        + (long) BYTES_BESIDE_MESSAGE;
        if (events.size() >= limit || (!events.isEmpty() && bytes + size > MOST_BYTES)) {
            return false;
        }
        events.add(event);
        bytes += size;
        return true;
    }

    List<StoredEvent> events() {
        return events;
    }
}
