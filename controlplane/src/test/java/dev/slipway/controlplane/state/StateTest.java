package dev.slipway.controlplane.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.controlplane.aws.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class StateTest {
    private static final Scope HERE = new Scope("000000000000", "us-east-1");
    private static final Scope THERE = new Scope("000000000000", "us-west-2");
    private static final Kind<Ship> SHIP = Kind.of("ship", Ship.class);
    private static final Kind<Port> PORT = Kind.of("port", Port.class);

    private final State state = State.inMemory(List.of(SHIP, PORT));

    record Ship(String name, int tons) {}

    record Port(String name) {}

    @Test
    void aCommitIsReadBack() {
        state.commit(put("fleet/anna", 10));

        assertThat(state.read().find(SHIP, Key.of(HERE, "fleet/anna")))
                .contains(new Ship("fleet/anna", 10));
    }

    @Test
    void aSnapshotDoesNotMoveOn() {
        state.commit(put("anna", 10));
        Reader before = state.read();
        state.commit(put("anna", 20));

        assertThat(before.find(SHIP, Key.of(HERE, "anna"))).contains(new Ship("anna", 10));
        assertThat(state.read().revision()).isGreaterThan(before.revision());
    }

    @Test
    void aDecisionSeesItsOwnWrites() {
        List<String> seen =
                state.commit(
                        transaction -> {
                            put(transaction, "b", 2);
                            put(transaction, "a", 1);
                            transaction.delete(SHIP, Key.of(HERE, "b"));
                            return names(transaction, "", "");
                        });

        assertThat(seen).containsExactly("a");
    }

    @Test
    void aDecisionThatThrowsChangesNothing() {
        assertThatThrownBy(
                        () ->
                                state.commit(
                                        transaction -> {
                                            put(transaction, "anna", 1);
                                            throw new IllegalArgumentException("no");
                                        }))
                .hasMessage("no");

        assertThat(names(state.read(), "", "")).isEmpty();
    }

    @Test
    void pagesComeInOrderAndStayInsideScopeAndPrefix() {
        state.commit(
                transaction -> {
                    for (String name : List.of("b/3", "a/1", "b/1", "c/1", "b/2")) {
                        put(transaction, name, 1);
                    }
                    transaction.put(SHIP, Key.of(THERE, "b/9"), new Ship("b/9", 9));
                    return "";
                });

        assertThat(names(state.read(), "b/", "")).containsExactly("b/1", "b/2", "b/3");
        assertThat(names(state.read(), "b/", "b/1")).containsExactly("b/2", "b/3");
        assertThat(names(state.read(), "b/", "b/3")).isEmpty();
        assertThat(state.read().listAll(SHIP).map(entry -> entry.key().region()))
                .containsExactly(
                        "us-east-1",
                        "us-east-1",
                        "us-east-1",
                        "us-east-1",
                        "us-east-1",
                        "us-west-2");
    }

    @Test
    void watchersHearEachTransactionOnceAndInOrder() {
        List<List<Change>> heard = new ArrayList<>();
        State.Watch watch = state.watch(heard::add);
        state.commit(put("anna", 1));
        state.observe(put("berta", 1));
        watch.close();
        state.commit(put("carla", 1));

        assertThat(heard)
                .containsExactly(
                        List.of(new Change(SHIP, Key.of(HERE, "anna"), 1)),
                        List.of(new Change(SHIP, Key.of(HERE, "berta"), 2)));
    }

    @Test
    void aWatcherMayNotCommit() {
        List<String> said = new ArrayList<>();
        state.watch(
                changes -> {
                    try {
                        state.observe(put("again", 1));
                    } catch (IllegalStateException e) {
                        said.add(String.valueOf(e.getMessage()));
                    }
                });
        state.commit(put("anna", 1));

        assertThat(said)
                .containsExactly("a decision or a watcher may not start another transaction");
    }

    @Test
    void aKindThatNobodyDeclaredIsRefused() {
        Kind<Ship> other = Kind.of("other", Ship.class);

        assertThatThrownBy(() -> state.read().listAll(other)).hasMessageContaining("other");
    }

    private static Function<Transaction, String> put(String name, int tons) {
        return transaction -> {
            put(transaction, name, tons);
            return name;
        };
    }

    private static void put(Transaction transaction, String name, int tons) {
        transaction.put(SHIP, Key.of(HERE, name), new Ship(name, tons));
    }

    private static List<String> names(Reader reader, String prefix, String after) {
        return reader.listAfter(SHIP, HERE, prefix, after)
                .map(entry -> entry.key().name())
                .toList();
    }
}
