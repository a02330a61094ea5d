package dev.slipway.node.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.node.container.Bench.Draft;
import dev.slipway.node.host.Ahead;
import dev.slipway.node.host.Mounts;
import dev.slipway.nodelink.ContainerPlan.MountPoint;
import dev.slipway.nodelink.TaskPlan;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StorageHostTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final long MIB = 1L << 20; // in the place of a GiB
    private Bench bench;
    private TaskPlan task;

    @BeforeEach
    void open() throws Exception {
        Bench.needsRoot();
        bench = new Bench();
        reopen();
        task = Bench.plan(1024, 256, false, List.of("v"));
        bench.containers.openTask(task, Bench.NETWORK);
        if (!bench.containers.remarks().isEmpty()) {
            System.err.println("SKIPPED: " + bench.containers.remarks());
            Assumptions.abort("this machine has no loop devices for us");
        }
    }

    private void reopen() throws Exception {
        bench.containers.close();
        bench.containers = bench.open("", Duration.ofMinutes(1), MIB);
    }

    @AfterEach
    void close() throws Exception {
        if (bench != null) {
            bench.close();
        }
    }

    private Path disk() {
        return bench.folder.resolve("t").resolve(Bench.TASK);
    }

    /** Loop devices whose file was in our folder. */
    private long devices() throws Exception {
        try (Stream<Path> all = Files.list(Path.of("/sys/block"))) {
            return all.map(device -> device.resolve("loop/backing_file"))
                    .filter(
                            file -> {
                                try {
                                    return Files.readString(file)
                                            .startsWith(bench.folder.toString());
                                } catch (java.io.IOException _) {
                                    return false;
                                }
                            })
                    .count();
        }
    }

    @Test
    void aFullDiskIsTheTasksOwnAndNobodyElses() throws Exception {
        var draft =
                new Draft(
                        "fills",
                        "sh",
                        "-c",
                        "dd if=/dev/zero of=/full bs=1M count=30; dd if=/dev/zero of=/v/more bs=1M count=2 && echo room");
        draft.mounts = List.of(new MountPoint("v", "/v", false));
        var first =
                new Draft(
                        "kept",
                        "sh",
                        "-c",
                        "echo kept > /f; dd if=/dev/zero of=/g bs=1M count=5; exec sleep 100");
        bench.containers.create(first.spec(task)).start();
        Container fills =
                bench.containers.create(
                        draft.spec(Bench.plan(1024, 256, false, List.of("v"), draft.plan())));
        fills.start();
        assertThat(fills.awaitExit(LONG)).isPresent();
        assertThat(bench.output("fills"))
                .contains("No space left on device")
                .doesNotContain("room");
        assertThat(bench.bundle("kept").resolve("rootfs/f")).hasContent("kept");
        Files.writeString(bench.folder.resolve("host"), "the host has room");
        assertThat(Files.getFileStore(disk()).getTotalSpace()).isBetween(15 * MIB, 20 * MIB);
    }

    @Test
    void whatATaskHasWrittenIsCounted() throws Exception {
        long before = bench.containers.storageUsed(Bench.TASK).orElseThrow();
        bench.containers
                .create(
                        new Draft(
                                        "writes",
                                        "sh",
                                        "-c",
                                        "dd if=/dev/zero of=/f bs=1M count=5 && sync && echo written; exec sleep 100")
                                .spec(task))
                .start();
        Bench.until(() -> bench.output("writes").contains("written"));
        assertThat(bench.containers.storageUsed(Bench.TASK).orElseThrow() - before)
                .isBetween(5 * MIB, 6 * MIB);
        assertThat(bench.containers.storageUsed("nobody")).isEmpty();
    }

    @Test
    void anotherSizeIsMadeWhenItIsAskedFor() throws Exception {
        TaskPlan large =
                new TaskPlan(
                        "f".repeat(32),
                        task.arn(),
                        task.account(),
                        task.region(),
                        task.clusterArn(),
                        task.family(),
                        task.revision(),
                        task.availabilityZone(),
                        task.launchType(),
                        task.desired(),
                        task.interfaceId(),
                        1024,
                        256,
                        new TaskPlan.Storage(50, List.of()),
                        false,
                        "",
                        "",
                        task.tags(),
                        List.of());
        bench.containers.openTask(large, Bench.NETWORK);
        Path target = bench.folder.resolve("t").resolve(large.id());
        assertThat(Files.getFileStore(target).getTotalSpace()).isBetween(40 * MIB, 50 * MIB);
        bench.containers.closeTask(large.id());
        assertThat(target).doesNotExist();
    }

    @Test
    void aDiskOutlivesUsAndGoesWithItsTaskDeviceAndFileToo() throws Exception {
        Bench.until(
                () -> devices() == 1 + Ahead.stock()); // the task's, and those for others to come
        Container before = bench.containers.create(new Draft("on", "sleep", "100").spec(task));
        before.start();
        bench.containers.close();
        Bench.until(() -> devices() == 1);
        reopen();
        bench.containers.openTask(task, Bench.NETWORK);
        assertThat(Mounts.at(disk())).isTrue();
        Container after = bench.containers.all().getFirst();
        assertThat(after.state()).isEqualTo(Container.State.RUNNING);
        after.delete();
        bench.containers.closeTask(Bench.TASK);
        assertThat(disk()).doesNotExist();
        assertThat(bench.containers.leaks(Set.of())).isEmpty();
        bench.containers.dismantle();
        Bench.until(() -> devices() == 0);
        assertThat(bench.folder.resolve("d")).doesNotExist();
        bench.containers = bench.open();
    }

    @Test
    void dismantlingTakesTheDisksOfRunningTasks() throws Exception {
        bench.containers.create(new Draft("on", "sleep", "100").spec(task)).start();
        bench.containers.dismantle();
        Bench.until(() -> devices() == 0);
        assertThat(bench.folder.resolve("t")).doesNotExist();
        bench.containers = bench.open();
    }
}
