package dev.slipway.controlplane.ecs.task;

import dev.slipway.controlplane.reconcile.Outcome;
import dev.slipway.controlplane.reconcile.Reconciler;
import dev.slipway.controlplane.state.Change;
import dev.slipway.controlplane.state.Entry;
import dev.slipway.controlplane.state.Key;
import dev.slipway.controlplane.state.Reader;
import dev.slipway.controlplane.state.State;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/** Forgets client tokens that have ended. */
final class LaunchTokenReconciler implements Reconciler {
    private final State state;

    LaunchTokenReconciler(State state) {
        this.state = state;
    }

    @Override
    public String name() {
        return "launch-tokens";
    }

    /** None: a token that outlives its end by a sweep's delay is not honoured. */
    @Override
    public Stream<Key> keysTouchedBy(Change change, Reader reader) {
        return Stream.empty();
    }

    @Override
    public Stream<Key> allKeys(Reader reader) {
        return reader.listAll(LaunchToken.KIND).map(Entry::key);
    }

    @Override
    public Outcome reconcile(Key key, Instant now) {
        Optional<LaunchToken> token = state.read().find(LaunchToken.KIND, key);
        if (token.isEmpty()) {
            return new Outcome.Settled();
        }
        if (token.get().endsAt().isAfter(now)) {
            return new Outcome.Progressing(token.get().endsAt());
        }
        return state.observe(
                tx -> {
                    tx.find(LaunchToken.KIND, key)
                            .filter(t -> !t.endsAt().isAfter(now))
                            .ifPresent(t -> tx.delete(LaunchToken.KIND, key));
                    return new Outcome.Settled();
                });
    }
}
