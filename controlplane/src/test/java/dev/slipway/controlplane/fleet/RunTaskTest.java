package dev.slipway.controlplane.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.controlplane.ecs.cluster.Clusters;
import dev.slipway.controlplane.ecs.task.Task;
import dev.slipway.controlplane.ecs.taskdefinition.TaskDefinition;
import dev.slipway.nodelink.ContainerPlan;
import dev.slipway.wire.AwsException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecs.model.LaunchType;
import software.amazon.awssdk.services.ecs.model.ListTasksRequest;
import software.amazon.awssdk.services.ecs.model.ListTasksResponse;
import software.amazon.awssdk.services.ecs.model.NetworkConfiguration;
import software.amazon.awssdk.services.ecs.model.RunTaskRequest;
import software.amazon.awssdk.services.ecs.model.UpdateTaskProtectionRequest;
import software.amazon.awssdk.services.ecs.model.UpdateTaskProtectionResponse;

@SuppressWarnings("unchecked") // generic varargs of the model builders
class RunTaskTest {
    private final Harbour harbour = new Harbour(7).withNode(2048, 4096);

    @Test
    void whatCannotBeRunIsRefusedAndChangesNothing() {
        refused(r -> r.count(0), "InvalidParameterException", "Count must be between 1 and 10.");
        refused(r -> r.count(11), "InvalidParameterException", "Count must be between 1 and 10.");
        refused(r -> r.taskDefinition("nope:1"), "ClientException", "TaskDefinition not found.");
        refused(r -> r.cluster("nope"), "ClusterNotFoundException", "Cluster not found.");
        refused(
                r -> r.networkConfiguration((NetworkConfiguration) null),
                "InvalidParameterException",
                "Network Configuration must be provided when networkMode 'awsvpc' is specified.");
        refused(
                r -> r.launchType("EC2"),
                "InvalidParameterException",
                "No Container Instances were found in your cluster.");
        refused(
                r -> r.launchType((LaunchType) null),
                "InvalidParameterException",
                "No Container Instances were found in your cluster.");
        refused(
                r -> r.capacityProviderStrategy(s -> s.capacityProvider("FARGATE").weight(1)),
                "InvalidParameterException",
                "Specifying both a launch type and capacity provider strategy is not supported."
                        + " Remove one and try again.");
        refused(
                r -> r.overrides(o -> o.containerOverrides(c -> c.name("ghost"))),
                "InvalidParameterException",
                "Override for container named ghost is not a container in the TaskDefinition.");
        refused(
                r -> r.overrides(o -> o.cpu("1024").memory("1024")),
                "ClientException",
                "No Fargate configuration exists for given values: 1024 CPU, 1024 memory. See the"
                        + " Amazon ECS documentation for the valid values.");
        refused(
                r -> r.platformVersion("9.9.9"),
                "PlatformUnknownException",
                "The specified platform does not exist.");
        refused(
                r -> r.propagateTags("SERVICE"),
                "InvalidParameterException",
                "Tags can only be propagated from a service to its tasks: propagateTags SERVICE is"
                        + " not valid here.");
        refused(
                r -> r.enableExecuteCommand(true),
                "UnsupportedFeatureException",
                "Slipway does not support ECS Exec yet: enableExecuteCommand must be false.");

        assertThat(harbour.allTasks()).isEmpty();
        assertThat(Clusters.find(harbour.state.read(), Harbour.HERE, "default")).isEmpty();
    }

    @Test
    void overridesOfMoreThanTheAllowedLengthAreRefused() {
        refused(
                r ->
                        r.overrides(
                                o ->
                                        o.containerOverrides(
                                                c -> c.name("app").command("x".repeat(8192)))),
                "InvalidParameterException",
                "The overrides are longer than the 8192 characters that are allowed.");
    }

    @Test
    void anOverrideWithANulCharacterIsRefusedByItsPlace() {
        refused(
                r ->
                        r.overrides(
                                o ->
                                        o.containerOverrides(
                                                c ->
                                                        c.name("app")
                                                                .environment(
                                                                        e ->
                                                                                e.name("A")
                                                                                        .value(
                                                                                                "a\0b")))),
                "InvalidParameterException",
                "'overrides.containerOverrides[0].environment[0].value' has a NUL character.");
    }

    @Test
    void aTaskThatFitsNowhereIsACapacityErrorAndLeavesNothing() {
        harbour.define(Harbour.definition("big", 1, "4096", "8192"));

        refused(
                r -> r.taskDefinition("big:1"),
                "ClientException",
                "Capacity is unavailable at this time. Please try again later or in a different"
                        + " availability zone");
    }

    @Test
    void whatFitsIsRunAndTheRestIsTold() {
        var answer = harbour.run(r -> r.count(10));

        assertThat(answer.tasks()).hasSize(8);
        assertThat(answer.failures()).extracting("reason").containsOnly("RESOURCE:MEMORY");
        assertThat(answer.tasks().stream().map(t -> t.availabilityZone()).distinct()).hasSize(3);
    }

