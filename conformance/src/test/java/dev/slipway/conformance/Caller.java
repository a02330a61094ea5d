package dev.slipway.conformance;

/**
 * Someone who calls the API and remembers what was acknowledged. A call that was not answered
 * because the server died is unsure: what it asked for is there as a whole or not at all.
 */
interface Caller {
    /** Makes one call, or a few that belong together. */
    void call();

    /** Fails unless everything that was acknowledged is there; finds out about what is unsure. */
    void check();
}
