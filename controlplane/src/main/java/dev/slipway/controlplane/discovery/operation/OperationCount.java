package dev.slipway.controlplane.discovery.operation;

import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.state.Key;
import dev.slipway.controlplane.state.Kind;

/**
 * How many operations an account and region ever had.
 *
 * @param last the newest one's number
 */
record OperationCount(long last) {
    static final Kind<OperationCount> KIND =
            Kind.of("discovery-operation-count", OperationCount.class);
    static final OperationCount NONE = new OperationCount(0);

    static Key key(Scope scope) {
        return Key.of(scope, "operations");
    }
}
