package dev.slipway.controlplane.fleet;

import dev.slipway.controlplane.ecs.task.Tasks;
import dev.slipway.controlplane.placement.Machine;
import dev.slipway.controlplane.planning.NodePlans;
import dev.slipway.controlplane.state.Key;
import dev.slipway.controlplane.state.Reader;
import dev.slipway.controlplane.state.State;
import dev.slipway.controlplane.state.Transaction;
import dev.slipway.nodelink.Node;
import dev.slipway.nodelink.NodeReport;
import dev.slipway.nodelink.TaskReport;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The front door: nodes connect here and report here. */
public final class Fleet {
    private final State state;
    private final InstantSource clock;
    private final Tasks tasks;
    private final NodePlans plans;

    /** Connected, and not yet heard in full. Guarded by {@code this}. */
    private final Map<String, Node> unheard = new TreeMap<>();

    /** The newest full report of nodes that are not yet connected. Guarded by {@code this}. */
    private final Map<String, Long> heard = new TreeMap<>();

    public Fleet(State state, InstantSource clock, Tasks tasks, NodePlans plans) {
        this.state = state;
        this.clock = clock;
        this.tasks = tasks;
        this.plans = plans;
    }

    /**
     * From now on the node gets plans, once it has reported in full (before or after this call):
     * what it still had when it started is recorded before it is told anything.
     */
    public synchronized void connect(Node node) {
        Long generation = heard.remove(node.id());
        if (generation == null) {
            unheard.put(node.id(), node);
        } else {
            plans.connect(node, generation);
        }
    }

    /**
     * This node is the only one from now on: no task is seated on another that was known before.
     *
     * @return how many tasks live on other nodes; unless it is 0, nothing has changed
     */
    public int only(String nodeId) {
        return state.observe(
                tx -> {
                    int living = tasks.livingBeside(tx, nodeId);
                    if (living == 0) {
                        tx.listAll(Machine.KIND)
                                .map(entry -> entry.key())
                                .filter(key -> !key.name().equals(nodeId))
                                .toList()
                                .forEach(key -> tx.delete(Machine.KIND, key));
                    }
                    return living;
                });
    }

    /** The node gets no more plans and no new tasks; its tasks stay recorded as they are. */
    public synchronized void disconnect(String nodeId) {
        unheard.remove(nodeId);
        heard.remove(nodeId);
        plans.disconnect(nodeId);
        state.observe(
                tx -> {
                    tx.delete(Machine.KIND, Machine.keyOf(nodeId));
                    return nodeId;
                });
    }

    /** What a node sees; recorded in memory when this returns. Never refused. */
    public void report(NodeReport report) {
        Instant now = clock.instant();
        List<String> missing = report.full() ? missing(report) : List.of();
        state.observe(
                tx -> {
                    machine(tx, report);
                    for (TaskReport task : report.tasks()) {
                        tasks.seen(tx, report.nodeId(), task, now);
                    }
                    missing.forEach(id -> tasks.lost(tx, id, now));
                    return report.nodeId();
                });
        if (report.full()) {
            heardInFull(report);
        }
    }

    private synchronized void heardInFull(NodeReport report) {
        Node node = unheard.remove(report.nodeId());
        if (node != null) {
            plans.connect(node, report.planGeneration());
        } else if (plans.current(report.nodeId()).isEmpty()) {
            heard.put(report.nodeId(), report.planGeneration());
        }
    }

    /**
     * The tasks that the report should name and does not. A report may have been made before the
     * node took in the plan that told of a task: such a task is not missing. Before the node has
     * had any plan of ours, all that is recorded should be there.
     */
    private List<String> missing(NodeReport report) {
        Set<String> named =
                report.tasks().stream().map(TaskReport::taskId).collect(Collectors.toSet());
        List<String> expected =
                plans.current(report.nodeId()).isPresent()
                        ? plans.tasksToldBy(report.nodeId(), report.planGeneration())
                        : tasks.livingOn(state.read(), report.nodeId());
        return expected.stream().filter(id -> !named.contains(id)).toList();
    }

    private static void machine(Transaction tx, NodeReport report) {
        Machine now =
                new Machine(
                        report.nodeId(),
                        report.capacity().cpuUnits(),
                        report.capacity().memoryMib());
        Key key = Machine.keyOf(now.id());
        if (!tx.find(Machine.KIND, key).map(now::equals).orElse(false)) {
            tx.put(Machine.KIND, key, now);
        }
    }

    /** Whether the node takes tasks. */
    public boolean ready(Reader reader, String nodeId) {
        return plans.current(nodeId).isPresent()
                && reader.find(Machine.KIND, Machine.keyOf(nodeId)).isPresent();
    }
}
