package dev.slipway.controlplane.state;

import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** What a user's call holds while its transaction is on the way to the disk. */
final class Ticket {
    private final CountDownLatch done = new CountDownLatch(1);
    private Optional<Throwable> refusal = Optional.empty();

    void durable() {
        done.countDown();
    }

    void refused(Throwable cause) {
        refusal = Optional.of(cause);
        done.countDown();
    }

    /**
     * Waits for the verdict even when interrupted: a caller that left early could not say whether
     * its change was made.
     */
    void await() {
        boolean interrupted = false;
        while (true) {
            try {
                done.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (refusal.isPresent()) {
            Throwable cause = refusal.get();
            throw new StorageRefusedException(
                    "the disk did not take the change: " + cause.getMessage(), cause);
        }
    }
}
