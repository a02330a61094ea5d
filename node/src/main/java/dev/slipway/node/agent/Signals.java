package dev.slipway.node.agent;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What was sent to a container to end it.
 *
 * @param killAt of the newest kill
 */
record Signals(Optional<Instant> stopAt, Optional<Instant> killAt) {
    /** A kill that did not end a container (it sits in the kernel) is sent again that often. */
    static final Duration KILL_AGAIN = Duration.ofSeconds(5);

    static final Signals NONE = new Signals(Optional.empty(), Optional.empty());

    Signals stopped(Instant at) {
        return new Signals(Optional.of(at), killAt);
    }

    Signals killed(Instant at) {
        return new Signals(stopAt, Optional.of(at));
    }

    /** When the next kill is due, after a stop was sent. */
    Instant nextKill(Instant stopSent, int stopTimeoutSeconds) {
        return killAt.map(at -> at.plus(KILL_AGAIN))
                .orElse(stopSent.plusSeconds(stopTimeoutSeconds));
    }

    /** Not even a kill has helped: whoever waits for this end waits no longer. */
    boolean unheeded(int stopTimeoutSeconds, Instant now) {
        return stopAt.map(at -> at.plusSeconds(stopTimeoutSeconds).plus(KILL_AGAIN))
                .filter(at -> !at.isAfter(now))
                .isPresent();
    }
}
