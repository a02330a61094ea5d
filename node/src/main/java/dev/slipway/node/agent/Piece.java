package dev.slipway.node.agent;

import java.time.Duration;
import java.time.Instant;

/**
 * Something that a task needs on its machine and that is made and removed.
 *
 * @param failures in a row, of removing it
 * @param notBefore when removing it is tried again
 */
record Piece(State state, int failures, Instant notBefore) {
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    enum State {
        ABSENT,
        /**
         * Nobody knows: it is made (making it finds what is there) or removed as the task needs.
         */
        UNSURE,
        MAKING,
        READY,
        /** Made in part, or removed in part: it must be removed before anything else. */
        BROKEN,
        REMOVING
    }

    static final Piece ABSENT = new Piece(State.ABSENT, 0, Instant.EPOCH);
    static final Piece UNSURE = new Piece(State.UNSURE, 0, Instant.EPOCH);
    static final Piece READY = new Piece(State.READY, 0, Instant.EPOCH);
    static final Piece BROKEN = new Piece(State.BROKEN, 0, Instant.EPOCH);

    boolean is(State other) {
        return state == other;
    }

    boolean toBeMade() {
        return state == State.ABSENT || state == State.UNSURE;
    }

    /** Whether there may be something to remove. */
    boolean there() {
        return state != State.ABSENT;
    }

    Piece now(State next) {
        return new Piece(next, failures, notBefore);
    }

    /** Pauses of 1, 2, 4 ... 30 s: whatever holds it may let go soon, and we must not spin. */
    Piece removalFailed(Instant now) {
        Duration pause = Duration.ofSeconds(1L << Math.min(failures, 5));
        return new Piece(
                State.BROKEN,
                failures + 1,
                now.plus(pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE));
    }
}
