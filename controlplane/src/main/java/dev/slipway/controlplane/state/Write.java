package dev.slipway.controlplane.state;

import java.util.Optional;

/**
 * One record's fate in one transaction.
 *
 * @param json its stored form, not sealed yet; empty: deleted
 */
record Write(Kind<?> kind, Key key, Optional<byte[]> json) {}
