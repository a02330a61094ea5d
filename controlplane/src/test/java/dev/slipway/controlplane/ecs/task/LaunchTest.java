package dev.slipway.controlplane.ecs.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.controlplane.aws.Scope;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecs.model.ContainerOverride;
import software.amazon.awssdk.services.ecs.model.RunTaskRequest;

@SuppressWarnings("unchecked") // generic varargs of the model builders
class LaunchTest {
    private static final Scope HERE = new Scope("123456789012", "us-east-1");

    @Test
    void wishesThatDifferInOneThingHaveDifferentFingerprints() {
        List<Consumer<RunTaskRequest.Builder>> wishes =
                List.of(
                        r -> {},
                        r -> r.count(2),
                        r -> r.cluster("c"),
                        r -> r.group("c"),
                        r -> r.startedBy("c"),
                        r -> r.launchType("FARGATE"),
                        r -> r.enableECSManagedTags(true),
                        r -> r.propagateTags("TASK_DEFINITION"),
                        r -> r.tags(t -> t.key("a").value("b=c")),
                        r -> r.tags(t -> t.key("a=b").value("c")),
                        r -> r.tags(t -> t.key("a").value("b"), t -> t.key("c").value("")),
                        network("subnet-1", "sg-1"),
                        network("subnet-1", "sg-2"),
                        r -> vpc(r, List.of("s1", "s2"), List.of("g")),
                        r -> vpc(r, List.of("s1"), List.of("s2", "g")),
                        r -> r.overrides(o -> o.cpu("256")),
                        r -> r.overrides(o -> o.memory("256")),
                        r -> r.overrides(o -> o.taskRoleArn("256")),
                        r -> r.overrides(o -> o.executionRoleArn("256")),
                        r -> r.overrides(o -> o.ephemeralStorage(s -> s.sizeInGiB(30))),
                        container(c -> {}),
                        container(c -> c.command("a", "b")),
                        container(c -> c.command("a b")),
                        container(c -> c.command("a").environment(e -> e.name("b"))),
                        container(c -> c.environment(e -> e.name("a").value("b=c"))),
                        container(c -> c.environment(e -> e.name("a=b").value("c"))),
                        container(
                                c ->
                                        c.environment(
                                                e -> e.name("a").value("b"),
                                                e -> e.name("c").value(""))),
                        container(c -> c.cpu(1)),
                        container(c -> c.memory(7)),
                        container(c -> c.memoryReservation(7)),
                        r ->
                                r.overrides(
                                        o ->
                                                o.containerOverrides(
                                                        c -> c.name("app"), c -> c.name("b"))));
        Map<String, Integer> seen = new HashMap<>();
        for (int i = 0; i < wishes.size(); i++) {
            Integer other = seen.put(fingerprint(wishes.get(i)), i);
            assertThat(other).as("wish %d and an earlier one", i).isNull();
        }
    }

    @Test
    void theTokenItselfIsNotPartOfTheWish() {
        assertThat(fingerprint(r -> r.clientToken("a")))
                .isEqualTo(fingerprint(r -> r.clientToken("b")));
    }

    private static String fingerprint(Consumer<RunTaskRequest.Builder> more) {
        RunTaskRequest.Builder asked = RunTaskRequest.builder().taskDefinition("web:1");
        more.accept(asked);
        return LaunchInput.read(HERE, asked.build()).fingerprint();
    }

    private static Consumer<RunTaskRequest.Builder> network(String subnet, String group) {
        return r -> vpc(r, List.of(subnet), List.of(group));
    }

    private static void vpc(
            RunTaskRequest.Builder asked, List<String> subnets, List<String> groups) {
        asked.networkConfiguration(
                n -> n.awsvpcConfiguration(v -> v.subnets(subnets).securityGroups(groups)));
    }

    private static Consumer<RunTaskRequest.Builder> container(
            Consumer<ContainerOverride.Builder> more) {
        return r ->
                r.overrides(
                        o ->
                                o.containerOverrides(
                                        c -> {
                                            c.name("app");
                                            more.accept(c);
                                        }));
    }
}
