package dev.slipway.node.host;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;

/**
 * What the kernel knows of its own clock.
 *
 * @param errorBoundMicros the clock is at most that far off
 * @param synchronised a time service keeps it right
 */
public record ClockState(long errorBoundMicros, boolean synchronised) {
    // struct timex on machines with words of 64 bits.
    private static final long SIZE = 208;
    private static final long MAX_ERROR = 24;
    private static final long STATUS = 40;
    private static final int UNSYNCHRONISED = 0x40;

    /** Asks the kernel, changing nothing; empty where it is not allowed to answer. */
    public static Optional<ClockState> now() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment timex = arena.allocate(SIZE, 8);
            // All zeros ask for nothing to be set.
            if (SystemCalls.raw(SystemCalls.Call.ADJTIMEX, timex.address()) < 0) {
                return Optional.empty();
            }
            int status = timex.get(ValueLayout.JAVA_INT, STATUS);
            return Optional.of(
                    new ClockState(
                            timex.get(ValueLayout.JAVA_LONG, MAX_ERROR),
                            (status & UNSYNCHRONISED) == 0));
        }
    }
}
