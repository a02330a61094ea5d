package dev.slipway.node.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AheadTest {
    private static final Duration REST = Duration.ofMillis(200);

    private final CallThread thread = new CallThread("ahead-test");
    private final AtomicInteger number = new AtomicInteger();
    private final BlockingQueue<Long> made = new LinkedBlockingQueue<>();
    private final List<Integer> ended = new CopyOnWriteArrayList<>();
    private final BlockingQueue<Exception> failures = new LinkedBlockingQueue<>();

    @AfterEach
    void close() {
        thread.close();
    }

    private Ahead<Integer> stock(int most, Ahead.Maker<Integer> maker) {
        return new Ahead<>(thread, most, maker, ended::add, failures::add);
    }

    private int make() {
        made.add(System.nanoTime());
        return number.incrementAndGet();
    }

    private void awaitMade(int count) throws InterruptedException {
        for (int i = 0; i < count; i++) {
            assertThat(made.poll(20, TimeUnit.SECONDS)).as("made in time").isNotNull();
        }
    }

    @Test
    void asManyAreMadeAsAreMissing() throws Exception {
        try (Ahead<Integer> ahead = stock(3, this::make)) {
            assertThat(ahead.poll()).isEmpty();
            ahead.fill();
            ahead.fill();
            awaitMade(3);
            thread.run(() -> {}); // after the last was kept
            assertThat(ahead.size()).isEqualTo(3);
            assertThat(ahead.poll()).contains(1);
            ahead.fill();
            awaitMade(1);
            thread.run(() -> {});
            assertThat(ahead.size()).isEqualTo(3);
            assertThat(made).isEmpty();
        }
        assertThat(ended).containsExactly(2, 3, 4);
    }

    @Test
    void noneIsMadeRightAfterOneWasTakenUnlessTheyAreTakenWithoutEnd() throws Exception {
        try (Ahead<Integer> ahead = stock(1, this::make)) {
            ahead.fill();
            awaitMade(1);
            thread.run(() -> {}); // after it was kept
            long asked = System.nanoTime();
            long before = asked;
            long last = asked;
            Optional<Long> again = Optional.empty();
            while (again.isEmpty()) {
                before = last;
                last = System.nanoTime();
                var _ = ahead.poll();
                ahead.fill();
                again = Optional.ofNullable(made.poll(1, TimeUnit.MILLISECONDS));
            }
            // This thread may have been kept from taking one for long enough: then it was made.
            long taken = again.get() > last ? last : before;
            assertThat(again.get())
                    .isGreaterThanOrEqualTo(
                            Math.min(
                                    taken + REST.toNanos(),
                                    asked + Duration.ofSeconds(2).toNanos()));
        }
    }

    @Test
    void oneThatCannotBeMadeIsToldAndTriedAgainWhenAsked() throws Exception {
        AtomicInteger tries = new AtomicInteger();
        try (Ahead<Integer> ahead =
                stock(
                        1,
                        () -> {
                            if (tries.incrementAndGet() == 1) {
                                throw new IOException("not today");
                            }
                            return make();
                        })) {
            ahead.fill();
            assertThat(failures.poll(20, TimeUnit.SECONDS)).hasMessage("not today");
            assertThat(ahead.size()).isZero();
            ahead.fill();
            awaitMade(1);
        }
        assertThat(ended).containsExactly(1);
    }

    @Test
    void closingEndsTheOneThatIsBeingMade() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        Ahead<Integer> ahead =
                stock(
                        2,
                        () -> {
                            inside.countDown();
                            return make();
                        });
        ahead.fill();
        inside.await();
        ahead.close();
        thread.run(() -> {});
        assertThat(ended).hasSize(number.get());
        assertThat(ahead.poll()).isEmpty();
        made.clear();
        ahead.fill();
        assertThat(made.poll(3 * REST.toMillis(), TimeUnit.MILLISECONDS)).isNull();
    }

    @Test
    void aMachineKeepsAFewToAFewDozen() {
        assertThat(Ahead.stock()).isBetween(16, 64);
    }
}
