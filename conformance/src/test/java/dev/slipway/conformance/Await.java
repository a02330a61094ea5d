package dev.slipway.conformance;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Looks again and again at a world that cannot tell us, up to a bound. */
final class Await {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(25);

    private Await() {}

    static <T> T until(String what, Duration bound, Supplier<Optional<T>> look) {
        long end = System.nanoTime() + bound.toNanos();
        do {
            Optional<T> seen = look.get();
            if (seen.isPresent()) {
                return seen.get();
            }
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
        } while (System.nanoTime() < end);
        throw new AssertionError("waited " + bound.toSeconds() + " s in vain for " + what);
    }
}
