package dev.slipway.controlplane.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.controlplane.ec2.networkinterface.NetworkInterface;
import dev.slipway.controlplane.ec2.securitygroup.SecurityGroup;
import dev.slipway.controlplane.ecs.task.Task;
import dev.slipway.controlplane.ecs.task.TaskStatus;
import dev.slipway.controlplane.placement.Machine;
import dev.slipway.controlplane.placement.Placement;
import dev.slipway.controlplane.placement.Reserved;
import dev.slipway.controlplane.planning.NodePlans;
import dev.slipway.controlplane.state.Entry;
import dev.slipway.nodelink.Node;
import dev.slipway.nodelink.NodePlan;
import dev.slipway.nodelink.TaskPlan;
import dev.slipway.nodelink.TaskReport;
import dev.slipway.wire.AwsException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Users run and stop tasks while a node's reports come late, twice, out of order or never. After
 * each step what must always hold is checked; then the node is heard properly, and all must end.
 */
class AnyOrderTest {
    private static final int CPU = 2048;
    private static final int MEMORY = 6144;

    private final Map<String, TaskStatus> lastSeen = new TreeMap<>();
    private final Map<String, Long> lastVersion = new TreeMap<>();

    @Test
    void whateverTheOrderTasksOnlyAdvanceTheBudgetHoldsAndAllEndsWell() {
        for (long seed = 0; seed < 25; seed++) {
            lastSeen.clear();
            lastVersion.clear();
            play(seed);
        }
    }

    private void play(long seed) {
        Random random = new Random(seed);
        Harbour harbour = new Harbour(seed).withNode(CPU, MEMORY);
        DeafNode deaf = new DeafNode(harbour);
        List<TaskReport> underWay = new ArrayList<>();
        for (int step = 0; step < 120; step++) {
            harbour.now = harbour.now.plusMillis(1 + random.nextInt(2000));
            switch (random.nextInt(6)) {
                case 0 -> run(harbour, random);
                case 1 -> stopOne(harbour, random);
                case 2, 3 -> nodeWorks(harbour, random, underWay);
                case 4 -> deliverOne(harbour, random, underWay);
                default -> changeAGroup(harbour, random);
            }
            check(harbour, "seed %d step %d".formatted(seed, step));
            if (random.nextInt(10) == 0) {
                deaf.sweep("seed %d step %d".formatted(seed, step));
            }
        }
        allEnds(harbour, seed);
    }

    /** Plans of the same node that hear of no change: only the sweep brings them on. */
    private static final class DeafNode implements Node {
        private final Harbour harbour;
        private final NodePlans plans;
        private NodePlan told = NodePlan.empty();

        DeafNode(Harbour harbour) {
            this.harbour = harbour;
            this.plans = new NodePlans(harbour.state, lost -> {});
            plans.connect(this, 0);
        }

        void sweep(String when) {
            plans.reconcile(Machine.keyOf(Harbour.NODE), harbour.now);
            assertThat(withoutGeneration(told))
                    .as("%s: the sweep plans what recorded state gives", when)
                    .isEqualTo(NodePlans.computed(harbour.state.read(), Harbour.NODE));
        }

        @Override
        public String id() {
            return Harbour.NODE;
        }

        @Override
        public void apply(NodePlan plan) {
            told = plan;
        }

        @Override
        public void close() {}
    }

    private static void run(Harbour harbour, Random random) {
        try {
            harbour.run(r -> r.count(1 + random.nextInt(3)));
        } catch (AwsException full) {
            assertThat(full.error().message()).startsWith("Capacity is unavailable");
        }
    }

    private static void stopOne(Harbour harbour, Random random) {
        List<Task> tasks = harbour.allTasks();
        if (!tasks.isEmpty()) {
            harbour.stop(tasks.get(random.nextInt(tasks.size())).id());
        }
    }

    /** The node sees something of a task that it was told of; the report may come at any time. */
    private static void nodeWorks(Harbour harbour, Random random, List<TaskReport> underWay) {
        List<String> ids = new ArrayList<>(harbour.plan().tasks().keySet());
        ids.sort(null);
        if (ids.isEmpty()) {
            return;
        }
        TaskPlan task = harbour.planned(ids.get(random.nextInt(ids.size())));
        boolean stops = task.desired() == TaskPlan.Desired.STOPPED;
        underWay.add(
                switch (random.nextInt(stops ? 4 : 3)) {
                    case 0 -> Sights.preparing(task.id(), harbour.now);
                    case 1 -> Sights.running(task.id(), harbour.now);
                    case 2 -> Sights.stopping(task.id(), harbour.now);
                    default -> Sights.stopped(task.id(), harbour.now);
                });
    }

