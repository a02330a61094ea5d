package dev.slipway.node.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.node.agent.TaskView;
import dev.slipway.node.simulated.Plans;
import dev.slipway.node.stats.ContainerStats;
import dev.slipway.nodelink.ContainerPlan;
import dev.slipway.nodelink.ControlPlaneLink.TaskCredentials;
import dev.slipway.nodelink.NodePlan;
import dev.slipway.nodelink.TaskPlan;
import dev.slipway.nodelink.TaskReport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.ServerSocketChannel;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MetadataServerTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:10Z");
    private static final String ID = "11111111111111111111111111111111-1234567890";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client = HttpClient.newHttpClient();
    private boolean initialized = true;
    private MetadataServer server =
            MetadataServer.open(
                    new MetadataSource(this::taskAt, this::credentials, id -> stats()), () -> NOW);
    private int port;

    @BeforeEach
    void listen() throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open();
        channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        port = ((InetSocketAddress) channel.getLocalAddress()).getPort();
        server.serve("vpc-1", channel);
    }

    @AfterEach
    void close() {
        server.close();
        client.close();
    }

    @Test
    void aContainerReadsAboutItself() throws Exception {
        assertJson(
                get("/v4/" + ID),
                """
                {"DockerId":"11111111111111111111111111111111-1234567890","Name":"web",
                 "DockerName":"web","Image":"web:latest","ImageID":"sha256:abc",
                 "Labels":{"com.amazonaws.ecs.cluster":"arn:aws:ecs:us-east-1:000000000000:cluster/default",
                  "com.amazonaws.ecs.container-name":"web",
                  "com.amazonaws.ecs.task-arn":"arn:aws:ecs:us-east-1:000000000000:task/default/00000000000000000000000000000001",
                  "com.amazonaws.ecs.task-definition-family":"web",
                  "com.amazonaws.ecs.task-definition-version":"3"},
                 "DesiredStatus":"RUNNING","KnownStatus":"RUNNING","Limits":{"CPU":0},
                 "CreatedAt":"2026-01-01T00:00:01.500Z","StartedAt":"2026-01-01T00:00:01.500Z",
                 "Type":"NORMAL","LogDriver":"awslogs",
                 "LogOptions":{"awslogs-group":"/ecs/web","awslogs-region":"us-east-1","awslogs-stream":"ecs/web"},
                 "ContainerARN":"arn:aws:ecs:us-east-1:000000000000:container/default/x/web",
                 "Networks":[{"NetworkMode":"awsvpc","IPv4Addresses":["172.31.0.5"],"AttachmentIndex":0,
                  "MACAddress":"0a:00:00:00:00:01","IPv4SubnetCIDRBlock":"172.31.0.0/20",
                  "DomainNameServers":["169.254.169.253"],"DomainNameSearchList":["ec2.internal"],
                  "PrivateDNSName":"ip-172-31-0-5.ec2.internal","SubnetGatewayIpv4Address":"172.31.0.1/20"}],
                 "Snapshotter":"overlayfs"}
                """);
    }

    @Test
    void aTaskReadsAboutItselfWithItsTagsWhenAsked() throws Exception {
        var task = JSON.readTree(get("/v4/" + ID + "/taskWithTags").body());
        assertThat(task.path("TaskARN").asText()).endsWith("/" + Plans.id(1));
        assertThat(task.path("Limits").toString()).isEqualTo("{\"CPU\":0.25,\"Memory\":512}");
        assertThat(task.path("PullStartedAt").asText()).isEqualTo("2026-01-01T00:00:00Z");
        assertThat(task.path("Containers")).hasSize(1);
        assertThat(task.path("TaskTags").path("team").asText()).isEqualTo("blue");
        assertThat(JSON.readTree(get("/v4/" + ID + "/task").body()).has("TaskTags")).isFalse();
        assertThat(get("/v3/" + ID + "/task").statusCode()).isEqualTo(200);
    }

    @Test
    void whatAContainerUsesIsTold() throws Exception {
        var stats = JSON.readTree(get("/v4/" + ID + "/task/stats").body()).path(ID);
        assertThat(stats.path("cpu_stats").path("cpu_usage").path("total_usage").asLong())
                .isEqualTo(77);
        assertThat(get("/v4/" + ID + "/stats").body()).contains("\"usage\":4096");
    }

    @Test
    void anotherTasksIdIsAnsweredAsIfItDidNotExist() throws Exception {
        assertThat(get("/v4/other-1").statusCode()).isEqualTo(404);
        assertThat(get("/nothing").statusCode()).isEqualTo(404);
    }

    @Test
    void aTaskGetsItsOwnCredentials() throws Exception {
        assertJson(
                get("/v2/credentials/secret-id"),
                """
                {"RoleArn":"arn:aws:iam::000000000000:role/r","AccessKeyId":"ASIA1",
                 "SecretAccessKey":"s","Token":"t","Expiration":"2026-01-01T06:00:00Z"}
                """);
    }

    @Test
    void credentialsThatAreNotTheTasksAreRefusedInTheAgentsWords() throws Exception {
        HttpResponse<String> refused = get("/v2/credentials/someone-elses");
        assertThat(refused.statusCode()).isEqualTo(400);
        assertJson(
                refused,
                """
                {"code":"InvalidIdInRequest",
                 "message":"CredentialsV2Request: Credentials not found","HTTPErrorCode":400}
                """);
        assertThat(get("/v2/credentials").body()).contains("\"NoIdInRequest\"");
        initialized = false;
        assertThat(get("/v2/credentials/secret-id").statusCode()).isEqualTo(503);
    }

    private void assertJson(HttpResponse<String> answer, String expected) throws IOException {
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(JSON.readTree(answer.body())).isEqualTo(JSON.readTree(expected));
    }

    private HttpResponse<String> get(String path) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private Optional<ContainerStats> stats() {
        return Optional.of(new ContainerStats(NOW, 77, 4096, Long.MAX_VALUE, 1));
    }

    private Optional<TaskCredentials> credentials(String taskId, String id) {
        return initialized
                ? Optional.of(
                        new TaskCredentials(
                                "arn:aws:iam::000000000000:role/r",
                                "ASIA1",
                                "s",
                                "t",
                                Instant.parse("2026-01-01T06:00:00Z").getEpochSecond()))
                : Optional.empty();
    }

    private Optional<TaskView> taskAt(String vpcId, String address) {
        if (!vpcId.equals("vpc-1") || !address.equals("127.0.0.1")) {
            return Optional.empty();
        }
        ContainerPlan web = Plans.with(Plans.container("web", true), "web:latest", Map.of(), true);
        TaskPlan t = Plans.task(1, web);
        TaskPlan task =
                new TaskPlan(
                        t.id(),
                        t.arn(),
                        t.account(),
                        t.region(),
                        t.clusterArn(),
                        t.family(),
                        t.revision(),
                        t.availabilityZone(),
                        t.launchType(),
                        t.desired(),
                        t.interfaceId(),
                        t.cpuUnits(),
                        t.memoryMib(),
                        t.storage(),
                        t.sharedProcesses(),
                        "secret-id",
                        "arn:aws:iam::000000000000:role/r",
                        Map.of("team", "blue"),
                        t.containers());
        NodePlan plan = Plans.plan(1, task);
        return Optional.of(
                new TaskView(
                        task,
                        report(task.id()),
                        Optional.ofNullable(plan.interfaces().get(task.interfaceId())),
                        Optional.ofNullable(plan.subnets().get("subnet-1"))));
    }

    private static TaskReport report(String taskId) {
        Optional<Instant> started = Optional.of(Instant.parse("2026-01-01T00:00:01.5Z"));
        return new TaskReport(
                taskId,
                TaskReport.Phase.RUNNING,
                Optional.of(Instant.parse("2026-01-01T00:00:01Z")),
                Optional.of(Instant.parse("2026-01-01T00:00:00Z")),
                Optional.of(Instant.parse("2026-01-01T00:00:01Z")),
                started,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(
                        new TaskReport.ContainerReport(
                                "web",
                                ID,
                                TaskReport.ContainerPhase.RUNNING,
                                "sha256:abc",
                                OptionalInt.empty(),
                                "",
                                TaskReport.Health.UNKNOWN,
                                0,
                                started,
                                Optional.empty())));
    }
}
