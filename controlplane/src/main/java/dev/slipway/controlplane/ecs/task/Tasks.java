package dev.slipway.controlplane.ecs.task;

import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.ec2.networkinterface.NetworkInterfaces;
import dev.slipway.controlplane.ecs.cluster.ClusterContents;
import dev.slipway.controlplane.ecs.tag.Taggable;
import dev.slipway.controlplane.iam.Credentials;
import dev.slipway.controlplane.placement.Placement;
import dev.slipway.controlplane.placement.Size;
import dev.slipway.controlplane.reconcile.Reconciler;
import dev.slipway.controlplane.state.Entry;
import dev.slipway.controlplane.state.Key;
import dev.slipway.controlplane.state.Kind;
import dev.slipway.controlplane.state.Reader;
import dev.slipway.controlplane.state.State;
import dev.slipway.controlplane.state.Transaction;
import dev.slipway.nodelink.TaskReport;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * The front door. All writing of tasks passes here, so that a task's seat, its network interface
 * and its record begin and end in one transaction.
 */
public final class Tasks {
    /** The kinds of records of this room. */
    public static final List<Kind<?>> KINDS =
            List.of(Task.KIND, TaskAddress.KIND, Tally.KIND, LaunchToken.KIND);

    private final NetworkInterfaces interfaces;
    private final Credentials credentials;

    public Tasks(NetworkInterfaces interfaces, Credentials credentials) {
        this.interfaces = interfaces;
        this.credentials = credentials;
    }

    /**
     * The room's operations.
     *
     * @param random makes ids, and the unguessable part of credentials paths: a secure one, save in
     *     simulations
     */
    public List<AwsOperation<?, ?>> operations(State state, Quotas quotas, RandomGenerator random) {
        Launcher launcher = new Launcher(this, interfaces, quotas);
        return List.of(
                new RunTask(state, launcher, random),
                new StopTask(state, this),
                new DescribeTasks(state, this),
                new ListTasks(state),
                new GetTaskProtection(state, this),
                new UpdateTaskProtection(state, this));
    }

    /** What must be looked at as time passes. */
    public List<Reconciler> reconcilers(State state, Quotas quotas) {
        return List.of(new TaskReconciler(state, this, quotas), new LaunchTokenReconciler(state));
    }

    /** Tags of tasks; those of a task that was asked to stop are gone. */
    public Taggable taggable() {
        return new Taggable(
                TaskName.TYPE,
                (reader, scope, name) ->
                        reader.find(Task.KIND, Key.of(scope, name))
                                .filter(task -> !task.life().stopRequested())
                                .map(Task::tags),
                (tx, scope, name, tags) ->
                        tx.find(Task.KIND, Key.of(scope, name))
                                .ifPresent(task -> replace(tx, task, task.tagged(tags))));
    }

    public Optional<Task> find(Reader reader, Scope scope, String cluster, String id) {
        return reader.find(Task.KIND, Key.of(scope, Task.nameOf(cluster, id)));
    }

    /** By its id alone; ids are unique across accounts. */
    public Optional<Task> find(Reader reader, String id) {
        return reader.find(TaskAddress.KIND, TaskAddress.keyOf(id))
                .flatMap(address -> reader.find(Task.KIND, address.taskKey(id)));
    }

    /** All of a cluster that are still known, stopped ones included, by id. */
    public Stream<Task> ofCluster(Reader reader, Scope scope, String cluster) {
        return reader.list(Task.KIND, scope, Task.nameOf(cluster, "")).map(Entry::value);
    }

    /** What a cluster has of tasks; a {@link ClusterContents.Count}. */
    public ClusterContents contents(Reader reader, Scope scope, String cluster) {
        Tally tally = tally(reader, scope, cluster);
        return ClusterContents.ofTasks(
                tally.running(), tally.pending(), List.copyOf(tally.byProvider().keySet()));
    }

    Tally tally(Reader reader, Scope scope, String cluster) {
        return reader.find(Tally.KIND, Tally.keyOf(scope, cluster)).orElse(Tally.NOTHING);
    }

    /** The ids of a node's tasks that have not ended. */
    public List<String> livingOn(Reader reader, String nodeId) {
        return reader.listAll(Task.KIND)
                .map(Entry::value)
                .filter(task -> task.nodeId().equals(nodeId) && !task.stopped())
                .map(Task::id)
                .toList();
    }

