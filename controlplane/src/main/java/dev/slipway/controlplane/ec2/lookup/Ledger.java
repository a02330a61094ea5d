package dev.slipway.controlplane.ec2.lookup;

import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.state.Reader;
import dev.slipway.controlplane.state.State;
import dev.slipway.controlplane.state.Transaction;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * What operations read and write.
 *
 * @param network reads a scope whose default network exists
 * @param random makes ids; drawn from on the writer only
 */
public record Ledger(Function<Scope, Reader> network, State state, RandomGenerator random) {

    public Reader read(Scope scope) {
        return network.apply(scope);
    }

    /** Runs a decision in a scope whose default network exists. */
    public <T> T commit(Scope scope, Function<Transaction, T> decision) {
        var _ = network.apply(scope);
        return state.commit(decision);
    }
}
