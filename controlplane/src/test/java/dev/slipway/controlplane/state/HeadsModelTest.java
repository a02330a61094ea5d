package dev.slipway.controlplane.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.controlplane.aws.Scope;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Random changes, observations, batches, refusals and crashes against a model made of lists. */
class HeadsModelTest {
    private static final Scope HERE = new Scope("000000000000", "us-east-1");
    private static final Kind.Index<Counter> BY_COUNT =
            new Kind.Index<>("by-count", c -> List.of("%09d %s".formatted(c.count(), c.name())));
    private static final Kind<Counter> COUNTER =
            Kind.of("counter", Counter.class).indexed(BY_COUNT);
    private static final int SEEDS = Boolean.getBoolean("slipway.deep") ? 5_000 : 300;
    private static final int STEPS = 150;

    record Counter(String name, int count) {}

    /**
     * What was asked for: add to a counter that exists or not, or delete it when {@code by} is 0.
     */
    private record Wish(boolean byUser, String name, int by) {
        void apply(Map<String, Integer> counters) {
            if (by == 0) {
                counters.remove(name);
            } else {
                counters.merge(name, by, Integer::sum);
            }
        }

        Function<Transaction, Integer> decision() {
            Key key = Key.of(HERE, name);
            return t -> {
                if (by == 0) {
                    t.delete(COUNTER, key);
                    return 0;
                }
                int sum = t.find(COUNTER, key).map(Counter::count).orElse(0) + by;
                t.put(COUNTER, key, new Counter(key.name(), sum));
                return sum;
            };
        }
    }

    @Test
    void twoHeadsBehaveAsTheListsSay() throws IOException {
        for (long seed = 0; seed < SEEDS; seed++) {
            try {
                new Run(new SplittableRandom(seed)).go();
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }

    private static final class Run {
        private final RandomGenerator random;
        private final MemoryJournal journal = new MemoryJournal();
        private final List<Entered> heard = new ArrayList<>();
        private Vault vault;
        private Heads heads;

        private TreeMap<String, Integer> durable = new TreeMap<>();
        private List<Wish> waiting = new ArrayList<>();
        private int inFlight;

        Run(RandomGenerator random) throws IOException {
            this.random = random;
            this.vault = vault();
            this.heads = new Heads(vault, vault.load(), heard::add);
        }

        private Vault vault() {
            return new Vault(List.of(COUNTER), List.of(), journal, new PlainSeal(), true);
        }

        void go() throws IOException {
            for (int step = 0; step < STEPS; step++) {
                switch (random.nextInt(10)) {
                    case 0, 1, 2 -> enter(true);
                    case 3, 4, 5 -> enter(false);
                    case 6, 7 -> write();
                    case 8 -> refuse();
                    default -> {
                        if (random.nextInt(4) == 0) {
                            crash();
                        }
                    }
                }
                assertThat(contents(heads.published())).isEqualTo(expectedPublished());
                assertThat(byCount(heads.published()))
                        .isEqualTo(expectedByCount(expectedPublished()));
                for (int i = 1; i < heard.size(); i++) {
                    assertThat(heard.get(i).head().revision())
                            .isGreaterThan(heard.get(i - 1).head().revision());
                }
            }
        }

        private void enter(boolean byUser) {
            Wish wish = new Wish(byUser, "c" + random.nextInt(4), random.nextInt(4));
            Optional<Ticket> ticket = byUser ? Optional.of(new Ticket()) : Optional.empty();
            if (heads.enter(ticket, wish.decision()).entered()) {
                waiting.add(wish);
            }
        }

        private void write() throws IOException {
            List<Entered> batch = heads.startBatch(1 + random.nextInt(6));
            if (batch.isEmpty()) {
                heads.batchWritten();
                return;
            }
            // More may be decided while the disk works.
            if (random.nextBoolean()) {
                enter(random.nextBoolean());
            }
            inFlight = batch.size();
            vault.append(batch.getLast().head().revision(), batch);
            waiting.subList(0, inFlight).forEach(wish -> wish.apply(durable));
            if (random.nextInt(10) == 0) {
                // On disk and not acknowledged: it may be there afterwards, whole.
                waiting = waiting.subList(inFlight, waiting.size());
                crash();
                return;
            }
            long users = waiting.subList(0, inFlight).stream().filter(Wish::byUser).count();
            assertThat(heads.batchWritten()).hasSize((int) users);
            waiting = new ArrayList<>(waiting.subList(inFlight, waiting.size()));
        }

        private void refuse() {
            heads.startBatch(1 + random.nextInt(6));
            long users = waiting.stream().filter(Wish::byUser).count();
            assertThat(heads.batchRefused()).hasSize((int) users);
            TreeMap<String, Integer> kept = new TreeMap<>(durable);
            List<Wish> observations = new ArrayList<>();
            for (Wish wish : waiting) {
                // A delete of what an undone change made has nothing left to do.
                if (!wish.byUser() && (wish.by() != 0 || kept.containsKey(wish.name()))) {
                    wish.apply(kept);
                    observations.add(wish);
                }
            }
            waiting = observations;
        }

        private void crash() throws IOException {
            waiting = new ArrayList<>();
            vault = vault();
            Head stored = vault.load();
            assertThat(contents(stored)).isEqualTo(durable);
            heard.clear();
            heads = new Heads(vault, stored, heard::add);
        }

        /** All that is on disk, and observations up to the first change that is not. */
        private Map<String, Integer> expectedPublished() {
            TreeMap<String, Integer> expected = new TreeMap<>(durable);
            for (Wish wish : waiting) {
                if (wish.byUser()) {
                    break;
                }
                wish.apply(expected);
            }
            return expected;
        }

        private static Map<String, Integer> contents(Reader reader) {
            TreeMap<String, Integer> contents = new TreeMap<>();
            reader.listAll(COUNTER)
                    .forEach(entry -> contents.put(entry.key().name(), entry.value().count()));
            return contents;
        }

        private static List<String> byCount(Reader reader) {
            return reader.listAfter(COUNTER, BY_COUNT, HERE, "", "")
                    .map(entry -> entry.value().name())
                    .toList();
        }

        private static List<String> expectedByCount(Map<String, Integer> contents) {
            return contents.entrySet().stream()
                    .sorted(
                            Map.Entry.<String, Integer>comparingByValue()
                                    .thenComparing(Map.Entry.comparingByKey()))
                    .map(Map.Entry::getKey)
                    .toList();
        }
    }
}
