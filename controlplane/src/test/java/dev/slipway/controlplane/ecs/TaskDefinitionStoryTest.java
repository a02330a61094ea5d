package dev.slipway.controlplane.ecs;

import static dev.slipway.controlplane.ecs.EcsDesk.container;
import static dev.slipway.controlplane.ecs.EcsDesk.fargate;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.controlplane.aws.Tags;
import dev.slipway.controlplane.ecs.taskdefinition.RemovalOfDeleted;
import dev.slipway.controlplane.ecs.taskdefinition.TaskDefinitions;
import dev.slipway.controlplane.ecs.taskdefinition.UnsupportedYet;
import dev.slipway.controlplane.state.Key;
import dev.slipway.wire.AwsError;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.DeleteTaskDefinitionsRequest;
import software.amazon.awssdk.services.ecs.model.DeleteTaskDefinitionsResponse;
import software.amazon.awssdk.services.ecs.model.DeregisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.DeregisterTaskDefinitionResponse;
import software.amazon.awssdk.services.ecs.model.DescribeTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.DescribeTaskDefinitionResponse;
import software.amazon.awssdk.services.ecs.model.ListTaskDefinitionFamiliesRequest;
import software.amazon.awssdk.services.ecs.model.ListTaskDefinitionFamiliesResponse;
import software.amazon.awssdk.services.ecs.model.ListTaskDefinitionsRequest;
import software.amazon.awssdk.services.ecs.model.ListTaskDefinitionsResponse;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionResponse;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;

// The model's builders take their parts as varargs of consumers.
@SuppressWarnings("unchecked")
class TaskDefinitionStoryTest {
    private final EcsDesk desk = new EcsDesk();

    @Test
    void aRegisteredDocumentIsAnsweredNormalised() {
        TaskDefinition it =
                register(
                        fargate("f")
                                .cpu(".5 vCPU")
                                .memory("2GB")
                                .containerDefinitions(
                                        container("web")
                                                .portMappings(p -> p.containerPort(80))
                                                .healthCheck(h -> h.command("CMD", "true"))
                                                .build()));
        assertThat(it.taskDefinitionArn()).isEqualTo(EcsDesk.ARN + "task-definition/f:1");
        assertThat(it.revision()).isEqualTo(1);
        assertThat(it.statusAsString()).isEqualTo("ACTIVE");
        assertThat(it.cpu()).isEqualTo("512");
        assertThat(it.memory()).isEqualTo("2048");
        assertThat(it.compatibilitiesAsStrings()).containsExactly("EC2", "FARGATE");
        assertThat(it.registeredBy()).isEqualTo("arn:aws:iam::111122223333:root");
        assertThat(it.registeredAt()).isEqualTo(EcsDesk.NOW);
        ContainerDefinition web = it.containerDefinitions().getFirst();
        assertThat(web.cpu()).isZero();
        assertThat(web.essential()).isTrue();
        assertThat(web.portMappings().getFirst().hostPort()).isEqualTo(80);
        assertThat(web.portMappings().getFirst().protocolAsString()).isEqualTo("tcp");
        assertThat(web.healthCheck().interval()).isEqualTo(30);
        assertThat(
                        web.hasEnvironment()
                                && web.hasMountPoints()
                                && web.hasVolumesFrom()
                                && web.hasSystemControls())
                .isTrue();
        assertThat(web.hasCommand() || web.hasSecrets() || web.hasUlimits()).isFalse();
        assertThat(web.privileged()).isNull();
    }

    @Test
    void everyFieldOfADocumentComesBack() {
        RegisterTaskDefinitionRequest document = full();
        TaskDefinition registered = register(document.toBuilder());
        TaskDefinition described = describe("full").taskDefinition();
        assertThat(described).isEqualTo(registered);
        assertThat(described.volumes()).isEqualTo(document.volumes());
        assertThat(described.runtimePlatform()).isEqualTo(document.runtimePlatform());
        assertThat(described.ephemeralStorage()).isEqualTo(document.ephemeralStorage());
        assertThat(described.executionRoleArn()).isEqualTo(document.executionRoleArn());
        assertThat(described.containerDefinitions()).isEqualTo(document.containerDefinitions());
    }