    @Test
    void theSameTokenGetsTheSameTasksForADay() {
        var first = harbour.run(r -> r.count(2).clientToken("token-1"));
        var again = harbour.run(r -> r.count(2).clientToken("token-1"));
        assertThat(arns(again.tasks())).isEqualTo(arns(first.tasks()));

        assertThatThrownBy(() -> harbour.run(r -> r.count(3).clientToken("token-1")))
                .isInstanceOfSatisfying(
                        AwsException.class,
                        e -> {
                            assertThat(e.error().code()).isEqualTo("ConflictException");
                            assertThat(e.error().members())
                                    .containsEntry("resourceIds", arns(first.tasks()));
                        });
        harbour.pass(Duration.ofHours(25));
        assertThat(arns(harbour.run(r -> r.count(2).clientToken("token-1")).tasks()))
                .doesNotContainAnyElementsOf(arns(first.tasks()));
    }

    @Test
    void theSameTokenTellsTheSameFailuresAgain() {
        var first = harbour.run(r -> r.count(10).clientToken("token-1"));
        var again = harbour.run(r -> r.count(10).clientToken("token-1"));

        assertThat(first.failures()).extracting("reason").containsOnly("RESOURCE:MEMORY");
        assertThat(again).isEqualTo(first);
    }

    @Test
    void memoryThatAContainerCannotHaveIsRefusedByItsField() {
        refused(
                r -> r.overrides(o -> o.containerOverrides(c -> c.name("app").memory(5))),
                "InvalidParameterException",
                "Invalid value '5' for containerOverrides.memory. Valid values: 6 and above.");
        refused(
                r ->
                        r.overrides(
                                o ->
                                        o.containerOverrides(
                                                c ->
                                                        c.name("app")
                                                                .memory(64)
                                                                .memoryReservation(64))),
                "ClientException",
                "Invalid setting for container 'app'. 'memory' must be greater than"
                        + " 'memoryReservation'.");
    }

    @Test
    void aTasksOwnDiskIsAsLargeAsTheCallerWants() {
        var ran = harbour.run(r -> r.overrides(o -> o.ephemeralStorage(s -> s.sizeInGiB(55))));
        String id = Harbour.id(ran.tasks().getFirst().taskArn());

        assertThat(harbour.planned(id).storage().sizeGib()).isEqualTo(55);
        assertThat(harbour.describe(id).ephemeralStorage().sizeInGiB()).isEqualTo(55);
    }

    @Test
    void overridesReachTheContainer() {
        var ran =
                harbour.run(
                        r ->
                                r.overrides(
                                        o ->
                                                o.cpu("512")
                                                        .memory("2 GB")
                                                        .containerOverrides(
                                                                c ->
                                                                        c.name("app")
                                                                                .command("other")
                                                                                .environment(
                                                                                        e ->
                                                                                                e.name(
                                                                                                                "B")
                                                                                                        .value(
                                                                                                                "9"),
                                                                                        e ->
                                                                                                e.name(
                                                                                                                "C")
                                                                                                        .value(
                                                                                                                "3")))));
        String id = Harbour.id(ran.tasks().getFirst().taskArn());

        var plan = harbour.planned(id);
        ContainerPlan app = plan.containers().getFirst();
        assertThat(plan.cpuUnits()).isEqualTo(512);
        assertThat(plan.memoryMib()).isEqualTo(2048);
        assertThat(app.command()).containsExactly("other");
        assertThat(app.environment())
                .containsExactly(Map.entry("A", "1"), Map.entry("B", "9"), Map.entry("C", "3"));
        assertThat(app.lifecycle().stopTimeoutSeconds()).isEqualTo(30);
        assertThat(app.ulimits())
                .containsExactly(new ContainerPlan.Ulimit("nofile", 65_535, 65_535));
        ContainerPlan.LogPlan log = app.log().orElseThrow();
        assertThat(log.stream()).isEqualTo("web/app/" + id);
        assertThat(log.blocking()).isFalse();
        assertThat(log.maxBufferBytes()).isEqualTo(10L << 20);
    }

    @Test
    void aDefinitionThatCannotBeRunYetIsRefusedByItsFields() {
        var plain = Harbour.definition("arm", 1, "256", "512");
        harbour.define(
                new TaskDefinition(
                        "arm",
                        1,
                        plain.arn(),
                        plain.status(),
                        "",
                        "",
                        "awsvpc",
                        plain.requiresCompatibilities(),
                        plain.compatibilities(),
                        plain.cpu(),
                        plain.memoryMib(),
                        plain.ephemeralStorageGib(),
                        "ARM64",
                        "",
                        true,
                        "",
                        "",
                        false,
                        plain.containers(),
                        List.of(),
                        List.of(),
                        plain.proxyConfiguration(),
                        List.of(),
                        plain.tags(),
                        plain.registeredAt(),
                        plain.registeredBy(),
                        plain.deregisteredAt(),
                        plain.deleteRequestedAt()));

        refused(
                r -> r.taskDefinition("arm:1"),
                "ClientException",
                "Slipway cannot run task definition arm:1 yet: not supported:"
                        + " runtimePlatform.cpuArchitecture.");
    }

