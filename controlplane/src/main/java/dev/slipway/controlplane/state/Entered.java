package dev.slipway.controlplane.state;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A transaction in the log that is not yet known to be on disk.
 *
 * @param head the moment after it
 * @param ticket of the user's call that waits for it; empty for an observation
 * @param decision made again when an earlier user's change that it was built upon was refused
 */
record Entered(
        Head head, List<Write> writes, Optional<Ticket> ticket, Function<Transaction, ?> decision) {

    boolean byUser() {
        return ticket.isPresent();
    }

    List<Change> changes() {
        return writes.stream()
                .map(write -> new Change(write.kind(), write.key(), head.revision()))
                .toList();
    }
}
