package dev.slipway.controlplane.planning;

import dev.slipway.controlplane.ecs.task.Task;
import dev.slipway.controlplane.placement.Machine;
import dev.slipway.controlplane.reconcile.Outcome;
import dev.slipway.controlplane.reconcile.Reconciler;
import dev.slipway.controlplane.state.Change;
import dev.slipway.controlplane.state.Entry;
import dev.slipway.controlplane.state.Key;
import dev.slipway.controlplane.state.Reader;
import dev.slipway.controlplane.state.State;
import dev.slipway.nodelink.Node;
import dev.slipway.nodelink.NodePlan;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The front door: keeps the plan of each connected node and hands it over when it changes.
 *
 * <p>Woken by state itself, without a loop between: a published change is planned and applied at
 * once, on the executor. As a {@link Reconciler} it plans all of a node's tasks again, so that the
 * sweep alone completes what a lost wake left undone.
 */
public final class NodePlans implements Reconciler, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NodePlans.class);

    private static final int SWEPT_AT_ONCE = 100;

    private final State state;
    private final Executor executor;
    private final State.Watch watch;
    private final AtomicBoolean draining = new AtomicBoolean();

    /** Guarded by itself. */
    private final ArrayDeque<List<Change>> waiting = new ArrayDeque<>();

    /** What follows is guarded by {@code this}. */
    private final Map<String, Connected> nodes = new TreeMap<>();

    private long generation;

    private static final class Connected {
        final Node node;
        final NodeBook book;
        NodePlan sent = NodePlan.empty();

        /** In which generation each task was first told to this node since it connected. */
        final Map<String, Long> toldIn = new TreeMap<>();

        Connected(Node node, NodeBook book) {
            this.node = node;
            this.book = book;
        }
    }

    /**
     * @param executor plans and hands over; one thread is enough
     */
    public NodePlans(State state, Executor executor) {
        this.state = state;
        this.executor = executor;
        this.watch = state.watch(this::hear);
    }

    /**
     * Plans for a node from now on.
     *
     * @param after the newest generation that the node has taken in: what it gets is newer
     */
    public synchronized void connect(Node node, long after) {
        generation = Math.max(generation, after);
        Connected connected = new Connected(node, book(state.read(), node.id()));
        nodes.put(node.id(), connected);
        handOver(connected);
    }

    public synchronized void disconnect(String nodeId) {
        nodes.remove(nodeId);
    }

    /** The tasks that the node was told of in this generation or an earlier one, and still is. */
    public synchronized List<String> tasksToldBy(String nodeId, long atGeneration) {
        Connected connected = nodes.get(nodeId);
        if (connected == null) {
            return List.of();
        }
        return connected.toldIn.entrySet().stream()
                .filter(e -> e.getValue() <= atGeneration)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** What the node was last told; empty when it is not connected. */
    public synchronized Optional<NodePlan> current(String nodeId) {
        return Optional.ofNullable(nodes.get(nodeId)).map(c -> c.sent);
    }

    /** The plan of a node as recorded state alone gives it, with generation 0. */
    public static NodePlan computed(Reader reader, String nodeId) {
        return book(reader, nodeId).plan(0);
    }

    private static NodeBook book(Reader reader, String nodeId) {
        NodeBook book = new NodeBook();
        Recorded recorded = new Recorded(reader);
        reader.listAll(Task.KIND)
                .forEach(
                        entry -> {
                            Task task = entry.value();
                            if (task.nodeId().equals(nodeId)) {
                                Touched.plan(book, task, recorded);
                            }
                        });
        return book;
    }

    private void hear(List<Change> changes) {
        synchronized (waiting) {
            waiting.add(changes);
        }
        if (draining.compareAndSet(false, true)) {
            executor.execute(this::drain);
        }
    }

    private void drain() {
        do {
            List<Change> changes = taken();
            if (!changes.isEmpty()) {
                planChanged(changes);
            }
            draining.set(false);
        } while (somethingWaits() && draining.compareAndSet(false, true));
    }

    private List<Change> taken() {
        List<Change> all = new ArrayList<>();
        synchronized (waiting) {
            waiting.forEach(all::addAll);
            waiting.clear();
        }
        return all;
    }

    private boolean somethingWaits() {
        synchronized (waiting) {
            return !waiting.isEmpty();
        }
    }

    private synchronized void planChanged(List<Change> changes) {
        Recorded recorded = new Recorded(state.read());
        for (Change change : changes) {
            nodes.forEach((id, connected) -> Touched.by(change, id, connected.book, recorded));
        }
        nodes.values().forEach(this::handOver);
    }

    private void handOver(Connected connected) {
        if (connected.sent.generation() != 0 && connected.book.sharesAllWith(connected.sent)) {
            return;
        }
        generation++;
        connected.sent = connected.book.plan(generation);
        for (String task : connected.book.comeAndGone()) {
            if (connected.book.hasTask(task)) {
                connected.toldIn.putIfAbsent(task, generation);
            } else {
                connected.toldIn.remove(task);
            }
        }
        try {
            connected.node.apply(connected.sent);
        } catch (RuntimeException e) {
            LOG.error("node {} did not take plan {}", connected.node.id(), generation, e);
        }
    }

    @Override
    public String name() {
        return "node-plans";
    }

    /** None: changes wake planning without the loop. */
    @Override
    public Stream<Key> keysTouchedBy(Change change, Reader reader) {
        return Stream.empty();
    }

    @Override
    public Stream<Key> allKeys(Reader reader) {
        return reader.listAll(Machine.KIND).map(entry -> entry.key());
    }

    /**
     * Plans each of the node's tasks again, a few at a time: who runs or stops a task meanwhile
     * does not wait for all of them.
     */
    @Override
    public Outcome reconcile(Key key, Instant now) {
        String nodeId = key.name();
        if (current(nodeId).isEmpty()) {
            return new Outcome.Waiting("the node is not connected");
        }
        List<Key> tasks =
                state.read()
                        .listAll(Task.KIND)
                        .filter(entry -> entry.value().nodeId().equals(nodeId))
                        .map(Entry::key)
                        .toList();
        for (int from = 0; from < tasks.size(); from += SWEPT_AT_ONCE) {
            sweep(nodeId, tasks.subList(from, Math.min(tasks.size(), from + SWEPT_AT_ONCE)));
        }
        sweepRest(nodeId);
        return new Outcome.Settled();
    }

    private synchronized void sweep(String nodeId, List<Key> tasks) {
        Connected connected = nodes.get(nodeId);
        if (connected != null) {
            Recorded recorded = new Recorded(state.read());
            tasks.forEach(task -> Touched.task(task, nodeId, connected.book, recorded));
            handOver(connected);
        }
    }

    /** What no task of the node leads to: tasks that are gone, and rules that changed. */
    private synchronized void sweepRest(String nodeId) {
        Connected connected = nodes.get(nodeId);
        if (connected == null) {
            return;
        }
        Reader reader = state.read();
        Set<String> recorded = new HashSet<>();
        reader.listAll(Task.KIND).forEach(entry -> recorded.add(entry.value().id()));
        connected.book.keepTasks(recorded, new Recorded(reader));
        connected.book.settleAll(new Recorded(reader));
        handOver(connected);
    }

    @Override
    public void close() {
        watch.close();
    }
}
