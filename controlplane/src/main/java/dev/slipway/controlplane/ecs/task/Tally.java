package dev.slipway.controlplane.ecs.task;

import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.state.Key;
import dev.slipway.controlplane.state.Kind;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * How many tasks a cluster has that have not stopped, kept with them so that nobody has to count.
 *
 * @param pending on their way to RUNNING, the provisioning ones among them
 * @param running RUNNING, or on their way to STOPPED
 * @param cpuUnits of all of them
 * @param byProvider how many each capacity provider has; those without one are left out
 */
record Tally(
        int provisioning, int pending, int running, int cpuUnits, Map<String, Integer> byProvider) {

    static final Kind<Tally> KIND = Kind.of("ecs-cluster-tally", Tally.class);

    static final Tally NOTHING = new Tally(0, 0, 0, 0, Map.of());

    Tally {
        byProvider = Collections.unmodifiableMap(new TreeMap<>(byProvider));
    }

    static Key keyOf(Scope scope, String cluster) {
        return Key.of(scope, cluster);
    }

    Tally with(Task task) {
        return counted(task, 1);
    }

    Tally without(Task task) {
        return counted(task, -1);
    }

    private Tally counted(Task task, int by) {
        TaskStatus status = task.life().lastStatus();
        if (status == TaskStatus.STOPPED) {
            return this;
        }
        boolean pends = status.before(TaskStatus.RUNNING);
        Map<String, Integer> providers = new TreeMap<>(byProvider);
        String provider = task.ask().capacityProvider();
        if (!provider.isEmpty()) {
            providers.merge(provider, by, (n, more) -> n + more == 0 ? null : n + more);
        }
        return new Tally(
                provisioning + (status == TaskStatus.PROVISIONING ? by : 0),
                pending + (pends ? by : 0),
                running + (pends ? 0 : by),
                cpuUnits + by * task.ask().cpuUnits(),
                providers);
    }
}
