package dev.slipway.controlplane.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.state.Change;
import dev.slipway.controlplane.state.Entry;
import dev.slipway.controlplane.state.Key;
import dev.slipway.controlplane.state.Kind;
import dev.slipway.controlplane.state.Reader;
import dev.slipway.controlplane.state.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class EngineTest {
    private static final Scope HERE = new Scope("000000000000", "us-east-1");
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration SWEEP = Duration.ofSeconds(30);
    private static final Kind<Climb> CLIMB = Kind.of("climb", Climb.class);

    /** Someone climbs from step to step until the top. */
    record Climb(int reached, int top) {}

    private final State state = State.inMemory(List.of(CLIMB));
    private final List<String> looks = new ArrayList<>();

    /** One step a second. */
    private class Climber implements Reconciler {
        @Override
        public String name() {
            return "climber";
        }

        @Override
        public Stream<Key> keysTouchedBy(Change change, Reader reader) {
            return change.kind().equals(CLIMB) ? Stream.of(change.key()) : Stream.empty();
        }

        @Override
        public Stream<Key> allKeys(Reader reader) {
            return reader.listAll(CLIMB).map(Entry::key);
        }

        @Override
        public Outcome reconcile(Key key, Instant now) {
            looks.add(key.name());
            Climb seen = state.read().find(CLIMB, key).orElseThrow();
            if (seen.reached() == seen.top()) {
                return new Outcome.Settled();
            }
            put(key.name(), seen.reached() + 1, seen.top());
            return new Outcome.Settled();
        }
    }

    @Test
    void aChangeWakesItsKeyAlone() {
        put("a", 3, 3);
        put("b", 3, 3);
        Engine engine = engine(new Climber(), Runnable::run);
        engine.step(START);
        looks.clear();

        assertThat(engine.nextDueAt()).isEqualTo(START.plus(SWEEP));
        put("b", 2, 3);
        assertThat(engine.nextDueAt()).isEqualTo(Instant.MIN);
        run(engine, START);

        assertThat(looks).containsExactly("b", "b");
        assertThat(state.read().find(CLIMB, key("b"))).contains(new Climb(3, 3));
        assertThat(engine.unsettled()).isEmpty();
    }

    @Test
    void theSweepAloneCompletesWhenEveryWakeIsLost() {
        put("a", 0, 5);
        put("b", 0, 7);
        Engine engine =
                engine(
                        new Climber() {
                            @Override
                            public Stream<Key> keysTouchedBy(Change change, Reader reader) {
                                return Stream.empty();
                            }
                        },
                        Runnable::run);

        for (int i = 0; i < 8; i++) {
            run(engine, START.plus(SWEEP.multipliedBy(i)));
        }

        assertThat(state.read().find(CLIMB, key("a"))).contains(new Climb(5, 5));
        assertThat(state.read().find(CLIMB, key("b"))).contains(new Climb(7, 7));
    }

    @Test
    void aKeyThatProgressesIsLookedAtAgainAtItsTimeAndNotBefore() {
        put("a", 0, 1);
        Instant later = START.plusSeconds(10);
        Engine engine =
                engine(
                        new Climber() {
                            @Override
                            public Outcome reconcile(Key key, Instant now) {
                                looks.add(now.toString());
                                return now.isBefore(later)
                                        ? new Outcome.Progressing(later)
                                        : new Outcome.Waiting("for the weather");
                            }
                        },
                        Runnable::run);

        engine.step(START);
        engine.step(START.plusSeconds(9));
        assertThat(engine.nextDueAt()).isEqualTo(later);
        engine.step(later);

        assertThat(looks).containsExactly(START.toString(), later.toString());
        assertThat(engine.unsettled())
                .containsExactly(
                        new Engine.Report(
                                "climber", key("a"), new Outcome.Waiting("for the weather"), 0));
    }

    @Test
    void aFailureIsShownAndTriedAgainAfterGrowingPausesWhileOthersGoOn() {
        put("a", 0, 0);
        put("b", 0, 0);
        AtomicInteger failures = new AtomicInteger(3);
        Engine engine =
                engine(
                        new Climber() {
                            @Override
                            public Outcome reconcile(Key key, Instant now) {
                                looks.add(key.name() + Duration.between(START, now).toMillis());
                                if (key.name().equals("a") && failures.getAndDecrement() > 0) {
                                    throw new IllegalStateException("slipped");
                                }
                                return new Outcome.Settled();
                            }
                        },
                        Runnable::run);

        engine.step(START);
        assertThat(engine.unsettled())
                .containsExactly(
                        new Engine.Report(
                                "climber",
                                key("a"),
                                new Outcome.Stuck("java.lang.IllegalStateException: slipped"),
                                1));
        for (Instant due = engine.nextDueAt();
                due.isBefore(START.plus(SWEEP));
                due = engine.nextDueAt()) {
            engine.step(due);
        }

        assertThat(looks).containsExactly("a0", "b0", "a250", "a750", "a1750");
        assertThat(engine.unsettled()).isEmpty();
    }

    @Test
    void aKeyIsLookedAtByOneAtATimeAndOnceMoreWhenWokenMeanwhile() {
        put("a", 2, 2);
        ArrayDeque<Runnable> started = new ArrayDeque<>();
        Engine engine = engine(new Climber(), started::add);
        engine.step(START);
        put("a", 2, 2);
        put("a", 2, 2);
        engine.step(START);

        assertThat(started).hasSize(1);
        started.remove().run();
        engine.step(START);
        assertThat(started).hasSize(1);
        started.remove().run();
        engine.step(START);

        assertThat(started).isEmpty();
        assertThat(looks).containsExactly("a", "a");
    }

    @Test
    void aReconcilerThatAlwaysWantsAnotherLookAtOnceDoesNotHoldTheStep() {
        put("a", 0, 1);
        Engine engine =
                engine(
                        new Climber() {
                            @Override
                            public Outcome reconcile(Key key, Instant now) {
                                return new Outcome.Progressing(now);
                            }
                        },
                        Runnable::run);

        engine.step(START);

        assertThat(engine.nextDueAt()).isEqualTo(START.plusMillis(1));
    }

    private Engine engine(Reconciler reconciler, Executor executor) {
        return new Engine(state, List.of(reconciler), executor, SWEEP);
    }

    private static void run(Engine engine, Instant now) {
        do {
            engine.step(now);
        } while (!engine.nextDueAt().isAfter(now));
    }

    private void put(String name, int reached, int top) {
        Climb climb = new Climb(reached, top);
        Climb written =
                state.commit(
                        t -> {
                            t.put(CLIMB, key(name), climb);
                            return climb;
                        });
        assertThat(written).isEqualTo(climb);
    }

    private static Key key(String name) {
        return Key.of(HERE, name);
    }
}
