package dev.slipway.controlplane.state;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The front door of state. */
public final class State implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(State.class);
    private static final int MOST_IN_A_BATCH = 4096;

    /** How long observations alone wait for company on the way to the disk. */
    private static final long LINGER_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    /**
     * Whoever holds it is the one writer. Never held while the disk works, save without a thread.
     */
    private final ReentrantLock writer = new ReentrantLock();

    private final Condition work = writer.newCondition();
    private final List<Consumer<List<Change>>> watchers = new CopyOnWriteArrayList<>();
    private final Vault vault;
    private final Heads heads;
    private final Optional<Thread> diskThread;
    private boolean closed;
    private int lastTries;

    /**
     * The last batch was refused, so the disk may hold some of it unacknowledged until another
     * batch was written over it.
     */
    private boolean unsettled;

    private State(Vault vault, Optional<ThreadFactory> threads) throws IOException {
        this.vault = vault;
        this.heads = new Heads(vault, vault.load(), this::tellWatchers);
        this.diskThread = threads.map(factory -> factory.newThread(this::writeBatches));
        diskThread.ifPresent(Thread::start);
    }

    /**
     * State that lives and dies with the process and needs no thread: for tests. Each value is
     * stored and read back at once, so that a record which cannot be stored fails here.
     */
    public static State inMemory(List<Kind<?>> kinds) {
        try {
            return new State(
                    new Vault(kinds, List.of(), new MemoryJournal(), new PlainSeal(), true),
                    Optional.empty());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Opens state over a journal without a thread of its own: a commit writes on the calling
     * thread, and observations reach the journal with the next commit, or at the end.
     *
     * @throws IOException when the journal cannot be read
     * @throws IllegalStateException when it was sealed with another key, or holds what the kinds
     *     cannot read; the message is for people
     */
    public static State openUnthreaded(
            List<Kind<?>> kinds, List<Migration> migrations, Journal journal, Seal seal)
            throws IOException {
        return new State(new Vault(kinds, migrations, journal, seal, false), Optional.empty());
    }

    /**
     * Opens state over a journal, with one thread of the factory's that writes batches. It blocks
     * in the disk: give it a platform thread.
     *
     * @throws IOException when the journal cannot be read
     * @throws IllegalStateException when it was sealed with another key, or holds what the kinds
     *     cannot read; the message is for people
     */
    public static State open(
            List<Kind<?>> kinds,
            List<Migration> migrations,
            Journal journal,
            Seal seal,
            ThreadFactory threads)
            throws IOException {
        return new State(new Vault(kinds, migrations, journal, seal, false), Optional.of(threads));
    }

    /** The published head. */
    public Reader read() {
        return heads.published();
    }

    /**
     * Runs a decision that a user's call made and returns when it is durable and published. What
     * the decision throws is thrown here and undoes it; both only when all that the decision has
     * seen is durable.
     *
     * @throws StorageRefusedException when the disk refused; nothing was changed
     */
    public <R> R commit(Function<Transaction, R> decision) {
        Ticket ticket = new Ticket();
        Optional<Ticket> seen = Optional.empty();
        Heads.Decided<R> decided;
        lockWriter();
        try {
            seen = heads.lastWaiting();
            decided = heads.enter(Optional.of(ticket), decision);
            if (decided.entered()) {
                written();
            }
        } catch (RuntimeException refusal) {
            unlockAnd(seen);
            throw refusal;
        }
        unlockAnd(decided.entered() ? Optional.of(ticket) : seen);
        return decided.result();
    }

    private void unlockAnd(Optional<Ticket> await) {
        writer.unlock();
        await.ifPresent(Ticket::await);
    }

    /**
     * Runs a decision about what the world told us. Returns at once; never refused. The decision is
     * made again, and its new result is lost, when the disk refuses a user's change that it was
     * built upon.
     */
    public <R> R observe(Function<Transaction, R> decision) {
        lockWriter();
        try {
            Heads.Decided<R> decided = heads.enter(Optional.empty(), decision);
            if (decided.entered()) {
                work.signal();
            }
            if (diskThread.isEmpty() && heads.waiting() >= MOST_IN_A_BATCH) {
                writeBatch();
            }
            return decided.result();
        } finally {
            writer.unlock();
        }
    }

    private void lockWriter() {
        if (writer.isHeldByCurrentThread()) {
            throw new IllegalStateException(
                    "a decision or a watcher may not start another transaction");
        }
        writer.lock();
        if (closed) {
            writer.unlock();
            throw new IllegalStateException("state is closed");
        }
    }

    /** A user's change was entered: see to it that it is written. */
    private void written() {
        if (diskThread.isPresent()) {
            work.signal();
        } else {
            while (heads.usersWait()) {
                writeBatch();
            }
        }
    }

    private void writeBatches() {
        while (awaitWork()) {
            writeBatch();
        }
    }

    /** False when state is closed and nothing is left to write. */
    private boolean awaitWork() {
        writer.lock();
        try {
            long linger = unsettled ? RETRY_NANOS : LINGER_NANOS;
            while (!closed && !heads.usersWait() && linger > 0) {
                if (heads.waiting() == 0 && !unsettled) {
                    work.await();
                } else {
                    linger = work.awaitNanos(linger);
                }
            }
            if (closed) {
                // A disk that goes on refusing must not keep the process alive.
                return heads.waiting() > 0 && (!unsettled || lastTries++ == 0);
            }
            return true;
        } catch (InterruptedException e) {
            // Nobody but the close of state ends this thread.
            return true;
        } finally {
            writer.unlock();
        }
    }

    /** Without a disk thread the caller holds the lock throughout; the disk thread does not. */
    private void writeBatch() {
        List<Entered> batch;
        long revision;
        writer.lock();
        try {
            batch = heads.startBatch(MOST_IN_A_BATCH);
            revision =
                    batch.isEmpty()
                            ? heads.published().revision()
                            : batch.getLast().head().revision();
        } finally {
            writer.unlock();
        }
        Optional<Throwable> refusal = append(revision, batch);
        List<Ticket> tickets;
        boolean rests;
        writer.lock();
        try {
            unsettled = refusal.isPresent();
            tickets = unsettled ? heads.batchRefused() : heads.batchWritten();
            rests = heads.waiting() == 0 && !unsettled;
        } finally {
            writer.unlock();
        }
        tickets.forEach(ticket -> refusal.ifPresentOrElse(ticket::refused, ticket::durable));
        if (rests) {
            vault.rest();
        }
    }

    private Optional<Throwable> append(long revision, List<Entered> batch) {
        try {
            vault.append(revision, batch);
            return Optional.empty();
        } catch (IOException | RuntimeException | Error e) {
            LOG.error("the disk did not take {} transactions: {}", batch.size(), e.getMessage());
            return Optional.of(e);
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

    /** Writes what waits, then closes the journal. Reads go on. */
    @Override
    public void close() {
        writer.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            work.signal();
        } finally {
            writer.unlock();
        }
        diskThread.ifPresentOrElse(State::join, this::writeBatch);
        vault.close();
    }

    private static void join(Thread thread) {
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends a watch. */
    @FunctionalInterface
    public interface Watch extends AutoCloseable {
        @Override
        void close();
    }
}
