package dev.slipway.controlplane.state;

/**
 * A decision at work on the writer: reads the applied head and its own writes. It must be pure and
 * quick (microseconds): no parsing, no crypto, no waiting. Throwing undoes it.
 */
public interface Transaction extends Reader {

    <T extends Record> void put(Kind<T> kind, Key key, T value);

    /** Nothing happens when there is none. */
    <T extends Record> void delete(Kind<T> kind, Key key);
}
