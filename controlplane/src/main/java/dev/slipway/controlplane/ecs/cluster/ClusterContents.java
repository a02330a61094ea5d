package dev.slipway.controlplane.ecs.cluster;

import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.state.Reader;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * What is in a cluster, as the rooms that own it count.
 *
 * @param runningTasks with last status RUNNING
 * @param pendingTasks on their way to RUNNING
 * @param activeServices with status ACTIVE
 * @param drainingServices with status DRAINING
 * @param capacityProvidersInUse by tasks that have not stopped and services that are not inactive;
 *     short names
 */
public record ClusterContents(
        int runningTasks,
        int pendingTasks,
        int activeServices,
        int drainingServices,
        List<String> capacityProvidersInUse) {

    public static final ClusterContents NOTHING = new ClusterContents(0, 0, 0, 0, List.of());

    public ClusterContents {
        capacityProvidersInUse = List.copyOf(new TreeSet<>(capacityProvidersInUse));
    }

    public static ClusterContents ofTasks(
            int running, int pending, List<String> capacityProvidersInUse) {
        return new ClusterContents(running, pending, 0, 0, capacityProvidersInUse);
    }

    /** Counts what one room has in a cluster; must be quick, it also runs on the writer. */
    @FunctionalInterface
    public interface Count {
        ClusterContents of(Reader reader, Scope scope, String clusterName);
    }

    /** All the rooms' counts as one. */
    public static Count all(List<Count> counts) {
        return (reader, scope, cluster) -> {
            ClusterContents sum = NOTHING;
            for (Count count : counts) {
                sum = sum.plus(count.of(reader, scope, cluster));
            }
            return sum;
        };
    }

    ClusterContents plus(ClusterContents other) {
        List<String> providers = new ArrayList<>(capacityProvidersInUse);
        providers.addAll(other.capacityProvidersInUse);
        return new ClusterContents(
                runningTasks + other.runningTasks,
                pendingTasks + other.pendingTasks,
                activeServices + other.activeServices,
                drainingServices + other.drainingServices,
                providers);
    }
}
