package dev.slipway.controlplane.logstore;

import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;
import java.util.function.Function;

/** Events of many blocks in one order, opening a block only when the scan reaches it. */
final class EventScan implements Iterator<StoredEvent> {
    private final Iterator<Block> unopened;
    private final PriorityQueue<Cursor> open;
    private final Function<Block, List<StoredEvent>> reader;
    private final boolean ascending;
    private Block next;
    private boolean more;

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
        this.more = unopened.hasNext();
        this.next = more ? unopened.next() : new Block(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    }

    @Override
    public boolean hasNext() {
        return more || !open.isEmpty();
    }

    @Override
    public StoredEvent next() {
        while (more && reachesNextBlock()) {
            List<StoredEvent> events = reader.apply(next);
            if (!events.isEmpty()) {
                open.add(new Cursor(events, ascending ? 0 : events.size() - 1));
            }
            more = unopened.hasNext();
            next = more ? unopened.next() : next;
        }
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

    private boolean reachesNextBlock() {
        Cursor first = open.peek();
        if (first == null) {
            return true;
        }
        long at = first.current().timestamp();
        return ascending ? next.firstTimestamp() <= at : next.lastTimestamp() >= at;
    }

    private record Cursor(List<StoredEvent> events, int index) {
        StoredEvent current() {
            return events.get(index);
        }
    }
}
