package dev.slipway.controlplane.ecs;

import static dev.slipway.controlplane.ecs.EcsDesk.container;
import static dev.slipway.controlplane.ecs.EcsDesk.fargate;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.wire.AwsError;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.LogConfiguration;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;

/** One line for each rule: a good document, one mistake, the message. */
// The model's builders take their parts as varargs of consumers.
@SuppressWarnings("unchecked")
class TaskDefinitionRulesTest {
    private static final String ROLE = "arn:aws:iam::111122223333:role/exec";

    record Mistake(String name, RegisterTaskDefinitionRequest document, String message) {
        void isRefused() {
            AwsError error = new EcsDesk().refusal(document);
            assertThat(error.code()).isEqualTo("ClientException");
            assertThat(error.httpStatus()).isEqualTo(400);
            assertThat(error.message()).contains(message);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    @ParameterizedTest
    @MethodSource({"ofTheTask", "ofSizes", "ofContainers", "ofPortsAndLogs", "refusedOnFargate"})
    void aDocumentThatBreaksARuleIsRefusedByName(Mistake mistake) {
        mistake.isRefused();
    }

    static List<Mistake> ofTheTask() {
        return List.of(
                task("no family", b -> b.family(null), "Family should not be null or empty."),
                task("odd family", b -> b.family("a b"), "Invalid family"),
                task("long family", b -> b.family("f".repeat(256)), "Invalid family"),
                task(
                        "bridge",
                        b -> b.networkMode("bridge"),
                        "Fargate only supports network mode ‘awsvpc’."),
                task(
                        "no mode",
                        b -> b.networkMode((String) null),
                        "Fargate only supports network mode ‘awsvpc’."),
                task("odd mode", b -> b.networkMode("vpc"), "networkMode"),
                task(
                        "odd launch type",
                        b -> b.requiresCompatibilitiesWithStrings("LAMBDA"),
                        "requiresCompatibilities"),
                task(
                        "fargate and external",
                        b -> b.requiresCompatibilitiesWithStrings("FARGATE", "EXTERNAL"),
                        "EXTERNAL"),
                task("odd role", b -> b.taskRoleArn("arn:aws:s3:::x"), "Role is not valid"),
                task("ipcMode", b -> b.ipcMode("task"), "ipcMode"),
                task("pidMode host", b -> b.pidMode("host"), "pidMode"),
                task(
                        "storage",
                        b -> b.ephemeralStorage(s -> s.sizeInGiB(20)),
                        "ephemeralStorage.sizeInGiB"),
                task(
                        "more storage",
                        b -> b.ephemeralStorage(s -> s.sizeInGiB(201)),
                        "ephemeralStorage.sizeInGiB"),
                task(
                        "architecture",
                        b -> b.runtimePlatform(p -> p.cpuArchitecture("RISCV")),
                        "cpuArchitecture"),
                task(
                        "system",
                        b -> b.runtimePlatform(p -> p.operatingSystemFamily("BSD")),
                        "operatingSystemFamily"),
                task(
                        "placement",
                        b -> b.placementConstraints(p -> p.type("memberOf").expression("x")),
                        "placementConstraints"),
                task(
                        "proxy",
                        b -> b.proxyConfiguration(p -> p.containerName("envoy")),
                        "proxyConfiguration.containerName"),
                task(
                        "65 KB",
                        b ->
                                b.containerDefinitions(
                                        container("web")
                                                .dockerLabels(Map.of("k", "x".repeat(66_560)))
                                                .build()),
                        "Max allowed length is '65536' bytes."));
    }

    static List<Mistake> ofSizes() {
        return List.of(
                task(
                        "no cpu",
                        b -> b.cpu(null),
                        "Fargate requires that 'cpu' be defined at the task level."),
                task(
                        "no memory",
                        b -> b.memory(null),
                        "Fargate requires that 'memory' be defined at the task level."),
                task("cpu text", b -> b.cpu("lots"), "Invalid 'cpu' setting for task."),
                task("cpu part", b -> b.cpu("0.3 units"), "Invalid 'cpu' setting for task."),
                task("memory text", b -> b.memory("512MB"), "Invalid 'memory' setting for task."),
                task(
                        "pair not sold",
                        b -> b.cpu("1024").memory("1024"),
                        "No Fargate configuration exists for given values: 1024 CPU, 1024 memory. See the Amazon ECS documentation for the valid values."),
                task(
                        "cpu not sold",
                        b -> b.cpu("300"),
                        "No Fargate configuration exists for given values: 300 CPU, 512 memory."),
                web(
                        "cpu sum",
                        c -> c.cpu(257),
                        "The sum of all container 'cpu' values cannot be greater than the value of the task 'cpu'."),
                web("memory sum", c -> c.memory(513), "'memory'"),
                web("reservation sum", c -> c.memoryReservation(513), "'memoryReservation'"),
                web(
                        "reservation above",
                        c -> c.memory(128).memoryReservation(256),
                        "'memory' must be greater than 'memoryReservation'"),
                web("tiny memory", c -> c.memory(3), "'memory'"),
                new Mistake(
                        "no memory at all",
                        RegisterTaskDefinitionRequest.builder()
                                .family("f")
                                .containerDefinitions(container("web").build())
                                .build(),
                        "Invalid setting for container 'web'. At least one of 'memory' or 'memoryReservation' must be specified."));
    }

    static List<Mistake> ofContainers() {
        return List.of(
                task(
                        "none",
                        b -> b.containerDefinitions(List.of()),
                        "Container list cannot be empty."),
                task("eleven", b -> b.containerDefinitions(many(11)), "at most 10 containers"),
                task(
                        "same name",
                        b -> b.containerDefinitions(container("a").build(), container("a").build()),
                        "'a' is used more than once"),
                web("no name", c -> c.name(null), "Container.name should not be null or empty."),
                web("odd name", c -> c.name("a.b"), "Invalid container name 'a.b'"),
                web("no image", c -> c.image(null), "Container.image should not be null or empty."),
                web(
                        "odd image",
                        c -> c.image("a b"),
                        "Container.image contains invalid characters."),
                web(
                        "odd digest",
                        c -> c.image("a@sha256:12"),
                        "Container.image contains invalid characters."),
                web("none essential", c -> c.essential(false), "must be essential"),
                web(
                        "secrets without role",
                        c -> c.secrets(s -> s.name("A").valueFrom("p")),
                        "executionRoleArn"),
                web(
                        "secret twice",
                        c ->
                                c.environment(e -> e.name("A").value("1"))
                                        .secrets(s -> s.name("A").valueFrom("p")),
                        "such as 'A'"),
                web(
                        "env file",
                        c -> c.environmentFiles(f -> f.type("s3").value("arn:aws:s3:::b/x.txt")),
                        "environmentFiles"),
                web(
                        "ulimit name",
                        c -> c.ulimits(u -> u.name("files").softLimit(1).hardLimit(1)),
                        "'ulimits'"),
                web(
                        "ulimit order",
                        c -> c.ulimits(u -> u.name("nproc").softLimit(2).hardLimit(1)),
                        "'softLimit'"),
                web(
                        "nofile",
                        c -> c.ulimits(u -> u.name("nofile").softLimit(1).hardLimit(1_048_577)),
                        "nofile"),
                web(
                        "health command",
                        c -> c.healthCheck(h -> h.command("curl")),
                        "healthCheck.command"),
                web(
                        "health interval",
                        c -> c.healthCheck(h -> h.command("CMD", "x").interval(4)),
                        "healthCheck.interval"),
                web(
                        "health timeout",
                        c -> c.healthCheck(h -> h.command("CMD", "x").timeout(61)),
                        "healthCheck.timeout"),
                web(
                        "health retries",
                        c -> c.healthCheck(h -> h.command("CMD", "x").retries(11)),
                        "healthCheck.retries"),
                web(
                        "health start",
                        c -> c.healthCheck(h -> h.command("CMD", "x").startPeriod(301)),
                        "healthCheck.startPeriod"),
                web(
                        "restart period",
                        c -> c.restartPolicy(r -> r.enabled(true).restartAttemptPeriod(59)),
                        "restartAttemptPeriod"),
                web("stop timeout", c -> c.stopTimeout(121), "stopTimeout"),
                web("start timeout", c -> c.startTimeout(1), "startTimeout"),
                web(
                        "unknown volume",
                        c -> c.mountPoints(m -> m.sourceVolume("data").containerPath("/d")),
                        "Unknown volume 'data'."),
                web("volumes from", c -> c.volumesFrom(v -> v.sourceContainer("x")), "volumesFrom"),
                web(
                        "unknown dependency",
                        c -> c.dependsOn(d -> d.containerName("x").condition("START")),
                        "'x'"),
                depends(
                        "essential done",
                        "SUCCESS",
                        true,
                        "A dependency container with SUCCESS or COMPLETE condition cannot be an essential container"),
                depends("healthy unchecked", "HEALTHY", true, "has no healthCheck"),
                task(
                        "healthy without a check",
                        b ->
                                b.containerDefinitions(
                                        container("web")
                                                .dependsOn(
                                                        d ->
                                                                d.containerName("db")
                                                                        .condition("HEALTHY"))
                                                .build(),
                                        container("db")
                                                .healthCheck(h -> h.command("NONE"))
                                                .build()),
                        "has no healthCheck"),
                depends("odd condition", "DONE", false, "condition must be"),
                task(
                        "cycle",
                        b ->
                                b.containerDefinitions(
                                        container("a")
                                                .dependsOn(
                                                        d ->
                                                                d.containerName("b")
                                                                        .condition("START"))
                                                .build(),
                                        container("b")
                                                .dependsOn(
                                                        d ->
                                                                d.containerName("a")
                                                                        .condition("START"))
                                                .build()),
                        "cycle"));
    }

    static List<Mistake> ofPortsAndLogs() {
        return List.of(
                web(
                        "host port",
                        c -> c.portMappings(p -> p.containerPort(80).hostPort(8080)),
                        "When networkMode=awsvpc, the host ports and container ports in port mappings must match."),
                web(
                        "port 0",
                        c -> c.portMappings(p -> p.containerPort(0)),
                        "portMappings.containerPort"),
                web(
                        "port 65536",
                        c -> c.portMappings(p -> p.containerPort(65_536)),
                        "portMappings.containerPort"),
                web(
                        "protocol",
                        c -> c.portMappings(p -> p.containerPort(80).protocol("sctp")),
                        "portMappings.protocol"),
                web(
                        "both protocols",
                        c ->
                                c.portMappings(
                                        p -> p.containerPort(53),
                                        p -> p.containerPort(53).protocol("udp")),
                        "port 53 is already used"),
                web(
                        "range",
                        c -> c.portMappings(p -> p.containerPortRange("90-80")),
                        "containerPortRange"),
                web(
                        "range overlap",
                        c ->
                                c.portMappings(
                                        p -> p.containerPortRange("80-90"),
                                        p -> p.containerPort(85)),
                        "port 85"),
                web(
                        "port name",
                        c -> c.portMappings(p -> p.containerPort(80).name("Web")),
                        "portMappings.name"),
                web(
                        "app protocol",
                        c -> c.portMappings(p -> p.containerPort(80).appProtocol("ftp")),
                        "appProtocol"),
                log("driver", "papertrail", Map.of(), "logConfiguration.logDriver"),
                log("driver off fargate", "json-file", Map.of(), "'json-file'"),
                log(
                        "awslogs options",
                        "awslogs",
                        Map.of(),
                        "Log driver awslogs requires options: awslogs-region, awslogs-group"),
                log(
                        "awslogs unknown",
                        "awslogs",
                        Map.of("awslogs-region", "r", "awslogs-group", "g", "colour", "red"),
                        "Log driver awslogs disallows options: colour"),
                log(
                        "awslogs role",
                        "awslogs",
                        Map.of(
                                "awslogs-region",
                                "r",
                                "awslogs-group",
                                "g",
                                "awslogs-stream-prefix",
                                "p"),
                        "Fargate requires task definition to have execution role ARN to support log driver awslogs."),
                log(
                        "awslogs mode",
                        "awslogs",
                        Map.of("awslogs-region", "r", "awslogs-group", "g", "mode", "fast"),
                        "mode must be blocking"),
                log("splunk options", "splunk", Map.of(), "Log driver splunk requires options"),
                log("no router", "awsfirelens", Map.of(), "firelensConfiguration"),
                task(
                        "awslogs prefix",
                        b ->
                                b.executionRoleArn(ROLE)
                                        .containerDefinitions(
                                                container("web")
                                                        .logConfiguration(
                                                                log(
                                                                        "awslogs",
                                                                        Map.of(
                                                                                "awslogs-region",
                                                                                "r",
                                                                                "awslogs-group",
                                                                                "g")))
                                                        .build()),
                        "awslogs-stream-prefix"),
                web(
                        "ecr role",
                        c -> c.image("111122223333.dkr.ecr.us-east-1.amazonaws.com/app:1"),
                        "Fargate requires task definition to have execution role ARN to support ECR images."));
    }

    static List<Mistake> refusedOnFargate() {
        return List.of(
                web("privileged", c -> c.privileged(true), "privileged"),
                web("links", c -> c.links("a"), "links"),
                web("hostname", c -> c.hostname("h"), "hostname"),
                web(
                        "extraHosts",
                        c -> c.extraHosts(h -> h.hostname("h").ipAddress("10.0.0.1")),
                        "extraHosts"),
                web("dnsServers", c -> c.dnsServers("10.0.0.2"), "dnsServers"),
                web("dnsSearchDomains", c -> c.dnsSearchDomains("x"), "dnsSearchDomains"),
                web("disableNetworking", c -> c.disableNetworking(true), "disableNetworking"),
                web(
                        "dockerSecurityOptions",
                        c -> c.dockerSecurityOptions("x"),
                        "dockerSecurityOptions"),
                web(
                        "gpu",
                        c -> c.resourceRequirements(r -> r.type("GPU").value("1")),
                        "resourceRequirements"),
                web(
                        "capability",
                        c -> c.linuxParameters(l -> l.capabilities(k -> k.add("SYS_ADMIN"))),
                        "SYS_ADMIN"),
                web(
                        "devices",
                        c -> c.linuxParameters(l -> l.devices(d -> d.hostPath("/dev/x"))),
                        "linuxParameters.devices"),
                web("shm", c -> c.linuxParameters(l -> l.sharedMemorySize(64)), "sharedMemorySize"),
                web(
                        "tmpfs",
                        c -> c.linuxParameters(l -> l.tmpfs(t -> t.containerPath("/t").size(1))),
                        "linuxParameters.tmpfs"),
                web("swap", c -> c.linuxParameters(l -> l.maxSwap(1)), "maxSwap"),
                web(
                        "sysctl",
                        c -> c.systemControls(s -> s.namespace("vm.swappiness").value("1")),
                        "vm.swappiness"),
                task(
                        "host path",
                        b -> b.volumes(v -> v.name("v").host(h -> h.sourcePath("/etc"))),
                        "host.sourcePath should not be set for volumes in Fargate."),
                task(
                        "docker volume",
                        b ->
                                b.volumes(
                                        v ->
                                                v.name("v")
                                                        .dockerVolumeConfiguration(
                                                                d -> d.driver("local"))),
                        "dockerVolumeConfiguration"),
                task(
                        "efs iam",
                        b ->
                                b.volumes(
                                        v ->
                                                v.name("v")
                                                        .efsVolumeConfiguration(
                                                                e ->
                                                                        e.fileSystemId("fs-1")
                                                                                .authorizationConfig(
                                                                                        a ->
                                                                                                a
                                                                                                        .iam(
                                                                                                                "ENABLED")))),
                        "transitEncryption"),
                task("same volume", b -> b.volumes(v -> v.name("v"), v -> v.name("v")), "unique"));
    }

    static Mistake task(
            String name, Consumer<RegisterTaskDefinitionRequest.Builder> mistake, String message) {
        RegisterTaskDefinitionRequest.Builder document = fargate("f");
        mistake.accept(document);
        return new Mistake(name, document.build(), message);
    }

    static Mistake web(String name, Consumer<ContainerDefinition.Builder> mistake, String message) {
        ContainerDefinition.Builder web = container("web");
        mistake.accept(web);
        return task(name, b -> b.containerDefinitions(web.build()), message);
    }

    private static Mistake depends(
            String name, String condition, boolean essential, String message) {
        return task(
                name,
                b ->
                        b.containerDefinitions(
                                container("web")
                                        .dependsOn(d -> d.containerName("job").condition(condition))
                                        .build(),
                                container("job").essential(essential).build()),
                message);
    }

    static Mistake log(String name, String driver, Map<String, String> options, String message) {
        return web(name, c -> c.logConfiguration(log(driver, options)), message);
    }

    private static LogConfiguration log(String driver, Map<String, String> options) {
        return LogConfiguration.builder().logDriver(driver).options(options).build();
    }

    private static List<ContainerDefinition> many(int count) {
        return IntStream.range(0, count).mapToObj(i -> container("c" + i).build()).toList();
    }
}
