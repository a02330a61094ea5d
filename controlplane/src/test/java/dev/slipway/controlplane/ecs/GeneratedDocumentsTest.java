package dev.slipway.controlplane.ecs;

import static dev.slipway.controlplane.ecs.EcsDesk.container;
import static dev.slipway.controlplane.ecs.EcsDesk.fargate;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.ContainerDependency;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionResponse;
import software.amazon.awssdk.services.ecs.model.VolumeFrom;

/** Documents made by chance, against the plainest reading of a rule. */
@SuppressWarnings("unchecked") // generic varargs of the model builders
class GeneratedDocumentsTest {
    private static final int CASES = Boolean.getBoolean("slipway.deep") ? 20_000 : 300;

    private final EcsDesk desk = new EcsDesk();

    /** The containers that each container names. */
    record Graph(List<Set<Integer>> edges) {
        static Graph random(Random random) {
            int size = 2 + random.nextInt(5);
            List<Set<Integer>> edges = new ArrayList<>();
            for (int from = 0; from < size; from++) {
                Set<Integer> to = new HashSet<>();
                for (int i = random.nextInt(3); i > 0; i--) {
                    int other = random.nextInt(size);
                    if (other != from) {
                        to.add(other);
                    }
                }
                edges.add(to);
            }
            return new Graph(edges);
        }

        /** Takes away what names nothing that is left, until nothing more can be taken. */
        boolean hasCycle() {
            Set<Integer> left = new HashSet<>(IntStream.range(0, edges.size()).boxed().toList());
            boolean taken = true;
            while (taken) {
                taken = left.removeIf(n -> edges.get(n).stream().noneMatch(left::contains));
            }
            return !left.isEmpty();
        }

        List<ContainerDefinition> containers(
                BiConsumer<ContainerDefinition.Builder, List<String>> edge) {
            List<ContainerDefinition> containers = new ArrayList<>();
            for (int i = 0; i < edges.size(); i++) {
                ContainerDefinition.Builder container = container("c" + i);
                edge.accept(container, edges.get(i).stream().map(n -> "c" + n).toList());
                containers.add(container.build());
            }
            return containers;
        }
    }

    static List<String> fields() {
        return List.of("dependsOn", "volumesFrom");
    }

    @ParameterizedTest
    @MethodSource("fields")
    void aCircleIsRefusedAndNothingElseIs(String field) {
        Random random = new Random(field.hashCode());
        Set<Boolean> seen = new HashSet<>();
        for (int i = 0; i < CASES; i++) {
            Graph graph = Graph.random(random);
            RegisterTaskDefinitionRequest document =
                    fargate("f")
                            .containerDefinitions(
                                    graph.containers((c, names) -> name(field, c, names)))
                            .build();
            seen.add(graph.hasCycle());
            if (graph.hasCycle()) {
                assertThat(desk.refusal(document).message())
                        .as("%s %s", field, graph)
                        .contains("'" + field + "' makes a cycle.");
            } else {
                assertThat(registered(document)).as("%s %s", field, graph).isTrue();
            }
        }
        assertThat(seen).as("both kinds were made").containsExactlyInAnyOrder(true, false);
    }

    private static void name(
            String field, ContainerDefinition.Builder container, List<String> names) {
        if (field.equals("dependsOn")) {
            container.dependsOn(
                    names.stream()
                            .map(
                                    n ->
                                            ContainerDependency.builder()
                                                    .containerName(n)
                                                    .condition("START")
                                                    .build())
                            .toList());
        } else {
            container.volumesFrom(
                    names.stream()
                            .map(n -> VolumeFrom.builder().sourceContainer(n).build())
                            .toList());
        }
    }

    /** A number that has bounds, and how to set it. */
    record Bound(
            String field,
            int least,
            int most,
            BiConsumer<RegisterTaskDefinitionRequest.Builder, Integer> set) {
        @Override
        public String toString() {
            return field;
        }
    }

    static List<Bound> bounds() {
        return List.of(
                new Bound(
                        "ephemeralStorage.sizeInGiB",
                        21,
                        200,
                        (b, n) -> b.ephemeralStorage(s -> s.sizeInGiB(n))),
                of("startTimeout", 2, 120, ContainerDefinition.Builder::startTimeout),
                of("stopTimeout", 2, 120, ContainerDefinition.Builder::stopTimeout),
                of(
                        "healthCheck.interval",
                        5,
                        300,
                        (c, n) -> c.healthCheck(h -> h.command("CMD", "x").interval(n))),
                of(
                        "healthCheck.timeout",
                        2,
                        60,
                        (c, n) -> c.healthCheck(h -> h.command("CMD", "x").timeout(n))),
                of(
                        "healthCheck.retries",
                        1,
                        10,
                        (c, n) -> c.healthCheck(h -> h.command("CMD", "x").retries(n))),
                of(
                        "healthCheck.startPeriod",
                        0,
                        300,
                        (c, n) -> c.healthCheck(h -> h.command("CMD", "x").startPeriod(n))),
                of(
                        "restartPolicy.restartAttemptPeriod",
                        60,
                        1800,
                        (c, n) -> c.restartPolicy(r -> r.enabled(true).restartAttemptPeriod(n))));
    }

    private static Bound of(
            String field,
            int least,
            int most,
            BiConsumer<ContainerDefinition.Builder, Integer> set) {
        return new Bound(
                field,
                least,
                most,
                (b, n) -> {
                    ContainerDefinition.Builder web = container("web");
                    set.accept(web, n);
                    b.containerDefinitions(web.build());
                });
    }

    @ParameterizedTest
    @MethodSource("bounds")
    void aNumberIsTakenBetweenItsBoundsAndRefusedByNameBeyond(Bound bound) {
        for (int good : new int[] {bound.least(), bound.most()}) {
            assertThat(registered(with(bound, good))).as("%s %d", bound, good).isTrue();
        }
        for (int bad :
                new int[] {
                    Integer.MIN_VALUE, bound.least() - 1, bound.most() + 1, Integer.MAX_VALUE
                }) {
            assertThat(desk.refusal(with(bound, bad)).message())
                    .as("%s %d", bound, bad)
                    .contains("'" + bound.field() + "'")
                    .contains(String.valueOf(bound.most()));
        }
    }

    private static RegisterTaskDefinitionRequest with(Bound bound, int value) {
        RegisterTaskDefinitionRequest.Builder document = fargate("f");
        bound.set().accept(document, value);
        return document.build();
    }

    private boolean registered(RegisterTaskDefinitionRequest document) {
        return desk.ask(document, RegisterTaskDefinitionResponse.class).taskDefinition().revision()
                > 0;
    }
}
