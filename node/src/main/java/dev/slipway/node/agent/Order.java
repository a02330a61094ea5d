package dev.slipway.node.agent;

import dev.slipway.node.agent.Course.Run;
import dev.slipway.nodelink.ContainerPlan.Condition;
import dev.slipway.nodelink.ContainerPlan.Dependency;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The order in which a task's containers start and stop. Pure.
 *
 * <p>A condition that has come stays: HEALTHY has come once a check has passed, START once the
 * container has started, whatever becomes of it later. The start timeout of a container runs from
 * its first start and bounds COMPLETE, SUCCESS and HEALTHY, as in ECS.
 */
final class Order {
    private Order() {}

    /** Whether all has come that the container waits for. */
    static boolean mayStart(List<ContainerLife> all, ContainerLife c) {
        return c.lifecycle().dependsOn().stream()
                .allMatch(d -> find(all, d).map(on -> has(on, d.condition())).orElse(false));
    }

    private static boolean has(ContainerLife on, Condition condition) {
        return switch (condition) {
            case START -> on.hasStarted();
            case COMPLETE -> on.is(Run.ENDED) && on.hasStarted();
            case SUCCESS -> on.is(Run.ENDED) && on.course().exitCode().orElse(-1) == 0;
            case HEALTHY -> on.health().passedOnce();
        };
    }

    /** Why what the container waits for will never come; empty while it still may. */
    static Optional<String> hopeless(List<ContainerLife> all, ContainerLife c, Instant now) {
        return c.lifecycle().dependsOn().stream()
                .flatMap(
                        d ->
                                find(all, d)
                                        .map(on -> never(on, d.condition(), now))
                                        .orElse(Optional.of("is not in the task"))
                                        .map(
                                                why ->
                                                        "container %s depends on container %s (%s), which %s"
                                                                .formatted(
                                                                        c.name(),
                                                                        d.container(),
                                                                        d.condition(),
                                                                        why))
                                        .stream())
                .findFirst();
    }

    private static Optional<String> never(ContainerLife on, Condition condition, Instant now) {
        if (has(on, condition)) {
            return Optional.empty();
        }
        if (on.neverStarted()) {
            return Optional.of("did not start");
        }
        if (on.is(Run.ENDED)) {
            String code =
                    on.course().exitCode().isPresent()
                            ? "exited with code " + on.course().exitCode().getAsInt()
                            : "ended in an unknown way";
            return Optional.of(condition == Condition.HEALTHY ? code + " before" : code);
        }
        if (condition == Condition.HEALTHY && on.lifecycle().healthCheck().isEmpty()) {
            return Optional.of("has no health check");
        }
        return deadline(on, condition)
                .filter(end -> !end.isAfter(now))
                .map(
                        end ->
                                "did not get there within its start timeout of %d seconds"
                                        .formatted(on.lifecycle().startTimeoutSeconds()));
    }

    /** The next moment at which the container may have to give up. */
    static Optional<Instant> patience(List<ContainerLife> all, ContainerLife c) {
        return c.lifecycle().dependsOn().stream()
                .flatMap(
                        d ->
                                find(all, d)
                                        .filter(on -> !has(on, d.condition()))
                                        .flatMap(on -> deadline(on, d.condition()))
                                        .stream())
                .min(Instant::compareTo);
    }

    private static Optional<Instant> deadline(ContainerLife on, Condition condition) {
        int timeout = on.lifecycle().startTimeoutSeconds();
        return condition == Condition.START || timeout <= 0
                ? Optional.empty()
                : on.course().firstStartedAt().map(at -> at.plusSeconds(timeout));
    }

    /**
     * A container is stopped after those that depend on it have ended, directly or through others
     * (which may have ended long before: a migration between a web server and its database). One
     * that not even a kill ends holds up nobody, so stopping a task is bounded by the stop timeouts
     * of its longest chain.
     */
    static boolean mayStop(List<ContainerLife> all, ContainerLife c, Instant now) {
        // Nobody lets a circle through; but then it must not keep a task from stopping either.
        Set<String> mine = needed(all, c);
        return all.stream()
                .filter(
                        o ->
                                o.alive()
                                        && !o.signals()
                                                .unheeded(o.lifecycle().stopTimeoutSeconds(), now))
                .noneMatch(o -> needed(all, o).contains(c.name()) && !mine.contains(o.name()));
    }

    /** All that it depends on, directly or through others. */
    private static Set<String> needed(List<ContainerLife> all, ContainerLife c) {
        Set<String> names = new HashSet<>();
        Deque<ContainerLife> left = new ArrayDeque<>(List.of(c));
        while (!left.isEmpty()) {
            for (Dependency d : left.pop().lifecycle().dependsOn()) {
                if (names.add(d.container())) {
                    find(all, d).ifPresent(left::push);
                }
            }
        }
        return names;
    }

    private static Optional<ContainerLife> find(List<ContainerLife> all, Dependency d) {
        return all.stream().filter(c -> c.name().equals(d.container())).findFirst();
    }
}
