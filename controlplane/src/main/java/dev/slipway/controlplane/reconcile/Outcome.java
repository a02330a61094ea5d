package dev.slipway.controlplane.reconcile;

import java.time.Instant;

/** What a reconciler says after a look at one key. */
public sealed interface Outcome {
    /** Nothing is left to do until something changes. */
    record Settled() implements Outcome {}

    /** Something was done or is due: look again then, or sooner when woken. */
    record Progressing(Instant lookAgainAt) implements Outcome {}

    /** Waits for something else; the reason is for people. */
    record Waiting(String reason) implements Outcome {}

    /** Cannot go on by itself; the reason is for people. Looked at again by the sweep. */
    record Stuck(String reason) implements Outcome {}
}
