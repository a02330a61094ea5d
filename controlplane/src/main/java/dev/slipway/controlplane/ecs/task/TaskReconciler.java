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

/**
 * What time alone does to a task: one that no node takes up is stopped, one that stopped long ago
 * is forgotten. All else that moves a task is a report, which is recorded when it comes.
 */
final class TaskReconciler implements Reconciler {
    private final State state;
    private final Tasks tasks;
    private final Quotas quotas;

    TaskReconciler(State state, Tasks tasks, Quotas quotas) {
        this.state = state;
        this.tasks = tasks;
        this.quotas = quotas;
    }

    /** What is due for a task. */
    sealed interface Step {
        record Nothing(Outcome outcome) implements Step {}

        /** It was not taken up in time. */
        record GiveUp() implements Step {}

        /** It stopped long enough ago. */
        record Forget() implements Step {}
    }

    static Step decide(Task task, Quotas quotas, Instant now) {
        Life life = task.life();
        if (life.stopped()) {
            Instant until = life.stoppedAt().orElse(life.createdAt()).plus(quotas.stoppedKept());
            return now.isBefore(until)
                    ? new Step.Nothing(new Outcome.Progressing(until))
                    : new Step.Forget();
        }
        if (life.stopRequested()) {
            return new Step.Nothing(
                    new Outcome.Waiting("node " + task.nodeId() + " is stopping the task"));
        }
        if (life.lastStatus() == TaskStatus.PROVISIONING) {
            Instant until = life.createdAt().plus(quotas.startWithin());
            return now.isBefore(until)
                    ? new Step.Nothing(new Outcome.Progressing(until))
                    : new Step.GiveUp();
        }
        return new Step.Nothing(new Outcome.Settled());
    }

    @Override
    public String name() {
        return "tasks";
    }

    @Override
    public Stream<Key> keysTouchedBy(Change change, Reader reader) {
        return change.kind().name().equals(Task.KIND.name())
                ? Stream.of(change.key())
                : Stream.empty();
    }

    @Override
    public Stream<Key> allKeys(Reader reader) {
        return reader.listAll(Task.KIND).map(Entry::key);
    }

    @Override
    public Outcome reconcile(Key key, Instant now) {
        Optional<Task> seen = state.read().find(Task.KIND, key);
        if (seen.isEmpty()) {
            return new Outcome.Settled();
        }
        if (decide(seen.get(), quotas, now) instanceof Step.Nothing(Outcome outcome)) {
            return outcome;
        }
        return state.observe(
                tx -> {
                    tx.find(Task.KIND, key)
                            .ifPresent(
                                    task -> {
                                        switch (decide(task, quotas, now)) {
                                            case Step.Nothing nothing -> {}
                                            case Step.GiveUp giveUp ->
                                                    tasks.stop(
                                                            tx,
                                                            task,
                                                            StopCode.TASK_FAILED_TO_START,
                                                            "Timeout waiting for network interface"
                                                                    + " provisioning to complete.");
                                            case Step.Forget forget -> tasks.forget(tx, task);
                                        }
                                    });
                    return new Outcome.Settled();
                });
    }
}
