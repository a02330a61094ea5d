package dev.slipway.controlplane.discovery.operation;

import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.state.Key;
import dev.slipway.controlplane.state.Kind;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Something that was done.
 *
 * @param number counts the operations of an account and region
 * @param targets the ids of what it was done to, by AWS's target types
 */
record Operation(
        String id, long number, OperationType type, SortedMap<String, String> targets, Instant at) {
    static final Kind.Index<Operation> NEWEST_FIRST =
            new Kind.Index<>("newest-first", operation -> List.of(place(operation.number())));
    static final Kind<Operation> KIND =
            Kind.of("discovery-operation", Operation.class).indexed(NEWEST_FIRST);

    /** The one that there is: what is recorded is done. */
    static final String STATUS = "SUCCESS";

    Operation {
        targets = Collections.unmodifiableSortedMap(new TreeMap<>(targets));
    }

    static Key key(Scope scope, String id) {
        return Key.of(scope, id);
    }

    /** Sorts as text in the opposite order of the numbers. */
    static String place(long number) {
        return String.format("%019d", Long.MAX_VALUE - number);
    }
}
