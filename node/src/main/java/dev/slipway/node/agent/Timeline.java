package dev.slipway.node.agent;

import java.time.Duration;
import java.time.Instant;

/**
 * The agent's clock and turns. Turns run one after the other, in the order in which they were
 * given, never inside each other.
 */
public interface Timeline {

    Instant now();

    /** Takes a turn as soon as those before it are done. */
    void soon(Runnable turn);

    /**
     * Takes a turn once that much time has passed; a turn that is no longer needed finds so itself.
     */
    void after(Duration delay, Runnable turn);

    /** Runs work that may block, beside the turns. */
    void aside(Runnable work);
}
