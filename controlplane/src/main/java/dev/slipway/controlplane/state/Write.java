package dev.slipway.controlplane.state;

import java.util.Optional;

/**
 * One record's fate in one transaction.
 *
 * @param value empty: deleted
 */
record Write(Kind<?> kind, Key key, Optional<Record> value) {}