    @Test
    void whatATaskCannotDoYetIsListedByName() {
        register(full().toBuilder());
        var it = TaskDefinitions.find(desk.state.read(), EcsDesk.SCOPE, "full").orElseThrow();
        assertThat(UnsupportedYet.fields(it))
                .containsExactly(
                        "volumes[files].efsVolumeConfiguration",
                        "containerDefinitions[web].secrets");
        register(fargate("plain"));
        var plain = TaskDefinitions.find(desk.state.read(), EcsDesk.SCOPE, "plain").orElseThrow();
        assertThat(UnsupportedYet.fields(plain)).isEmpty();
    }

    @Test
    void aDocumentThatDoesNotFitFargateIsRegisteredForWhatItFits() {
        TaskDefinition it =
                register(
                        RegisterTaskDefinitionRequest.builder()
                                .family("bridge")
                                .containerDefinitions(
                                        container("a").memory(128).privileged(true).build()));
        assertThat(it.compatibilitiesAsStrings()).containsExactly("EXTERNAL", "EC2");
        assertThat(it.hasRequiresCompatibilities()).isFalse();
        assertThat(it.networkMode()).isNull();
    }

    @Test
    void aReferenceIsAFamilyARevisionOrAnArn() {
        register(fargate("f"));
        register(fargate("f"));
        assertThat(describe("f").taskDefinition().revision()).isEqualTo(2);
        assertThat(describe("f:1").taskDefinition().revision()).isEqualTo(1);
        assertThat(describe(EcsDesk.ARN + "task-definition/f:1").taskDefinition().revision())
                .isEqualTo(1);
        deregister("f:2");
        assertThat(describe("f").taskDefinition().revision()).isEqualTo(1);
        for (String unknown : List.of("g", "f:3", EcsDesk.ARN + "task-definition/g:1")) {
            AwsError error =
                    desk.refusal(
                            DescribeTaskDefinitionRequest.builder()
                                    .taskDefinition(unknown)
                                    .build());
            assertThat(error.code()).isEqualTo("ClientException");
            assertThat(error.message()).isEqualTo("Unable to describe task definition.");
        }
        AwsError odd =
                desk.refusal(DescribeTaskDefinitionRequest.builder().taskDefinition("f:x").build());
        assertThat(odd.code()).isEqualTo("ClientException");
    }

    @Test
    void aRevisionGoesFromActiveOverInactiveToDeletedAndItsNumberIsNotUsedAgain() {
        register(fargate("f"));
        assertThat(delete("f:1").failures().getFirst().reason()).contains("still in ACTIVE status");
        TaskDefinition inactive = deregister("f:1");
        assertThat(inactive.statusAsString()).isEqualTo("INACTIVE");
        assertThat(inactive.deregisteredAt()).isEqualTo(EcsDesk.NOW);
        AwsError twice =
                desk.refusal(
                        DeregisterTaskDefinitionRequest.builder().taskDefinition("f:1").build());
        assertThat(twice.message()).contains("is inactive");
        TaskDefinition deleting = delete("f:1").taskDefinitions().getFirst();
        assertThat(deleting.statusAsString()).isEqualTo("DELETE_IN_PROGRESS");
        assertThat(deleting.deleteRequestedAt()).isEqualTo(EcsDesk.NOW);

        AtomicBoolean referenced = new AtomicBoolean(true);
        RemovalOfDeleted removal =
                new RemovalOfDeleted(desk.state, List.of((r, s, d) -> referenced.get()));
        List<Key> keys = removal.allKeys(desk.state.read()).toList();
        assertThat(keys).hasSize(1);
        removal.reconcile(keys.getFirst(), EcsDesk.NOW);
        assertThat(describe("f:1").taskDefinition().statusAsString())
                .isEqualTo("DELETE_IN_PROGRESS");
        referenced.set(false);
        removal.reconcile(keys.getFirst(), EcsDesk.NOW);
        assertThat(delete("f:1").failures().getFirst().reason()).isEqualTo("MISSING");
        assertThat(families("ALL")).isEmpty();
        assertThat(register(fargate("f")).revision()).isEqualTo(2);
    }