    @Test
    void tasksAreListedPageByPageAndByWhatIsWanted() {
        harbour.run(r -> r.count(5).startedBy("me"));
        String other = harbour.runOne();
        harbour.stop(other);

        ListTasksResponse first = list(l -> l.maxResults(2));
        ListTasksResponse second = list(l -> l.maxResults(10).nextToken(first.nextToken()));
        assertThat(first.taskArns()).hasSize(2);
        assertThat(second.taskArns()).hasSize(3).doesNotContainAnyElementsOf(first.taskArns());
        assertThat(second.nextToken()).isNull();
        assertThat(list(l -> l.startedBy("me")).taskArns()).hasSize(5);
        assertThat(list(l -> l.desiredStatus("STOPPED")).taskArns())
                .containsExactly(harbour.task(other).arn());
        assertThat(list(l -> l.family("web")).taskArns()).hasSize(5);
        assertThat(list(l -> l.family("we")).taskArns()).isEmpty();
        assertThat(list(l -> l.family("web").desiredStatus("STOPPED")).taskArns())
                .containsExactly(harbour.task(other).arn());
        assertThat(list(l -> l.startedBy("me").desiredStatus("STOPPED")).taskArns()).isEmpty();
        assertThat(list(l -> l.startedBy("m")).taskArns()).isEmpty();
        assertThat(list(l -> l.desiredStatus("PENDING")).taskArns()).isEmpty();
        assertThat(list(l -> l.launchType("EC2")).taskArns()).isEmpty();
        assertThatThrownBy(() -> list(l -> l.startedBy("me").family("web")))
                .hasMessageContaining("only filter");
        assertThatThrownBy(() -> list(l -> l.serviceName("web")))
                .hasMessageContaining("ServiceNotFoundException");
    }

    @Test
    void aTaskOfNoServiceCannotBeProtected() {
        String id = harbour.runOne();

        UpdateTaskProtectionResponse answer =
                harbour.call(
                        "UpdateTaskProtection",
                        UpdateTaskProtectionRequest.builder()
                                .cluster("default")
                                .tasks(id, "0".repeat(32))
                                .protectionEnabled(true)
                                .build());

        assertThat(answer.protectedTasks()).isEmpty();
        assertThat(answer.failures())
                .extracting("reason")
                .containsExactly("TASK_NOT_VALID", "MISSING");
    }

    @Test
    void tagsOfTheDefinitionAndOfThePlatformComeWithTheCallersOwn() {
        var ran =
                harbour.run(
                        r ->
                                r.tags(t -> t.key("team").value("blue"))
                                        .enableECSManagedTags(true)
                                        .propagateTags("TASK_DEFINITION"));
        Task task = harbour.task(Harbour.id(ran.tasks().getFirst().taskArn()));

        assertThat(task.tags().byKey())
                .containsEntry("team", "blue")
                .containsEntry("aws:ecs:clusterName", "default");
        harbour.stop(task.id());
        assertThat(harbour.task(task.id()).tags().isEmpty()).isTrue();
    }

    @Test
    void theClusterKnowsHowManyRunAndHowManyAreOnTheirWay() {
        List<String> ids = IntStream.range(0, 3).mapToObj(i -> harbour.runOne()).toList();
        harbour.report(Sights.running(ids.getFirst(), harbour.now));

        var contents = harbour.tasks.contents(harbour.state.read(), Harbour.HERE, "default");
        assertThat(contents.runningTasks()).isEqualTo(1);
        assertThat(contents.pendingTasks()).isEqualTo(2);
    }

    private ListTasksResponse list(Consumer<ListTasksRequest.Builder> more) {
        ListTasksRequest.Builder asked = ListTasksRequest.builder();
        more.accept(asked);
        return harbour.call("ListTasks", asked.build());
    }

    private static List<String> arns(List<software.amazon.awssdk.services.ecs.model.Task> tasks) {
        return tasks.stream().map(t -> t.taskArn()).toList();
    }

    private void refused(Consumer<RunTaskRequest.Builder> more, String code, String message) {
        assertThatThrownBy(() -> harbour.run(more))
                .isInstanceOfSatisfying(
                        AwsException.class,
                        e -> {
                            assertThat(e.error().message()).isEqualTo(message);
                            assertThat(e.error().code()).isEqualTo(code);
                        });
        assertThat(harbour.allTasks()).isEmpty();
    }
}
