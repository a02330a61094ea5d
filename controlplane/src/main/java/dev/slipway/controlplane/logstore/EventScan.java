package dev.slipway.controlplane.logstore;

import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.Function;

/** Events of many blocks in one order, opening a block only when the scan reaches it. */
final class EventScan implements Iterator<StoredEvent> {
    private final Iterator<Block> unopened;
    private final PriorityQueue<Cursor> open;
    private final Function<Block, List<StoredEvent>> reader;
    private final boolean ascending;
    private Optional<Block> next;

    /**
     * @param blocks those that may hold events of interest
     */
    EventScan(List<Block> blocks, boolean ascending, Function<Block, List<StoredEvent>> reader) {
        Comparator<Block> byStart =
                ascending
                        ? Comparator.comparingLong(Block::firstTimestamp)
                                .thenComparingLong(Block::sequence)
                        : Comparator.comparingLong(Block::lastTimestamp)
                                .thenComparingLong(Block::sequence)
                                .reversed();
        Comparator<Cursor> byKey = Comparator.comparing(cursor -> cursor.current().key());
        this.unopened = blocks.stream().sorted(byStart).iterator();
        this.open = new PriorityQueue<>(ascending ? byKey : byKey.reversed());
        this.reader = reader;
        this.ascending = ascending;
        this.next = following();
    }

    @Override
    public boolean hasNext() {
        openReached();
        return !open.isEmpty();
    }

    private Optional<Block> following() {
        return unopened.hasNext() ? Optional.of(unopened.next()) : Optional.empty();
    }

    /** Opens blocks until the first event of all is among the open ones. */
    private void openReached() {
        while (next.isPresent() && isReached(next.get())) {
            // None when its stream was dropped meanwhile.
            List<StoredEvent> events = reader.apply(next.get());
            if (!events.isEmpty()) {
                open.add(new Cursor(events, ascending ? 0 : events.size() - 1));
            }
            next = following();
        }
    }

    @Override
    public StoredEvent next() {
        openReached();
        Cursor first = open.poll();
        if (first == null) {
            throw new NoSuchElementException();
        }
        StoredEvent event = first.current();
        int following = ascending ? first.index + 1 : first.index - 1;
        if (following >= 0 && following < first.events.size()) {
            open.add(new Cursor(first.events, following));
        }
        return event;
    }

    private boolean isReached(Block block) {
        Cursor first = open.peek();
        if (first == null) {
            return true;
        }
        long at = first.current().timestamp();
        return ascending ? block.firstTimestamp() <= at : block.lastTimestamp() >= at;
    }

    private record Cursor(List<StoredEvent> events, int index) {
        StoredEvent current() {
            return events.get(index);
        }
    }
}
