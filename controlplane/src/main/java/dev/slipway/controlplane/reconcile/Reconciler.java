package dev.slipway.controlplane.reconcile;

import dev.slipway.controlplane.state.Change;
import dev.slipway.controlplane.state.Key;
import dev.slipway.controlplane.state.Reader;
import java.time.Instant;
import java.util.stream.Stream;

/**
 * Closes the difference for one key at a time. One look at a time per key; different keys may be
 * looked at side by side.
 */
public interface Reconciler {

    /** For logs and {@code status}. */
    String name();

    /**
     * The keys that a change may concern. Being generous costs a look; missing one costs a sweep's
     * delay.
     */
    Stream<Key> keysTouchedBy(Change change, Reader reader);

    /** Every key there is something to do for, for the sweep and the start. */
    Stream<Key> allKeys(Reader reader);

    /** Observes, decides, commits. */
    Outcome reconcile(Key key, Instant now);
}
