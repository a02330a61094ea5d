package dev.slipway.controlplane.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.controlplane.aws.Scope;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RefusedWritesTest {
    private static final Scope HERE = new Scope("000000000000", "us-east-1");
    private static final Kind<Counter> COUNTER = Kind.of("counter", Counter.class);

    record Counter(int count) {}

    private final MemoryJournal journal = new MemoryJournal();
    private final AtomicBoolean refuses = new AtomicBoolean();
    private final Semaphore passes = new Semaphore(0);
    private final List<Long> published = new ArrayList<>();
    private State state;

    @BeforeEach
    void open() throws IOException {
        passes.release(); // for the first row
        state =
                State.open(
                        List.of(COUNTER),
                        List.of(),
                        new FaultyJournal(journal, refuses::get, passes),
                        new PlainSeal(),
                        Thread.ofPlatform().factory());
        state.watch(changes -> published.add(changes.getFirst().revision()));
    }

    @AfterEach
    void close() {
        refuses.set(false);
        passes.release(1000);
        state.close();
    }

    @Test
    void aChangeIsInvisibleUntilItIsOnDisk() throws Exception {
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Integer> call = callers.submit(() -> state.commit(add("a", 1)));
            awaitDecided("a");

            assertThat(state.read().find(COUNTER, key("a"))).isEmpty();
            assertThat(call.isDone()).isFalse();
            passes.release();

            assertThat(call.get()).isEqualTo(1);
            assertThat(state.read().find(COUNTER, key("a"))).contains(new Counter(1));
        }
    }

    @Test
    void anObservationIsVisibleAtOnceWhenNoChangeWaits() {
        state.observe(add("seen", 1));

        assertThat(state.read().find(COUNTER, key("seen"))).contains(new Counter(1));
    }

    @Test
    void anObservationBehindAChangeWaitsForIt() throws Exception {
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Integer> call = callers.submit(() -> state.commit(add("a", 1)));
            awaitDecided("a");
            state.observe(add("seen", 1));

            assertThat(state.read().find(COUNTER, key("seen"))).isEmpty();
            passes.release(2);
            call.get();

            assertThat(state.read().find(COUNTER, key("seen"))).contains(new Counter(1));
            assertThat(published).isEqualTo(List.of(1L, 2L));
        }
    }

    @Test
    void aRefusedChangeLeavesNothingAndObservationsAreDecidedAgainWithoutIt() throws Exception {
        refuses.set(true);
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Integer> first = callers.submit(() -> state.commit(add("a", 10)));
            awaitDecided("a");
            int observed = state.observe(add("a", 1));
            passes.release();

            assertThat(observed).isEqualTo(11);
            assertThatThrownBy(first::get)
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(StorageRefusedException.class)
                    .hasMessageContaining("the disk is full");
            assertThat(state.read().find(COUNTER, key("a"))).contains(new Counter(1));
        }
    }

    @Test
    void whoSawAChangeThatWaitsSharesItsFate() throws Exception {
        refuses.set(true);
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Integer> writer = callers.submit(() -> state.commit(add("a", 1)));
            awaitDecided("a");
            CountDownLatch decided = new CountDownLatch(2);
            Future<Boolean> looker =
                    callers.submit(
                            () ->
                                    state.commit(
                                            t -> {
                                                decided.countDown();
                                                return t.find(COUNTER, key("a")).isPresent();
                                            }));
            Future<Boolean> refuser =
                    callers.submit(
                            () ->
                                    state.commit(
                                            t -> {
                                                decided.countDown();
                                                throw new IllegalArgumentException("exists");
                                            }));
            assertThat(decided.await(10, TimeUnit.SECONDS)).isTrue();
            passes.release();

            for (Future<?> call : List.of(writer, looker, refuser)) {
                assertThatThrownBy(call::get).hasCauseInstanceOf(StorageRefusedException.class);
            }
        }
    }

    @Test
    void writesWorkAgainWhenTheDiskDoesAndObservationsWereKept() throws Exception {
        refuses.set(true);
        passes.release(1000);
        assertThatThrownBy(() -> state.commit(add("a", 1)))
                .isInstanceOf(StorageRefusedException.class);
        state.observe(add("seen", 1));
        assertThat(state.read().find(COUNTER, key("seen"))).contains(new Counter(1));
        refuses.set(false);

        assertThat(state.commit(add("a", 1))).isEqualTo(1);

        State after = reopened();
        assertThat(after.read().find(COUNTER, key("a"))).contains(new Counter(1));
        assertThat(after.read().find(COUNTER, key("seen"))).contains(new Counter(1));
    }

    private State reopened() throws IOException {
        return State.openUnthreaded(List.of(COUNTER), List.of(), journal, new PlainSeal());
    }

    private static Function<Transaction, Integer> add(String name, int more) {
        return t -> {
            int sum = t.find(COUNTER, key(name)).map(Counter::count).orElse(0) + more;
            t.put(COUNTER, key(name), new Counter(sum));
            return sum;
        };
    }

    /** Observations see the applied head, and one that writes nothing leaves no trace. */
    private void awaitDecided(String name) {
        for (int looks = 0; looks < 10_000_000; looks++) {
            if (state.observe(t -> t.find(COUNTER, key(name)).isPresent())) {
                return;
            }
            Thread.onSpinWait();
        }
        throw new AssertionError(name + " was never decided");
    }

    private static Key key(String name) {
        return Key.of(HERE, name);
    }
}
