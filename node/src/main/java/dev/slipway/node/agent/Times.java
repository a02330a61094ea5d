package dev.slipway.node.agent;

import java.time.Instant;
import java.util.Optional;

/** The moments of a task's life; each is absent until reached and never changes then. */
record Times(
        Optional<Instant> connectivityAt,
        Optional<Instant> pullStartedAt,
        Optional<Instant> pullStoppedAt,
        Optional<Instant> startedAt,
        Optional<Instant> stoppingAt,
        Optional<Instant> executionStoppedAt,
        Optional<Instant> stoppedAt) {

    static final Times NONE =
            new Times(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());

    Times connected(Instant at) {
        return new Times(
                once(connectivityAt, at),
                pullStartedAt,
                pullStoppedAt,
                startedAt,
                stoppingAt,
                executionStoppedAt,
                stoppedAt);
    }

    Times pullStarted(Instant at) {
        return new Times(
                connectivityAt,
                once(pullStartedAt, at),
                pullStoppedAt,
                startedAt,
                stoppingAt,
                executionStoppedAt,
                stoppedAt);
    }

    Times pullStopped(Instant at) {
        return new Times(
                connectivityAt,
                pullStartedAt,
                once(pullStoppedAt, at),
                startedAt,
                stoppingAt,
                executionStoppedAt,
                stoppedAt);
    }

    Times started(Instant at) {
        return new Times(
                connectivityAt,
                pullStartedAt,
                pullStoppedAt,
                once(startedAt, at),
                stoppingAt,
                executionStoppedAt,
                stoppedAt);
    }

    Times stopping(Instant at) {
        return new Times(
                connectivityAt,
                pullStartedAt,
                pullStoppedAt,
                startedAt,
                once(stoppingAt, at),
                executionStoppedAt,
                stoppedAt);
    }

    Times executionStopped(Instant at) {
        return new Times(
                connectivityAt,
                pullStartedAt,
                pullStoppedAt,
                startedAt,
                stoppingAt,
                once(executionStoppedAt, at),
                stoppedAt);
    }

    Times stopped(Instant at) {
        return new Times(
                connectivityAt,
                pullStartedAt,
                pullStoppedAt,
                startedAt,
                stoppingAt,
                executionStoppedAt,
                once(stoppedAt, at));
    }

    private static Optional<Instant> once(Optional<Instant> before, Instant at) {
        return before.isPresent() ? before : Optional.of(at);
    }
}
