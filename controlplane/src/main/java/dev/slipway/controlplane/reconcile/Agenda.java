package dev.slipway.controlplane.reconcile;

import dev.slipway.controlplane.state.Key;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which keys are to be looked at when. A settled key that is not due is forgotten. Not safe for
 * many threads: the engine holds its lock.
 */
final class Agenda {

    /**
     * @param due empty while there is nothing to wait for but a wake
     * @param order of waking, so that equal times are served first come, first served
     * @param running being looked at; {@code due} then says that another look must follow
     */
    record Item(
            int reconciler,
            Key key,
            Optional<Instant> due,
            long order,
            boolean running,
            Outcome outcome,
            int failures) {}

    private record Name(int reconciler, Key key) implements Comparable<Name> {
        @Override
        public int compareTo(Name other) {
            int byReconciler = Integer.compare(reconciler, other.reconciler);
            return byReconciler != 0 ? byReconciler : key.compareTo(other.key);
        }
    }

    private record Turn(Instant due, long order, Name name) {}

    private final TreeMap<Name, Item> items = new TreeMap<>();
    private final TreeSet<Turn> turns =
            new TreeSet<>(Comparator.comparing(Turn::due).thenComparingLong(Turn::order));
    private long lastOrder;

    /** Due at the given time, or sooner when it was so before. */
    void wake(int reconciler, Key key, Instant at) {
        Name name = new Name(reconciler, key);
        Item item =
                items.getOrDefault(
                        name,
                        new Item(
                                reconciler,
                                key,
                                Optional.empty(),
                                0,
                                false,
                                new Outcome.Settled(),
                                0));
        if (item.due().isEmpty() || item.due().get().isAfter(at)) {
            put(item, Optional.of(at), item.running(), item.outcome(), item.failures());
        }
    }

    Optional<Instant> nextDueAt() {
        return turns.isEmpty() ? Optional.empty() : Optional.of(turns.first().due());
    }

    /** Takes the first key that is due, which then counts as running until {@link #finish}. */
    Optional<Item> start(Instant now) {
        if (turns.isEmpty() || turns.first().due().isAfter(now)) {
            return Optional.empty();
        }
        Item item = known(turns.first().name());
        return Optional.of(put(item, Optional.empty(), true, item.outcome(), item.failures()));
    }

    /** The look has ended; a wake that came meanwhile counts when it is sooner. */
    void finish(Item started, Outcome outcome, int failures, Optional<Instant> again) {
        Item item = known(new Name(started.reconciler(), started.key()));
        Optional<Instant> due = item.due();
        if (due.isEmpty() || (again.isPresent() && again.get().isBefore(due.get()))) {
            due = again;
        }
        put(item, due, false, outcome, failures);
        if (due.isEmpty() && outcome instanceof Outcome.Settled) {
            items.remove(new Name(started.reconciler(), started.key()));
        }
    }

    private Item known(Name name) {
        return Objects.requireNonNull(items.get(name));
    }

    private Item put(
            Item before, Optional<Instant> due, boolean running, Outcome outcome, int failures) {
        Name name = new Name(before.reconciler(), before.key());
        before.due().ifPresent(at -> turns.remove(new Turn(at, before.order(), name)));
        Item after =
                new Item(
                        before.reconciler(),
                        before.key(),
                        due,
                        ++lastOrder,
                        running,
                        outcome,
                        failures);
        items.put(name, after);
        if (!running) {
            due.ifPresent(at -> turns.add(new Turn(at, after.order(), name)));
        }
        return after;
    }

    Collection<Item> items() {
        return items.values();
    }
}
