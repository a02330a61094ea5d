package dev.slipway.server.cloud;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** What the start of the server spent its time on, for its log; used by one thread. */
final class Moments {
    private final InstantSource clock;
    private final Instant begun;
    private final StringBuilder phases = new StringBuilder();
    private Instant last;

    /**
     * @param begun when the process began
     */
    Moments(InstantSource clock, Instant begun) {
        this.clock = clock;
        this.begun = begun;
        this.last = begun;
    }

    /** What has been done since the last call, in a word. */
    void passed(String phase) {
        Instant now = clock.instant();
        phases.append(phases.isEmpty() ? "" : ", ")
                .append(phase)
                .append(' ')
                .append(Duration.between(last, now).toMillis());
        last = now;
    }

    /** Such as {@code 812 ms (state 120, endpoint 300, ...)}. */
    @Override
    public String toString() {
        return Duration.between(begun, last).toMillis() + " ms (" + phases + ")";
    }
}
