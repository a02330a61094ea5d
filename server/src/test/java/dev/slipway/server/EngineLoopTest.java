package dev.slipway.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.controlplane.reconcile.Engine;
import dev.slipway.controlplane.reconcile.Outcome;
import dev.slipway.controlplane.reconcile.Reconciler;
import dev.slipway.controlplane.state.Change;
import dev.slipway.controlplane.state.Entry;
import dev.slipway.controlplane.state.Key;
import dev.slipway.controlplane.state.Kind;
import dev.slipway.controlplane.state.Reader;
import dev.slipway.controlplane.state.State;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class EngineLoopTest {
    private static final Kind<Bell> BELL = Kind.of("bell", Bell.class);
    private static final Key KEY = new Key("000000000000", "us-east-1", "b");

    record Bell(int strokes) {}

    /** The first look asks for another a little later. */
    private record Ringer(State state, LinkedBlockingQueue<Integer> rung, AtomicInteger looks)
            implements Reconciler {
        @Override
        public String name() {
            return "ringer";
        }

        @Override
        public Stream<Key> keysTouchedBy(Change change, Reader reader) {
            return Stream.of(change.key());
        }

        @Override
        public Stream<Key> allKeys(Reader reader) {
            return reader.listAll(BELL).map(Entry::key);
        }

        @Override
        public Outcome reconcile(Key key, Instant now) {
            rung.add(state.read().find(BELL, key).map(Bell::strokes).orElse(0));
            return looks.incrementAndGet() < 2
                    ? new Outcome.Progressing(now.plusMillis(20))
                    : new Outcome.Settled();
        }
    }

    @Test
    void theLoopLooksAtOnceWhenWokenAndAgainWhenDue() throws Exception {
        LinkedBlockingQueue<Integer> rung = new LinkedBlockingQueue<>();
        State state = State.inMemory(List.of(BELL));
        Engine engine =
                new Engine(
                        state,
                        List.of(new Ringer(state, rung, new AtomicInteger())),
                        Runnable::run,
                        Duration.ofHours(1));
        try (state;
                engine;
                EngineLoop loop =
                        new EngineLoop(engine, Clock.systemUTC(), Thread.ofPlatform().factory())) {
            assertThat(loop).isNotNull();
            int strokes =
                    state.commit(
                            t -> {
                                t.put(BELL, KEY, new Bell(7));
                                return 7;
                            });

            assertThat(rung.poll(10, TimeUnit.SECONDS)).isEqualTo(strokes);
            assertThat(rung.poll(10, TimeUnit.SECONDS)).isEqualTo(strokes);
        }
    }
}
