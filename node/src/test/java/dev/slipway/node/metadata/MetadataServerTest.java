package dev.slipway.node.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.node.agent.TaskView;
import dev.slipway.node.simulated.Plans;
import dev.slipway.node.stats.ClockDrift;
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
    private Instant lookedAt = NOW;
    private long received = 100;
    private ContainerPlan.Lifecycle lifecycle = ContainerPlan.Lifecycle.plain(30);
    private MetadataServer server =
            MetadataServer.open(
                    new MetadataSource(
                            this::taskAt,
                            this::credentials,
                            id -> stats(),
                            vpcId -> Optional.of("172.31.0.2"),
                            taskId -> Optional.of(261L),
                            () -> Optional.of(new ClockDrift(0.25, true))),
                    () -> NOW);
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
    void manyVpcsAreServedAtOnce() throws Exception {
        for (int i = 2; i < 50; i++) {
            ServerSocketChannel channel = ServerSocketChannel.open();
            channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            server.serve("vpc-" + i, channel);
            assertThat(server.serves("vpc-" + i)).isTrue();
        }
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
                  "DomainNameServers":["172.31.0.2"],"DomainNameSearchList":["ec2.internal"],
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
    void aTaskReadsHowFullItsDiskIsAndHowFarTheClockIsOff() throws Exception {
        var task = JSON.readTree(get("/v4/" + ID + "/task").body());
        assertThat(task.path("EphemeralStorageMetrics").toString())
                .isEqualTo("{\"Utilized\":261,\"Reserved\":20480}");
        assertThat(task.path("ClockDrift").toString())
                .isEqualTo(
                        "{\"ClockErrorBound\":0.25,\"ReferenceTimestamp\":\"2026-01-01T00:00:10Z\","
                                + "\"ClockSynchronizationStatus\":\"SYNCHRONIZED\"}");
    }

    @Test
    void aContainerThatIsCheckedRestartedAndHasVolumesReadsSo() throws Exception {
        lifecycle =
                new ContainerPlan.Lifecycle(
                        List.of(),
                        0,
                        30,
                        Optional.of(new ContainerPlan.HealthCheck(List.of("true"), 30, 5, 3, 0)),
                        Optional.of(new ContainerPlan.RestartPolicy(List.of(), 300)));
        var web = JSON.readTree(get("/v4/" + ID).body());
        assertThat(web.path("Health").toString())
                .isEqualTo("{\"status\":\"HEALTHY\",\"statusSince\":\"2026-01-01T00:00:05Z\"}");
        assertThat(web.path("RestartCount").asInt()).isEqualTo(2);
        assertThat(web.path("Volumes").toString())
                .isEqualTo("[{\"DockerName\":\"data\",\"Destination\":\"/d\"}]");
    }

    @Test
    void whatAContainerUsesIsTold() throws Exception {
        var stats = JSON.readTree(get("/v4/" + ID + "/task/stats").body()).path(ID);
        assertThat(stats)
                .isEqualTo(
                        JSON.readTree(
                                """
                                {"read":"2026-01-01T00:00:10Z","preread":"0001-01-01T00:00:00Z",
                                 "pids_stats":{"current":1},
                                 "blkio_stats":{"io_service_bytes_recursive":[
                                  {"major":8,"minor":0,"op":"Read","value":5},
                                  {"major":8,"minor":0,"op":"Write","value":6},
                                  {"major":8,"minor":0,"op":"Total","value":11}]},
                                 "num_procs":0,"storage_stats":{},
                                 "cpu_stats":{"cpu_usage":{"total_usage":77,
                                   "usage_in_kernelmode":7,"usage_in_usermode":70},
                                  "system_cpu_usage":1000,"online_cpus":2,
                                  "throttling_data":{"periods":3,"throttled_periods":2,
                                   "throttled_time":9}},
                                 "precpu_stats":{"cpu_usage":{"total_usage":0,
                                   "usage_in_kernelmode":0,"usage_in_usermode":0},
                                  "throttling_data":{"periods":0,"throttled_periods":0,
                                   "throttled_time":0}},
                                 "memory_stats":{"usage":4096,"max_usage":8192,
                                  "stats":{"anon":4000},"limit":536870912},
                                 "name":"web","id":"11111111111111111111111111111111-1234567890",
                                 "networks":{"eth1":{"rx_bytes":100,"rx_packets":1,"rx_errors":0,
                                  "rx_dropped":0,"tx_bytes":200,"tx_packets":2,"tx_errors":0,
                                  "tx_dropped":0}}}
                                """));
    }

    @Test
    void aSecondLookTellsWhatChangedSinceTheFirst() throws Exception {
        get("/v4/" + ID + "/stats");
        lookedAt = NOW.plusSeconds(2);
        received = 400;
        var stats = JSON.readTree(get("/v4/" + ID + "/stats").body());
        assertThat(stats.path("preread").asText()).isEqualTo("2026-01-01T00:00:10Z");
        assertThat(stats.path("precpu_stats").path("system_cpu_usage").asLong()).isEqualTo(1000);
        assertThat(stats.path("network_rate_stats").toString())
                .isEqualTo("{\"rx_bytes_per_sec\":150.0,\"tx_bytes_per_sec\":0.0}");
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
        return Optional.of(
                new ContainerStats(
                        lookedAt,
                        new ContainerStats.Cpu(77, 70, 7, 1000, 2, 3, 2, 9),
                        new ContainerStats.Memory(
                                4096, 8192, Long.MAX_VALUE, Map.of("anon", 4000L)),
                        1,
                        List.of(new ContainerStats.Disk(8, 0, 5, 6)),
                        Map.of(
                                "eth1",
                                new ContainerStats.Interface(received, 1, 0, 0, 200, 2, 0, 0))));
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
        ContainerPlan web =
                withLifecycle(
                        Plans.with(Plans.container("web", true), "web:latest", Map.of(), true));
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

    private ContainerPlan withLifecycle(ContainerPlan c) {
        ContainerPlan living = Plans.with(c, lifecycle);
        return lifecycle.healthCheck().isEmpty()
                ? living
                : Plans.mounting(living, new ContainerPlan.MountPoint("data", "/d", false));
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
                                new TaskReport.Health(
                                        TaskReport.Verdict.HEALTHY,
                                        Instant.parse("2026-01-01T00:00:05Z")),
                                2,
                                started,
                                Optional.empty())));
    }
}
