package dev.slipway.controlplane.ecs.taskdefinition;

import dev.slipway.controlplane.ecs.taskdefinition.ContainerSpec.Dependency;
import dev.slipway.wire.AwsException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Whether the containers of a task can all start: dependsOn names containers and has no cycle, and
 * neither have the volumes that they take from each other.
 */
final class StartOrder {
    private StartOrder() {}

    /**
     * @throws AwsException ClientException for the first dependency that cannot be kept
     */
    static void check(List<ContainerSpec> containers) {
        Map<String, ContainerSpec> byName = new HashMap<>();
        containers.forEach(c -> byName.put(c.name(), c));
        for (ContainerSpec container : containers) {
            for (Dependency dependency : container.lifecycle().dependsOn()) {
                check(container.name(), dependency, byName);
            }
        }
        requireNoCycle("dependsOn", containers, byName, StartOrder::dependencies);
        requireNoCycle("volumesFrom", containers, byName, StartOrder::volumeSources);
    }

    private static List<String> dependencies(ContainerSpec container) {
        return container.lifecycle().dependsOn().stream().map(Dependency::containerName).toList();
    }

    private static List<String> volumeSources(ContainerSpec container) {
        return container.volumesFrom().stream()
                .map(ContainerSpec.VolumeFrom::sourceContainer)
                .toList();
    }

    private static void requireNoCycle(
            String field,
            List<ContainerSpec> containers,
            Map<String, ContainerSpec> byName,
            Function<ContainerSpec, List<String>> edges) {
        Set<String> done = new HashSet<>();
        containers.forEach(c -> walk(field, c, byName, edges, new HashSet<>(), done));
    }

    private static void check(
            String container, Dependency dependency, Map<String, ContainerSpec> byName) {
        ContainerSpec on = byName.get(dependency.containerName());
        if (on == null || on.name().equals(container)) {
            throw Refusals.container(
                    container,
                    "'dependsOn' refers to '"
                            + dependency.containerName()
                            + "', which is not another container of the task definition.");
        }
        switch (dependency.condition()) {
            case "START" -> {}
            case "COMPLETE", "SUCCESS" -> {
                if (on.essential()) {
                    throw Refusals.document(
                            "A dependency container with SUCCESS or COMPLETE condition cannot be"
                                    + " an essential container");
                }
            }
            case "HEALTHY" -> {
                if (on.lifecycle()
                        .healthCheck()
                        .filter(ContainerSpec.HealthCheck::checks)
                        .isEmpty()) {
                    throw Refusals.container(
                            container,
                            "'dependsOn' asks that '"
                                    + on.name()
                                    + "' is HEALTHY, but that has no healthCheck.");
                }
            }
            default ->
                    throw Refusals.container(
                            container,
                            "'dependsOn' condition must be START, COMPLETE, SUCCESS or HEALTHY.");
        }
    }

    private static void walk(
            String field,
            ContainerSpec at,
            Map<String, ContainerSpec> byName,
            Function<ContainerSpec, List<String>> edges,
            Set<String> path,
            Set<String> done) {
        if (done.contains(at.name())) {
            return;
        }
        if (!path.add(at.name())) {
            throw Refusals.container(at.name(), "'" + field + "' makes a cycle.");
        }
        for (String name : edges.apply(at)) {
            ContainerSpec next = byName.get(name);
            if (next != null) {
                walk(field, next, byName, edges, path, done);
            }
        }
        path.remove(at.name());
        done.add(at.name());
    }
}
