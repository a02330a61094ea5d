package dev.slipway.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.Container;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.Task;

/** What a task definition says about memory and processors is what its containers get. For root. */
@EnabledIf("root")
final class LimitsHostTest {
    private static final Duration BOUND = Duration.ofSeconds(90);
    private static final Duration MEASURED = Duration.ofSeconds(10);
    private static final String TAKES_400_MIB =
            "busybox dd if=/dev/zero of=/dev/null bs=400M count=1";
    private static final String SPINS = "while :; do :; done";

    static boolean root() {
        if (!Launcher.asRoot()) {
            System.err.println("SKIPPED: LimitsHostTest runs real containers and needs root");
        }
        return Launcher.asRoot();
    }

    @Test
    void limitsHoldAndAreToldAsAwsTellsThem() {
        try (SlipwayServer server = SlipwayServer.local()) {
            server.command("demo", "--port", Integer.toString(server.port())).expectingSuccess();
            server.readEnvironment();
            EcsClient ecs = server.ecs();
            stop(ecs, ecs.listTasks().taskArns());
            onlyTheContainerThatExceedsItsOwnMemoryIsKilledForIt(server, ecs);
            aQuarterOfAProcessorIsAQuarterWhileAnotherTaskWantsAll(server, ecs);
            server.command("down").expectingSuccess();
            Launcher.Said leaks = server.command("doctor", "--leaks");
            assertThat(leaks.exit()).as(leaks.out()).isZero();
        }
    }

    private static void onlyTheContainerThatExceedsItsOwnMemoryIsKilledForIt(
            SlipwayServer server, EcsClient ecs) {
        ContainerDefinition greedy =
                container("greedy", TAKES_400_MIB).toBuilder().essential(false).memory(256).build();
        ContainerDefinition modest =
                container(
                                "modest",
                                "trap 'exit 0' TERM; "
                                        + TAKES_400_MIB
                                        + " || exit 1; while :; do sleep 0.1; done")
                        .toBuilder()
                        .memory(512)
                        .build();
        ecs.registerTaskDefinition(
                Story.definition("memory")
                        .memory("1024")
                        .containerDefinitions(greedy, modest)
                        .build());
        String arn = run(server, ecs, "memory");
        Await.until(
                "the greedy container to end",
                BOUND,
                () ->
                        ecs.describeTasks(r -> r.tasks(arn)).tasks().stream()
                                .filter(task -> task.lastStatus().equals("RUNNING"))
                                .filter(task -> named(task, "greedy").exitCode() != null)
                                .findFirst());
        stop(ecs, List.of(arn));
        Task task = await(ecs, arn, "STOPPED");
        assertThat(named(task, "greedy").exitCode()).isEqualTo(137);
        assertThat(named(task, "greedy").reason())
                .isEqualTo("OutOfMemoryError: Container killed due to memory usage");
        assertThat(named(task, "modest").exitCode()).isZero();
        assertThat(named(task, "modest").reason()).isNull();
    }

    private static void aQuarterOfAProcessorIsAQuarterWhileAnotherTaskWantsAll(
            SlipwayServer server, EcsClient ecs) {
        ecs.registerTaskDefinition(
                Story.definition("quarter")
                        .containerDefinitions(container("one", SPINS), container("two", SPINS))
                        .build());
        ecs.registerTaskDefinition(
                Story.definition("rival")
                        .cpu("1024")
                        .memory("2048")
                        .containerDefinitions(container("one", SPINS), container("two", SPINS))
                        .build());
        List<String> arns = List.of(run(server, ecs, "quarter"), run(server, ecs, "rival"));
        arns.forEach(arn -> await(ecs, arn, "RUNNING"));
        Path count = usage(Story.id(arns.getFirst()));
        long from = System.nanoTime();
        long before = read(count);
        Await.until(
                "ten seconds to pass",
                MEASURED.plusSeconds(5),
                () ->
                        System.nanoTime() - from < MEASURED.toNanos()
                                ? Optional.empty()
                                : Optional.of(true));
        long used = read(count) - before;
        double cores = (double) used / (System.nanoTime() - from);
        System.out.println("LimitsHostTest: a task of 256 units got " + cores + " of a processor");
        assertThat(cores).isCloseTo(0.25, Percentage.withPercentage(10));
        stop(ecs, arns);
    }

    private static ContainerDefinition container(String name, String command) {
        return ContainerDefinition.builder()
                .name(name)
                .image("slipway-demo:latest")
                .entryPoint("/bin/sh", "-c")
                .command(command)
                .build();
    }

    private static String run(SlipwayServer server, EcsClient ecs, String definition) {
        return ecs.runTask(Story.run(server.ec2(), definition).build())
                .tasks()
                .getFirst()
                .taskArn();
    }

    private static Task await(EcsClient ecs, String arn, String status) {
        return Await.until(
                arn + " to be " + status,
                BOUND,
                () ->
                        ecs.describeTasks(r -> r.tasks(arn)).tasks().stream()
                                .filter(task -> task.lastStatus().equals(status))
                                .findFirst());
    }

    private static void stop(EcsClient ecs, List<String> arns) {
        arns.forEach(arn -> ecs.stopTask(r -> r.task(arn)));
        arns.forEach(arn -> await(ecs, arn, "STOPPED"));
    }

    private static Container named(Task task, String name) {
        return task.containers().stream()
                .filter(container -> container.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** The kernel's own count of what a task used of the processors. */
    private static Path usage(String taskId) {
        Path one = Path.of("/sys/fs/cgroup/cpuacct");
        Path top = Files.isDirectory(one) ? one : Path.of("/sys/fs/cgroup");
        String file = Files.isDirectory(one) ? "cpuacct.usage" : "cpu.stat";
        try (Stream<Path> instances = Files.list(top)) {
            return instances
                    .map(instance -> instance.resolve(taskId).resolve(file))
                    .filter(Files::isRegularFile)
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** In nanoseconds. */
    private static long read(Path file) {
        try {
            String text = Files.readString(file).lines().findFirst().orElseThrow();
            return text.startsWith("usage_usec ")
                    ? Long.parseLong(text.substring(11)) * 1000
                    : Long.parseLong(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
