package dev.slipway.controlplane.state;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log's tail and the two heads over it. Pure bookkeeping: whoever holds it brings the lock, the
 * disk and the threads.
 *
 * <p>Invariants: {@code published} is the head after the longest run of transactions in which every
 * user's change is on disk; {@code applied} is the head after the last one; revisions rise and are
 * never given twice, not even those of refused transactions.
 */
final class Heads {
    private static final Logger LOG = LoggerFactory.getLogger(Heads.class);

    private final Vault vault;
    private final Consumer<Entered> onPublish;
    private Head applied;
    private volatile Head published;
    private long lastRevision;

    /** Not yet on disk, in order; the first {@link #publishedTail} of them are published. */
    private List<Entered> tail = new ArrayList<>();

    private int publishedTail;
    private int inFlight;

    Heads(Vault vault, Head stored, Consumer<Entered> onPublish) {
        this.vault = vault;
        this.applied = stored;
        this.published = stored;
        this.lastRevision = stored.revision();
        this.onPublish = onPublish;
    }

    Head published() {
        return published;
    }

    /** Decides, and enters what was decided. */
    <R> Decided<R> enter(Optional<Ticket> ticket, Function<Transaction, R> decision) {
        Draft draft = new Draft(applied, lastRevision + 1);
        R result;
        try {
            result = decision.apply(draft);
        } finally {
            draft.end();
        }
        List<Write> writes = draft.writes(vault);
        if (writes.isEmpty()) {
            return new Decided<>(result, false);
        }
        lastRevision++;
        Entered entered = new Entered(draft.head(), writes, ticket, decision);
        tail.add(entered);
        applied = entered.head();
        publish();
        return new Decided<>(result, true);
    }

    /** The last change of a user that still waits for the disk. */
    Optional<Ticket> lastWaiting() {
        for (int i = tail.size() - 1; i >= publishedTail; i--) {
            if (tail.get(i).byUser()) {
                return tail.get(i).ticket();
            }
        }
        return Optional.empty();
    }

    boolean usersWait() {
        return lastWaiting().isPresent();
    }

    /** Transactions that are not known to be on disk. */
    int waiting() {
        return tail.size();
    }

    /** Takes the next transactions to write. One batch is under way at a time. */
    List<Entered> startBatch(int most) {
        if (inFlight != 0) {
            throw new IllegalStateException("a batch is under way");
        }
        inFlight = Math.min(most, tail.size());
        return List.copyOf(tail.subList(0, inFlight));
    }

    /** The batch is on disk. Its users may be answered once this has published their changes. */
    List<Ticket> batchWritten() {
        List<Entered> written = List.copyOf(tail.subList(0, inFlight));
        int unpublished = Math.max(0, inFlight - publishedTail);
        for (Entered entered : written.subList(written.size() - unpublished, written.size())) {
            published = entered.head();
        }
        tail = new ArrayList<>(tail.subList(inFlight, tail.size()));
        publishedTail = Math.max(0, publishedTail - inFlight);
        inFlight = 0;
        written.subList(written.size() - unpublished, written.size()).forEach(onPublish);
        publish();
        return written.stream().flatMap(entered -> entered.ticket().stream()).toList();
    }

    /**
     * The batch is not on disk. Every user's change that waits is undone; observations stay, those
     * that were built upon an undone change are decided again.
     */
    List<Ticket> batchRefused() {
        List<Entered> before = tail;
        tail = new ArrayList<>(before.subList(0, publishedTail));
        inFlight = 0;
        applied = published;
        List<Ticket> refused = new ArrayList<>();
        for (Entered entered : before.subList(publishedTail, before.size())) {
            entered.ticket().ifPresentOrElse(refused::add, () -> decideAgain(entered));
        }
        return refused;
    }

    private void decideAgain(Entered observation) {
        try {
            enter(Optional.empty(), observation.decision());
        } catch (RuntimeException e) {
            LOG.warn("an observation no longer holds after a refused write and was dropped", e);
        }
    }

    /** Observations at the front of the tail need not wait. */
    private void publish() {
        while (publishedTail < tail.size() && !tail.get(publishedTail).byUser()) {
            Entered entered = tail.get(publishedTail++);
            published = entered.head();
            onPublish.accept(entered);
        }
    }

    /**
     * @param entered false when nothing was changed
     */
    record Decided<R>(R result, boolean entered) {}
}