    @Test
    void deregisteringWantsTheRevision() {
        register(fargate("f"));
        AwsError error =
                desk.refusal(DeregisterTaskDefinitionRequest.builder().taskDefinition("f").build());
        assertThat(error.message()).isEqualTo("Revision is missing.");
    }

    @Test
    void listingsGoByFamilyAndThenByNumberNotByText() {
        for (int i = 0; i < 11; i++) {
            register(fargate("a"));
        }
        register(fargate("a-b"));
        register(fargate("a1"));
        List<String> up = list(ListTaskDefinitionsRequest.builder());
        assertThat(up).hasSize(13);
        assertThat(up.subList(8, 13)).containsExactly("a:9", "a:10", "a:11", "a-b:1", "a1:1");
        List<String> down = list(ListTaskDefinitionsRequest.builder().sort("DESC"));
        assertThat(down).containsExactlyElementsOf(up.reversed());
        assertThat(list(ListTaskDefinitionsRequest.builder().familyPrefix("a"))).hasSize(11);
        deregister("a:5");
        assertThat(list(ListTaskDefinitionsRequest.builder().status("INACTIVE")))
                .containsExactly("a:5");
        assertThat(
                        desk.refusal(
                                        ListTaskDefinitionsRequest.builder()
                                                .status("SLEEPING")
                                                .build())
                                .code())
                .isEqualTo("InvalidParameterException");
    }

    @Test
    void aFamilyIsActiveWhileItHasAnActiveRevision() {
        register(fargate("a"));
        register(fargate("b"));
        deregister("b:1");
        assertThat(families("ACTIVE")).containsExactly("a");
        assertThat(families("INACTIVE")).containsExactly("b");
        assertThat(families("ALL")).containsExactly("a", "b");
    }

    @Test
    void tagsStandBesideTheDocumentAndOnlyWhenAskedFor() {
        register(fargate("f").tags(t -> t.key("k").value("v")));
        assertThat(describe("f").hasTags()).isFalse();
        DescribeTaskDefinitionResponse tagged =
                desk.ask(
                        DescribeTaskDefinitionRequest.builder()
                                .taskDefinition("f")
                                .includeWithStrings("TAGS")
                                .build(),
                        DescribeTaskDefinitionResponse.class);
        assertThat(tagged.tags().getFirst().value()).isEqualTo("v");
    }

    @Test
    void registeringAlsoAsksForPassRoleAndTagging() {
        var accesses =
                desk.access(
                        fargate("f")
                                .taskRoleArn("app")
                                .executionRoleArn("arn:aws:iam::111122223333:role/exec")
                                .tags(t -> t.key("k").value("v"))
                                .build());
        assertThat(accesses)
                .extracting(a -> a.action())
                .containsExactly(
                        "ecs:RegisterTaskDefinition",
                        "ecs:TagResource",
                        "iam:PassRole",
                        "iam:PassRole");
        assertThat(accesses.get(1).conditions())
                .containsEntry("ecs:CreateAction", List.of("RegisterTaskDefinition"))
                .containsEntry("aws:RequestTag/k", List.of("v"));
        assertThat(accesses.get(2).resources())
                .containsExactly("arn:aws:iam::111122223333:role/app");
    }

    @Test
    void tagsOfADefinitionLiveInItsRecord() {
        register(fargate("f").tags(t -> t.key("k").value("v")));
        assertThat(TaskDefinitions.find(desk.state.read(), EcsDesk.SCOPE, "f").orElseThrow().tags())
                .isEqualTo(Tags.of(List.of(new dev.slipway.controlplane.aws.Tag("k", "v"))));
    }

