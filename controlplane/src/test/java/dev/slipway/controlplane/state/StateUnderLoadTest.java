package dev.slipway.controlplane.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.controlplane.aws.Scope;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class StateUnderLoadTest {
    private static final Key KEY = Key.of(new Scope("000000000000", "us-east-1"), "the-counter");
    private static final Kind<Counter> COUNTER = Kind.of("counter", Counter.class);
    private static final int COMMITTERS = 8;
    private static final int COMMITS = 500;

    record Counter(int count) {}

    @Test
    void amongManyCommittersAndRefusalsExactlyTheAcknowledgedChangesStand() throws Exception {
        long seed = 1;
        MemoryJournal journal = new MemoryJournal();
        SplittableRandom chance = new SplittableRandom(seed);
        AtomicBoolean faulty = new AtomicBoolean();
        FaultyJournal faults =
                new FaultyJournal(
                        journal,
                        () -> faulty.get() && chance.nextInt(4) == 0,
                        new Semaphore(Integer.MAX_VALUE));
        int acknowledged = 0;
        List<Long> revisions = new ArrayList<>();
        try (State state =
                        State.open(
                                List.of(COUNTER),
                                List.of(),
                                faults,
                                new PlainSeal(),
                                Thread.ofPlatform().factory());
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            state.watch(changes -> revisions.add(changes.getFirst().revision()));
            faulty.set(true);
            List<Callable<Integer>> calls = new ArrayList<>();
            for (int i = 0; i < COMMITTERS; i++) {
                calls.add(() -> count(state));
            }
            for (Future<Integer> call : callers.invokeAll(calls)) {
                acknowledged += call.get();
            }
            faulty.set(false);
            assertThat(state.read().find(COUNTER, KEY)).contains(new Counter(acknowledged));
        }

        assertThat(acknowledged).isBetween(1, COMMITTERS * COMMITS - 1);
        assertThat(revisions).hasSize(acknowledged).isSorted().doesNotHaveDuplicates();
        assertThat(reopened(journal).read().find(COUNTER, KEY)).contains(new Counter(acknowledged));
    }

    private static State reopened(Journal journal) throws IOException {
        return State.openUnthreaded(List.of(COUNTER), List.of(), journal, new PlainSeal());
    }

    /** Gives how many were acknowledged; each of those saw itself published. */
    private static int count(State state) {
        int acknowledged = 0;
        for (int i = 0; i < COMMITS; i++) {
            try {
                int mine = state.commit(StateUnderLoadTest::increment);
                assertThat(state.read().find(COUNTER, KEY).orElseThrow().count())
                        .isGreaterThanOrEqualTo(mine);
                acknowledged++;
            } catch (StorageRefusedException e) {
                assertThat(e).hasMessageContaining("the disk is full");
            }
        }
        return acknowledged;
    }

    private static int increment(Transaction transaction) {
        int next = transaction.find(COUNTER, KEY).map(Counter::count).orElse(0) + 1;
        transaction.put(COUNTER, KEY, new Counter(next));
        return next;
    }
}
