package dev.slipway.node.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.node.host.Programs;
import dev.slipway.node.host.Trees;
import dev.slipway.node.image.Image;
import dev.slipway.node.image.ImageConfig;
import dev.slipway.node.simulated.Plans;
import dev.slipway.nodelink.ContainerPlan;
import dev.slipway.nodelink.TaskPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Assumptions;

/** A folder with one busybox layer, and containers of an instance of its own. */
final class Bench implements AutoCloseable {
    private static final AtomicInteger NUMBER = new AtomicInteger();
    static final String TASK = "0123456789abcdef0123456789abcdef";
    static final Path NETWORK = Path.of("/proc/self/ns/net").toAbsolutePath();

    final Path folder;
    final String instance;
    final LinkedBlockingQueue<Container> ended = new LinkedBlockingQueue<>();
    Containers containers;

    Bench() throws IOException {
        folder = Files.createTempDirectory("slipway-bench");
        instance = "t" + ProcessHandle.current().pid() % 1_000_000 + "n" + NUMBER.incrementAndGet();
        busybox(folder.resolve("layers/base"));
        containers = open();
    }

    static void needsRoot() {
        boolean root = "root".equals(System.getProperty("user.name"));
        if (!root) {
            System.err.println("SKIPPED: host tests of containers need root");
        }
        Assumptions.assumeTrue(root, "host tests of containers need root");
    }

    static void busybox(Path root) throws IOException {
        for (String name : List.of("bin", "etc", "proc", "sys", "dev", "root")) {
            Files.createDirectories(root.resolve(name));
        }
        Path program = Programs.find("busybox").orElseThrow();
        Files.copy(program, root.resolve("bin/busybox"));
        for (String applet :
                List.of(
                        "sh",
                        "echo",
                        "cat",
                        "id",
                        "sleep",
                        "true",
                        "env",
                        "pwd",
                        "unshare",
                        "mount",
                        "ls",
                        "kill",
                        "dd",
                        "mkdir",
                        "hostname",
                        "test",
                        "grep",
                        "head",
                        "tail",
                        "touch",
                        "wc",
                        "chroot",
                        "ping",
                        "yes")) {
            Files.createSymbolicLink(root.resolve("bin/" + applet), Path.of("busybox"));
        }
        Files.writeString(
                root.resolve("etc/passwd"),
                "root:x:0:0:root:/root:/bin/sh\nweb:x:101:102:web:/srv:/bin/sh\n");
        Files.writeString(root.resolve("etc/group"), "root:x:0:\nweb:x:102:\nextra:x:200:web\n");
    }

    Containers open() throws IOException {
        return open("", Duration.ofMinutes(1), 1L << 30);
    }

    Containers open(String runtime, Duration patience, long gib) throws IOException {
        return Containers.open(
                new ContainersSetup(
                        folder,
                        folder.resolve("layers"),
                        instance,
                        runtime,
                        InstantSource.system(),
                        ended::add),
                patience,
                gib);
    }

    /** What the runtime and conmon have of a container. */
    Path bundle(String id) {
        return Path.of("/run/slipway-" + instance, "b", id);
    }

    void task(int cpuUnits, int memoryMib) throws LaunchException {
        containers.openTask(plan(cpuUnits, memoryMib, false, List.of()), NETWORK);
    }

    /** A task whose containers share their processes and may have volumes. */
    static TaskPlan plan(
            int cpuUnits,
            int memoryMib,
            boolean sharedProcesses,
            List<String> volumes,
            ContainerPlan... containers) {
        TaskPlan plan = Plans.task(1);
        return new TaskPlan(
                TASK,
                plan.arn(),
                plan.account(),
                plan.region(),
                plan.clusterArn(),
                plan.family(),
                plan.revision(),
                plan.availabilityZone(),
                plan.launchType(),
                plan.desired(),
                plan.interfaceId(),
                cpuUnits,
                memoryMib,
                new TaskPlan.Storage(20, volumes),
                sharedProcesses,
                plan.credentialsId(),
                plan.taskRoleArn(),
                plan.tags(),
                List.of(containers));
    }

    /** A container that can be varied; the rest is as a definition that names nothing else. */
    static final class Draft {
        final String id;
        List<String> command;
        Map<String, String> environment = Map.of();
        String user = "";
        String workingDirectory = "";
        boolean readOnly;
        int cpuShares;
        int memoryMib;
        List<String> drop = List.of();
        List<String> add = List.of();
        List<ContainerPlan.Ulimit> ulimits = List.of();
        List<ContainerPlan.MountPoint> mounts = List.of();
        List<ContainerPlan.VolumeFrom> from = List.of();
        ContainerPlan.Fittings fittings = ContainerPlan.Fittings.NONE;
        Path network = NETWORK;
        String name = "app";
        ImageConfig config = ImageConfig.ofCommand(List.of());

        Draft(String id, String... command) {
            this.id = id;
            this.command = List.of(command);
        }

        ContainerSpec spec() {
            return spec(Bench.plan(1024, 1024, false, List.of()));
        }

        ContainerPlan plan() {
            return new ContainerPlan(
                    name,
                    "",
                    "busybox",
                    true,
                    List.of(),
                    command,
                    environment,
                    user,
                    workingDirectory,
                    readOnly,
                    cpuShares,
                    memoryMib,
                    0,
                    ContainerPlan.Lifecycle.plain(30),
                    drop,
                    add,
                    List.of(),
                    Map.of(),
                    ulimits,
                    mounts,
                    from,
                    fittings,
                    Optional.empty());
        }

        ContainerSpec spec(TaskPlan task) {
            var image =
                    new Image(
                            "docker.io/library/busybox:latest",
                            "",
                            "sha256:0",
                            List.of("base"),
                            config,
                            Image.Origin.IMPORTED,
                            0,
                            Instant.EPOCH);
            return new ContainerSpec(
                    id,
                    task,
                    plan(),
                    image,
                    Map.of("AWS_REGION", "us-east-1"),
                    "ip-172-31-0-9",
                    network,
                    "127.0.0.1 localhost\n",
                    "nameserver 172.31.0.2\n");
        }
    }

    /** Runs it to its end. */
    Exit run(Draft draft) throws Exception {
        Container container = containers.create(draft.spec());
        container.start();
        return container.awaitExit(Duration.ofSeconds(20)).orElseThrow();
    }

    /** What it wrote, without conmon's stamps. */
    String output(String id) throws IOException {
        var text = new StringBuilder();
        for (String line : Files.readAllLines(folder.resolve("c").resolve(id).resolve("log"))) {
            text.append(line.substring(line.indexOf(' ', line.indexOf(' ') + 1) + 3)).append('\n');
        }
        return text.toString();
    }

    @Override
    public void close() throws IOException {
        containers.dismantle();
        Trees.delete(folder);
    }

    interface Condition {
        boolean holds() throws Exception;
    }

    /**
     * Waits for something that the machine does by itself and tells nobody of: it is looked at
     * again and again, up to a bound.
     */
    static void until(Condition condition) throws Exception {
        for (int i = 0; !condition.holds(); i++) {
            assertThat(i).as("waited long enough").isLessThan(4000);
            Thread.sleep(5); // between two looks
        }
    }
}
