package dev.slipway.controlplane.ecs.taskdefinition;

import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.reconcile.Outcome;
import dev.slipway.controlplane.reconcile.Reconciler;
import dev.slipway.controlplane.state.Change;
import dev.slipway.controlplane.state.Entry;
import dev.slipway.controlplane.state.Key;
import dev.slipway.controlplane.state.Reader;
import dev.slipway.controlplane.state.State;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Removes revisions that are DELETE_IN_PROGRESS once nothing refers to them. */
public final class RemovalOfDeleted implements Reconciler {

    /** Whether a room has something that still needs a revision. */
    @FunctionalInterface
    public interface Reference {
        boolean to(Reader reader, Scope scope, TaskDefinition definition);
    }

    private final State state;
    private final List<Reference> references;

    public RemovalOfDeleted(State state, List<Reference> references) {
        this.state = state;
        this.references = List.copyOf(references);
    }

    @Override
    public String name() {
        return "task-definition-removal";
    }

    @Override
    public Stream<Key> keysTouchedBy(Change change, Reader reader) {
        boolean ours = change.kind().name().equals(TaskDefinitions.KIND.name());
        return ours ? Stream.of(change.key()).filter(key -> due(reader, key)) : Stream.empty();
    }

    @Override
    public Stream<Key> allKeys(Reader reader) {
        return reader.listAll(TaskDefinitions.KIND)
                .filter(entry -> deleting(entry.value()))
                .map(Entry::key);
    }

    @Override
    public Outcome reconcile(Key key, Instant now) {
        Optional<TaskDefinition> found = state.read().find(TaskDefinitions.KIND, key);
        if (found.filter(RemovalOfDeleted::deleting).isEmpty()) {
            return new Outcome.Settled();
        }
        boolean removed =
                state.observe(
                        transaction -> {
                            Optional<TaskDefinition> it =
                                    transaction
                                            .find(TaskDefinitions.KIND, key)
                                            .filter(RemovalOfDeleted::deleting)
                                            .filter(d -> unreferenced(transaction, key, d));
                            it.ifPresent(d -> TaskDefinitions.remove(transaction, key.scope(), d));
                            return it.isPresent();
                        });
        return removed
                ? new Outcome.Settled()
                : new Outcome.Waiting("tasks or services still refer to the task definition");
    }

    private boolean unreferenced(Reader reader, Key key, TaskDefinition definition) {
        return references.stream().noneMatch(r -> r.to(reader, key.scope(), definition));
    }

    private static boolean due(Reader reader, Key key) {
        return reader.find(TaskDefinitions.KIND, key)
                .filter(RemovalOfDeleted::deleting)
                .isPresent();
    }

    private static boolean deleting(TaskDefinition definition) {
        return definition.status() == TaskDefinition.Status.DELETE_IN_PROGRESS;
    }
}