    /** How many tasks live on other nodes than this. */
    public int livingBeside(Reader reader, String nodeId) {
        return (int)
                reader.listAll(Task.KIND)
                        .map(Entry::value)
                        .filter(task -> !task.nodeId().equals(nodeId) && !task.stopped())
                        .count();
    }

    /** Joins a node's report about one task; nothing happens when there is no such task. */
    public void seen(Transaction tx, String nodeId, TaskReport report, Instant now) {
        find(tx, report.taskId())
                .filter(task -> task.nodeId().equals(nodeId))
                .ifPresent(task -> replace(tx, task, task.seen(report, now)));
    }

    /**
     * A node no longer has a task that it had. One that never ran is not lost: the node died before
     * it wrote down that it had begun, and it begins anew.
     */
    public void lost(Transaction tx, String id, Instant now) {
        find(tx, id)
                .filter(task -> task.life().startedAt().isPresent())
                .ifPresent(task -> replace(tx, task, task.lost(now)));
    }

    /** Asks a task to stop; the first to ask gives the code and the reason. */
    public void stop(Transaction tx, Task task, StopCode code, String reason) {
        replace(tx, task, task.stopAsked(code, reason));
    }

    /**
     * Asks every task of every account to stop, as {@code slipway down} does: the person at the
     * machine did it, so the code is {@link StopCode#USER_INITIATED}.
     *
     * @return how many were asked
     */
    public int stopAll(State state, String reason) {
        return state.commit(
                tx -> {
                    var living =
                            tx.listAll(Task.KIND)
                                    .map(Entry::value)
                                    .filter(t -> !t.life().stopRequested())
                                    .toList();
                    living.forEach(task -> stop(tx, task, StopCode.USER_INITIATED, reason));
                    return living.size();
                });
    }

    /** Whether every task has come to its end. */
    public boolean allStopped(Reader reader) {
        return reader.listAll(Task.KIND).allMatch(e -> e.value().stopped());
    }

    /** Records a new task and sets its seat aside. */
    void begin(Transaction tx, Task task) {
        Ask ask = task.ask();
        Placement.reserve(tx, task.nodeId(), sizeOf(task), task.availabilityZone());
        tx.put(
                TaskAddress.KIND,
                TaskAddress.keyOf(task.id()),
                new TaskAddress(ask.account(), ask.region(), ask.cluster()));
        tx.put(Task.KIND, task.key(), task);
        put(tx, ask, tally(tx, ask.scope(), ask.cluster()).with(task));
    }

    void replace(Transaction tx, Task before, Task after) {
        if (after.equals(before)) {
            return;
        }
        tx.put(Task.KIND, after.key(), after);
        Ask ask = after.ask();
        Attachment link = after.attachment();
        if (link.status() == Attachment.Status.ATTACHED
                && before.attachment().status() != Attachment.Status.ATTACHED) {
            interfaces.attach(
                    tx,
                    ask.scope(),
                    link.interfaceId(),
                    after.life().connectivityAt().orElse(after.life().createdAt()));
        }
        if (after.life().lastStatus() != before.life().lastStatus()) {
            Tally tally = tally(tx, ask.scope(), ask.cluster());
            put(tx, ask, tally.without(before).with(after));
        }
        if (after.stopped() && !before.stopped()) {
            end(tx, after);
        }
    }

    /** All that a task holds goes back in the transaction that records its end. */
    private void end(Transaction tx, Task task) {
        Scope scope = task.ask().scope();
        interfaces.delete(tx, scope, task.attachment().interfaceId());
        credentials.end(tx, scope, task.id());
        Placement.release(tx, task.nodeId(), sizeOf(task), task.availabilityZone());
    }

    /** A task that ended long enough ago is no longer shown. */
    void forget(Transaction tx, Task task) {
        tx.delete(Task.KIND, task.key());
        tx.delete(TaskAddress.KIND, TaskAddress.keyOf(task.id()));
    }

    private static void put(Transaction tx, Ask ask, Tally tally) {
        Key key = Tally.keyOf(ask.scope(), ask.cluster());
        if (tally.equals(Tally.NOTHING)) {
            tx.delete(Tally.KIND, key);
        } else {
            tx.put(Tally.KIND, key, tally);
        }
    }

    private static Size sizeOf(Task task) {
        return new Size(task.ask().cpuUnits(), task.ask().memoryMib());
    }
}
