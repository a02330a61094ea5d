package dev.slipway.controlplane.state;

/**
 * A record was written or deleted; which of the two, and to what, is to be read from a snapshot.
 */
public record Change(Kind<?> kind, Key key, long revision) {}