    private static void deliverOne(Harbour harbour, Random random, List<TaskReport> underWay) {
        if (underWay.isEmpty()) {
            return;
        }
        int which = random.nextInt(underWay.size());
        TaskReport report = underWay.get(which);
        harbour.report(report);
        switch (random.nextInt(3)) {
            case 0 -> harbour.report(report);
            case 1 -> underWay.remove(which);
            default -> underWay.subList(0, which).clear(); // lost on the way
        }
    }

    private static void changeAGroup(Harbour harbour, Random random) {
        harbour.state.commit(
                tx -> {
                    Entry<SecurityGroup> entry =
                            tx.listAll(SecurityGroup.KIND).findFirst().orElseThrow();
                    SecurityGroup group = entry.value();
                    SecurityGroup.Peer peer =
                            random.nextBoolean()
                                    ? new SecurityGroup.Peer.Ipv4("10.0.0.0/8")
                                    : new SecurityGroup.Peer.Group(group.id(), group.owner());
                    tx.put(
                            SecurityGroup.KIND,
                            entry.key(),
                            new SecurityGroup(
                                    group.id(),
                                    group.owner(),
                                    group.vpcId(),
                                    group.name(),
                                    group.description(),
                                    List.of(
                                            new SecurityGroup.Rule(
                                                    "sgr-1",
                                                    false,
                                                    6,
                                                    random.nextInt(1000),
                                                    2000,
                                                    peer,
                                                    "",
                                                    new java.util.TreeMap<>())),
                                    group.tags()));
                    return "";
                });
        harbour.settle();
    }

    private void check(Harbour harbour, String when) {
        int cpu = 0;
        int memory = 0;
        for (Task task : harbour.allTasks()) {
            TaskStatus status = task.life().lastStatus();
            assertThat(status.before(lastSeen.getOrDefault(task.id(), TaskStatus.PROVISIONING)))
                    .as("%s: %s went back", when, task.id())
                    .isFalse();
            assertThat(task.life().version())
                    .as("%s: version", when)
                    .isGreaterThanOrEqualTo(lastVersion.getOrDefault(task.id(), 1L));
            lastSeen.put(task.id(), status);
            lastVersion.put(task.id(), task.life().version());
            if (!task.stopped()) {
                cpu += task.ask().cpuUnits();
                memory += task.ask().memoryMib();
            }
        }
        assertThat(memory).as("%s: memory", when).isLessThanOrEqualTo(MEMORY);
        assertThat(cpu).as("%s: cpu", when).isLessThanOrEqualTo(CPU);
        Reserved reserved = Placement.reservedOn(harbour.state.read(), Harbour.NODE);
        assertThat(reserved.memoryMib()).as("%s: the books", when).isEqualTo(memory);
        assertThat(reserved.cpuUnits()).as("%s: the books", when).isEqualTo(cpu);
        assertThat(
                        harbour.state
                                .read()
                                .listAll(NetworkInterface.KIND)
                                .map(e -> e.value().privateAddress())
                                .toList())
                .as("%s: addresses", when)
                .doesNotHaveDuplicates();
        NodePlan plan = harbour.plan();
        assertThat(withoutGeneration(plan))
                .as("%s: the plan is what recorded state gives", when)
                .isEqualTo(NodePlans.computed(harbour.state.read(), Harbour.NODE));
        for (String id : plan.tasks().keySet()) {
            assertThat(harbour.task(id).stopped()).as("%s: a stopped task runs", when).isFalse();
        }
    }

    private static NodePlan withoutGeneration(NodePlan plan) {
        return new NodePlan(
                0,
                plan.tasks(),
                plan.interfaces(),
                plan.securityGroups(),
                plan.subnets(),
                plan.vpcs());
    }

    private static void allEnds(Harbour harbour, long seed) {
        harbour.tasks.stopAll(harbour.state, "the test ends");
        harbour.settle();
        for (Task task : harbour.allTasks()) {
            harbour.report(Sights.stopped(task.id(), harbour.now));
        }
        assertThat(harbour.tasks.allStopped(harbour.state.read())).as("seed %s", seed).isTrue();
        assertThat(harbour.state.read().listAll(NetworkInterface.KIND))
                .as("seed %s", seed)
                .isEmpty();
        assertThat(Placement.reservedOn(harbour.state.read(), Harbour.NODE))
                .as("seed %s", seed)
                .isEqualTo(Reserved.NOTHING);
        assertThat(harbour.plan().tasks()).as("seed %s", seed).isEmpty();
        assertThat(harbour.plan().securityGroups()).as("seed %s", seed).isEmpty();
    }
}
