package dev.slipway.controlplane.state;

import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.pcollections.TreePMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The front door of state. */
public final class State implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(State.class);

    private final ReentrantLock writer = new ReentrantLock();
    private final List<Consumer<List<Change>>> watchers = new CopyOnWriteArrayList<>();
    private final Heads heads;

    private State(Head stored) {
        this.heads = new Heads(stored, this::tellWatchers);
    }

    /** State that lives and dies with the process and needs no thread: for tests. */
    public static State inMemory(List<Kind<?>> kinds) {
        TreePMap<String, TreePMap<Key, Entry<?>>> empty = TreePMap.empty();
        for (Kind<?> kind : distinct(kinds)) {
            empty = empty.plus(kind.name(), TreePMap.empty());
        }
        return new State(new Head(0, empty));
    }

    private static List<Kind<?>> distinct(List<Kind<?>> kinds) {
        TreeSet<String> names = new TreeSet<>();
        for (Kind<?> kind : kinds) {
            if (!names.add(kind.name())) {
                throw new IllegalArgumentException("two kinds are named " + kind.name());
            }
        }
        return kinds;
    }

    /** The published head. */
    public Reader read() {
        return heads.published();
    }

    /**
     * Runs a decision that a user's call made and returns when it is durable and published. What
     * the decision throws is thrown here and undoes it.
     *
     * @throws StorageRefusedException when the disk refused; nothing was changed
     */
    public <R> R commit(Function<Transaction, R> decision) {
        Ticket ticket = new Ticket();
        return decide(Optional.of(ticket), decision);
    }

    /**
     * Runs a decision about what the world told us. Returns at once; never refused. The decision is
     * made again, and its new result is lost, when the disk refuses a user's change that it was
     * built upon.
     */
    public <R> R observe(Function<Transaction, R> decision) {
        return decide(Optional.empty(), decision);
    }

    private <R> R decide(Optional<Ticket> ticket, Function<Transaction, R> decision) {
        if (writer.isHeldByCurrentThread()) {
            throw new IllegalStateException(
                    "a decision or a watcher may not start another transaction");
        }
        writer.lock();
        try {
            Heads.Decided<R> decided = heads.enter(ticket, decision);
            heads.startBatch(Integer.MAX_VALUE);
            heads.batchWritten();
            return decided.result();
        } finally {
            writer.unlock();
        }
    }

    /**
     * Calls the watcher after each published transaction, in order, on the publishing thread: be
     * quick, hand over. It may read; it may not commit or observe.
     */
    public Watch watch(Consumer<List<Change>> watcher) {
        watchers.add(watcher);
        return () -> watchers.remove(watcher);
    }

    private void tellWatchers(Entered entered) {
        List<Change> changes = entered.changes();
        for (Consumer<List<Change>> watcher : watchers) {
            try {
                watcher.accept(changes);
            } catch (RuntimeException e) {
                LOG.error("a watcher failed on revision {}", entered.head().revision(), e);
            }
        }
    }

    @Override
    public void close() {
        watchers.clear();
    }

    /** Ends a watch. */
    @FunctionalInterface
    public interface Watch extends AutoCloseable {
        @Override
        void close();
    }
}
