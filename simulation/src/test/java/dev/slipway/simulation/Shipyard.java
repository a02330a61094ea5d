package dev.slipway.simulation;

import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.reconcile.Outcome;
import dev.slipway.controlplane.reconcile.Reconciler;
import dev.slipway.controlplane.state.Change;
import dev.slipway.controlplane.state.Entry;
import dev.slipway.controlplane.state.Key;
import dev.slipway.controlplane.state.Kind;
import dev.slipway.controlplane.state.Reader;
import dev.slipway.controlplane.state.State;
import dev.slipway.controlplane.state.Transaction;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * The smallest story that needs state, engine and time: clients order ships, the yard builds each
 * plank by plank, storms undo planks, and the control plane crashes now and then.
 */
final class Shipyard {
    private static final Scope HERE = new Scope("000000000000", "us-east-1");
    private static final Kind<Ship> SHIP = Kind.of("ship", Ship.class);

    record Ship(int planks, int wanted) {}

    private final World world;
    private final RandomGenerator chance;
    private final TreeSet<String> ordered = new TreeSet<>();

    Shipyard(long seed) {
        this.world = new World(seed, List.of(SHIP), w -> List.of(new Yard(w.state())));
        this.chance = world.chance();
        world.always(this::nothingOrderedIsLost);
    }

    World world() {
        return world;
    }

    /** Orders, storms and crashes at random times of the first minutes. */
    void schedule(int orders, int storms, int crashes) {
        for (int i = 0; i < orders; i++) {
            String name = "ship-" + i;
            int wanted = 1 + chance.nextInt(5);
            within(Duration.ofMinutes(2), () -> order(name, wanted));
        }
        for (int i = 0; i < storms; i++) {
            within(Duration.ofMinutes(3), this::storm);
        }
        for (int i = 0; i < crashes; i++) {
            within(Duration.ofMinutes(3), world::crashControlPlane);
        }
    }

    private void within(Duration time, Runnable turn) {
        world.timeline().after(Duration.ofMillis(chance.nextLong(time.toMillis())), turn);
    }

    private void order(String name, int wanted) {
        String acknowledged =
                world.state()
                        .commit(
                                t -> {
                                    t.put(SHIP, Key.of(HERE, name), new Ship(0, wanted));
                                    return name;
                                });
        ordered.add(acknowledged);
    }

    /** What the world does is observed, not asked for. */
    private void storm() {
        int wrecked = world.state().observe(this::wreck);
        world.trace("storm took " + wrecked + " planks");
    }

    private int wreck(Transaction transaction) {
        List<Entry<Ship>> ships = transaction.list(SHIP, HERE).toList();
        if (ships.isEmpty()) {
            return 0;
        }
        Entry<Ship> unlucky = ships.get(chance.nextInt(ships.size()));
        transaction.put(SHIP, unlucky.key(), new Ship(0, unlucky.value().wanted()));
        return unlucky.value().planks();
    }

    private void nothingOrderedIsLost() {
        for (String name : ordered) {
            if (world.state().read().find(SHIP, Key.of(HERE, name)).isEmpty()) {
                throw new AssertionError("the acknowledged order " + name + " is lost");
            }
        }
    }

    long finished() {
        return world.state()
                .read()
                .listAll(SHIP)
                .filter(entry -> entry.value().planks() == entry.value().wanted())
                .count();
    }

    private record Yard(State state) implements Reconciler {
        @Override
        public String name() {
            return "yard";
        }

        @Override
        public Stream<Key> keysTouchedBy(Change change, Reader reader) {
            return Stream.of(change.key());
        }

        @Override
        public Stream<Key> allKeys(Reader reader) {
            return reader.listAll(SHIP).map(Entry::key);
        }

        @Override
        public Outcome reconcile(Key key, Instant now) {
            return state.commit(
                    t -> {
                        Ship ship = t.find(SHIP, key).orElseThrow();
                        if (ship.planks() == ship.wanted()) {
                            return new Outcome.Settled();
                        }
                        t.put(SHIP, key, new Ship(ship.planks() + 1, ship.wanted()));
                        return new Outcome.Progressing(now.plusSeconds(1));
                    });
        }
    }
}
