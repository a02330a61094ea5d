package dev.slipway.wire.http;

import dev.slipway.wire.AwsError;
import dev.slipway.wire.facts.Dialect;
import dev.slipway.wire.protocol.Protocol;

/** Where a request goes, as far as it can be told. */
sealed interface Route {
    Protocol protocol();

    /** To an operation of a service, which may not exist. */
    record ToOperation(Served service, String operation, Protocol protocol) implements Route {}

    /** Nowhere. The error is told only to those who may ask, as AWS does. */
    record Nowhere(Protocol protocol, Dialect dialect, AwsError error) implements Route {}
}
