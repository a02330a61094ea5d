package dev.slipway.node.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class TurnsTest {

    @Test
    void onlySoManyAreInTurnAndEachOneLetsTheNextIn() throws InterruptedException {
        Turns turns = new Turns(2);
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch twoAreIn = new CountDownLatch(2);
        CountDownLatch allWent = new CountDownLatch(20);
        for (int i = 0; i < 20; i++) {
            Thread.ofVirtual()
                    .start(
                            () -> {
                                try (Turns.Turn _ = turns.take()) {
                                    most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                                    twoAreIn.countDown();
                                    twoAreIn.await(); // so that a second one has to come in
                                    inside.decrementAndGet();
                                    allWent.countDown();
                                } catch (InterruptedException _) {
                                    Thread.currentThread().interrupt();
                                }
                            });
        }
        assertThat(allWent.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(most).hasValue(2);
    }
}
