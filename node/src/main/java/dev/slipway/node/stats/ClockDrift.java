package dev.slipway.node.stats;

import dev.slipway.node.host.ClockState;
import java.util.Optional;

/**
 * How far a machine's clock may be off.
 *
 * @param errorBoundMillis at most
 * @param synchronised a time service keeps it right
 */
public record ClockDrift(double errorBoundMillis, boolean synchronised) {
    private static final double MICROS_PER_MILLI = 1000;

    /** This machine's; empty where the kernel may not say. */
    public static Optional<ClockDrift> ofThisMachine() {
        return ClockState.now()
                .map(
                        c ->
                                new ClockDrift(
                                        c.errorBoundMicros() / MICROS_PER_MILLI, c.synchronised()));
    }
}
