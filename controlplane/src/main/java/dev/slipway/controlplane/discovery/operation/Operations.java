package dev.slipway.controlplane.discovery.operation;

import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.discovery.grammar.DiscoveryName;
import dev.slipway.controlplane.state.Kind;
import dev.slipway.controlplane.state.State;
import dev.slipway.controlplane.state.Transaction;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/** The front door to operations. */
public final class Operations {
    private static final int KEPT = 10_000;

    private Operations() {}

    public static List<Kind<?>> kinds() {
        return List.of(Operation.KIND, OperationCount.KIND);
    }

    public static List<AwsOperation<?, ?>> operations(State state) {
        return List.of(new GetOperation(state), new ListOperations(state));
    }

    /** An id for an operation that may come to be. */
    public static String newId(RandomGenerator random) {
        return DiscoveryName.random(random, 32) + "-" + DiscoveryName.random(random, 8);
    }

    /**
     * Records what the transaction does as done.
     *
     * @param targets ids by NAMESPACE, SERVICE and INSTANCE
     * @return the id
     */
    public static String record(
            Transaction tx,
            Scope scope,
            String id,
            OperationType type,
            Map<String, String> targets,
            Instant now) {
        OperationCount count =
                tx.find(OperationCount.KIND, OperationCount.key(scope)).orElse(OperationCount.NONE);
        long number = count.last() + 1;
        tx.put(OperationCount.KIND, OperationCount.key(scope), new OperationCount(number));
        tx.put(
                Operation.KIND,
                Operation.key(scope, id),
                new Operation(id, number, type, new TreeMap<>(targets), now));
        tx.listAfter(
                        Operation.KIND,
                        Operation.NEWEST_FIRST,
                        scope,
                        Operation.place(number - KEPT),
                        "")
                .findFirst()
                .ifPresent(oldest -> tx.delete(Operation.KIND, oldest.key()));
        return id;
    }
}