    private static RegisterTaskDefinitionRequest full() {
        ContainerDefinition init =
                container("init").essential(false).cpu(0).command("true").build();
        ContainerDefinition web =
                container("web")
                        .essential(true)
                        .cpu(128)
                        .memory(256)
                        .memoryReservation(128)
                        .entryPoint("sh", "-c")
                        .command("serve")
                        .workingDirectory("/srv")
                        .user("1000:1000")
                        .environment(e -> e.name("B").value("2"), e -> e.name("A").value(""))
                        .secrets(s -> s.name("S").valueFrom("/p"))
                        .mountPoints(
                                m -> m.sourceVolume("data").containerPath("/d").readOnly(false))
                        .dependsOn(d -> d.containerName("init").condition("SUCCESS"))
                        .startTimeout(30)
                        .stopTimeout(60)
                        .readonlyRootFilesystem(false)
                        .linuxParameters(
                                l -> l.initProcessEnabled(true).capabilities(k -> k.drop("ALL")))
                        .ulimits(u -> u.name("nofile").softLimit(10).hardLimit(20))
                        .restartPolicy(r -> r.enabled(true).ignoredExitCodes(0, 3))
                        .healthCheck(
                                h ->
                                        h.command("CMD", "x")
                                                .interval(10)
                                                .timeout(3)
                                                .retries(2)
                                                .startPeriod(9))
                        .logConfiguration(
                                l ->
                                        l.logDriver("awslogs")
                                                .options(
                                                        java.util.Map.of(
                                                                "awslogs-group", "g",
                                                                "awslogs-region", "us-east-1",
                                                                "awslogs-stream-prefix", "p")))
                        .dockerLabels(java.util.Map.of("l", "1"))
                        .portMappings(
                                p ->
                                        p.containerPort(80)
                                                .hostPort(80)
                                                .protocol("tcp")
                                                .name("web")
                                                .appProtocol("http"))
                        .build();
        return fargate("full")
                .executionRoleArn("arn:aws:iam::111122223333:role/exec")
                .taskRoleArn("arn:aws:iam::111122223333:role/app")
                .runtimePlatform(p -> p.cpuArchitecture("X86_64").operatingSystemFamily("LINUX"))
                .ephemeralStorage(s -> s.sizeInGiB(30))
                .volumes(
                        v -> v.name("data"),
                        v ->
                                v.name("files")
                                        .efsVolumeConfiguration(
                                                e ->
                                                        e.fileSystemId("fs-1")
                                                                .transitEncryption("ENABLED")))
                .containerDefinitions(whole(init), whole(web))
                .build();
    }

    /** With the empty arrays that ECS fills in. */
    private static ContainerDefinition whole(ContainerDefinition in) {
        ContainerDefinition.Builder b = in.toBuilder();
        if (!in.hasEnvironment()) {
            b.environment(List.of());
        }
        if (!in.hasMountPoints()) {
            b.mountPoints(List.of());
        }
        if (!in.hasPortMappings()) {
            b.portMappings(List.of());
        }
        return b.volumesFrom(List.of()).systemControls(List.of()).build();
    }

    private TaskDefinition register(RegisterTaskDefinitionRequest.Builder document) {
        return desk.ask(document.build(), RegisterTaskDefinitionResponse.class).taskDefinition();
    }

    private DescribeTaskDefinitionResponse describe(String reference) {
        return desk.ask(
                DescribeTaskDefinitionRequest.builder().taskDefinition(reference).build(),
                DescribeTaskDefinitionResponse.class);
    }

    private TaskDefinition deregister(String reference) {
        return desk.ask(
                        DeregisterTaskDefinitionRequest.builder().taskDefinition(reference).build(),
                        DeregisterTaskDefinitionResponse.class)
                .taskDefinition();
    }

    private DeleteTaskDefinitionsResponse delete(String reference) {
        return desk.ask(
                DeleteTaskDefinitionsRequest.builder().taskDefinitions(reference).build(),
                DeleteTaskDefinitionsResponse.class);
    }

    private List<String> families(String status) {
        return desk.ask(
                        ListTaskDefinitionFamiliesRequest.builder().status(status).build(),
                        ListTaskDefinitionFamiliesResponse.class)
                .families();
    }

    /** Walks all pages, four at a time. */
    private List<String> list(ListTaskDefinitionsRequest.Builder request) {
        List<String> names = new ArrayList<>();
        String token = null;
        do {
            ListTaskDefinitionsResponse page =
                    desk.ask(
                            request.maxResults(4).nextToken(token).build(),
                            ListTaskDefinitionsResponse.class);
            page.taskDefinitionArns().forEach(a -> names.add(a.substring(a.indexOf('/') + 1)));
            token = page.nextToken();
        } while (token != null);
        return names;
    }
}
