package dev.slipway.controlplane.reconcile;

import dev.slipway.controlplane.state.Change;
import dev.slipway.controlplane.state.Key;
import dev.slipway.controlplane.state.Reader;
import dev.slipway.controlplane.state.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs reconcilers: each key when a change touched it, when its own time has come, and at every
 * sweep. It has no thread: whoever calls {@link #step} again at {@link #nextDueAt}, or when woken,
 * drives it. Looks at different keys run on the executor, side by side if that does; a key is
 * looked at by one at a time, and once more when it was woken meanwhile.
 *
 * <p>What a reconciler throws is logged, shown as {@link Outcome.Stuck}, and tried again after a
 * pause that doubles from {@value #FIRST_PAUSE_MILLIS} ms to a minute.
 */
public final class Engine implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Engine.class);
    private static final long FIRST_PAUSE_MILLIS = 250;
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    /** Beyond this the sweep is cheaper than looking at each change. */
    private static final int MOST_CHANGES = 100_000;

    private final State state;
    private final List<Reconciler> reconcilers;
    private final Executor executor;
    private final Duration sweepEvery;
    private final State.Watch watch;

    private final Object lock = new Object();
    private final Agenda agenda = new Agenda();
    private List<Change> changes = new ArrayList<>();
    private Instant sweepAt = Instant.MIN;
    private Runnable onWake = () -> {};

    /**
     * A key that has not settled.
     *
     * @param outcome of the last look
     * @param failures looks in a row that ended in an exception
     */
    public record Report(String reconciler, Key key, Outcome outcome, int failures) {}

    /**
     * @param executor where looks run; {@code Runnable::run} makes {@link #step} do them all itself
     * @param sweepEvery how often every key is looked at, woken or not; the first step sweeps
     */
    public Engine(
            State state, List<Reconciler> reconcilers, Executor executor, Duration sweepEvery) {
        this.state = state;
        this.reconcilers = List.copyOf(reconcilers);
        this.executor = executor;
        this.sweepEvery = sweepEvery;
        this.watch = state.watch(this::hear);
    }

    /** Called, on any thread, when {@link #nextDueAt} became sooner. Replaces the one before. */
    public void onWake(Runnable wake) {
        synchronized (lock) {
            onWake = wake;
        }
        wake.run();
    }

    /** When {@link #step} next has something to do; in the past when it has now. */
    public Instant nextDueAt() {
        synchronized (lock) {
            if (!changes.isEmpty()) {
                return Instant.MIN;
            }
            Instant due = agenda.nextDueAt().orElse(Instant.MAX);
            return due.isBefore(sweepAt) ? due : sweepAt;
        }
    }

    /** Starts every look that is due. */
    public void step(Instant now) {
        takeInChanges(now);
        sweep(now);
        while (true) {
            Agenda.Item item;
            synchronized (lock) {
                Optional<Agenda.Item> next = agenda.start(now);
                if (next.isEmpty()) {
                    return;
                }
                item = next.get();
            }
            executor.execute(() -> look(item, now));
        }
    }

    private void hear(List<Change> heard) {
        Runnable wake;
        synchronized (lock) {
            if (changes.size() + heard.size() > MOST_CHANGES) {
                changes = new ArrayList<>();
                sweepAt = Instant.MIN;
            } else {
                changes.addAll(heard);
            }
            wake = onWake;
        }
        wake.run();
    }

    private void takeInChanges(Instant now) {
        List<Change> taken;
        synchronized (lock) {
            taken = changes;
            changes = new ArrayList<>();
        }
        Reader reader = state.read();
        for (Change change : taken) {
            for (int i = 0; i < reconcilers.size(); i++) {
                wake(i, touchedBy(reconcilers.get(i), change, reader), now);
            }
        }
    }

    /** A reconciler that cannot tell which keys a change touches loses a wake, not the others'. */
    private static List<Key> touchedBy(Reconciler reconciler, Change change, Reader reader) {
        try {
            return reconciler.keysTouchedBy(change, reader).toList();
        } catch (RuntimeException e) {
            LOG.error("{} could not tell whom {} touches", reconciler.name(), change, e);
            return List.of();
        }
    }

    private void sweep(Instant now) {
        synchronized (lock) {
            if (now.isBefore(sweepAt)) {
                return;
            }
            sweepAt = now.plus(sweepEvery);
        }
        Reader reader = state.read();
        for (int i = 0; i < reconcilers.size(); i++) {
            Reconciler reconciler = reconcilers.get(i);
            try {
                wake(i, reconciler.allKeys(reader).toList(), now);
            } catch (RuntimeException e) {
                LOG.error("{} could not name its keys", reconciler.name(), e);
            }
        }
    }

    private void wake(int reconciler, List<Key> keys, Instant now) {
        synchronized (lock) {
            keys.forEach(key -> agenda.wake(reconciler, key, now));
        }
    }

    private void look(Agenda.Item item, Instant now) {
        Reconciler reconciler = reconcilers.get(item.reconciler());
        Outcome outcome;
        boolean failed = false;
        try {
            outcome = reconciler.reconcile(item.key(), now);
        } catch (RuntimeException | Error e) {
            LOG.error("{} failed on {}", reconciler.name(), item.key(), e);
            outcome = new Outcome.Stuck(String.valueOf(e));
            failed = true;
        }
        Runnable wake;
        synchronized (lock) {
            int failures = failed ? item.failures() + 1 : 0;
            Optional<Instant> again =
                    failed ? Optional.of(now.plus(pause(failures))) : again(outcome, now);
            agenda.finish(item, outcome, failures, again);
            wake = onWake;
        }
        wake.run();
    }

    /** Never at the very moment of the look: a step must come to an end. */
    private static Optional<Instant> again(Outcome outcome, Instant now) {
        if (outcome instanceof Outcome.Progressing progressing) {
            Instant soonest = now.plusMillis(1);
            Instant wished = progressing.lookAgainAt();
            return Optional.of(wished.isBefore(soonest) ? soonest : wished);
        }
        return Optional.empty();
    }

    private static Duration pause(int failures) {
        Duration doubled = Duration.ofMillis(FIRST_PAUSE_MILLIS << Math.min(failures - 1, 20));
        return doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
    }

    /** Every key that has not settled at its last look, for people; in order. */
    public List<Report> unsettled() {
        synchronized (lock) {
            return agenda.items().stream()
                    .filter(item -> !(item.outcome() instanceof Outcome.Settled))
                    .map(
                            item ->
                                    new Report(
                                            reconcilers.get(item.reconciler()).name(),
                                            item.key(),
                                            item.outcome(),
                                            item.failures()))
                    .toList();
        }
    }

    /** Hears no more changes. */
    @Override
    public void close() {
        watch.close();
    }
}
