package dev.slipway.controlplane.logstore;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;

/** Of a scan over whole blocks, the events within a range of time. */
final class RangeIterator implements Iterator<StoredEvent> {
    private final Iterator<StoredEvent> scan;
    private final long start;
    private final long end;
    private final boolean ascending;
    private Optional<StoredEvent> next = Optional.empty();

    RangeIterator(Iterator<StoredEvent> scan, long start, long end, boolean ascending) {
        this.scan = scan;
        this.start = start;
        this.end = end;
        this.ascending = ascending;
        advance();
    }

    private void advance() {
        next = Optional.empty();
        while (scan.hasNext()) {
            StoredEvent event = scan.next();
            if (ascending ? event.timestamp() >= end : event.timestamp() < start) {
                return; // the rest lies beyond
            }
            if (event.timestamp() >= start && event.timestamp() < end) {
                next = Optional.of(event);
                return;
            }
        }
    }

    @Override
    public boolean hasNext() {
        return next.isPresent();
    }

    @Override
    public StoredEvent next() {
        StoredEvent event = next.orElseThrow(NoSuchElementException::new);
        advance();
        return event;
    }
}
