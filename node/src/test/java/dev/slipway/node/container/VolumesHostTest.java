package dev.slipway.node.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.node.container.Bench.Draft;
import dev.slipway.node.host.FileNodes;
import dev.slipway.nodelink.ContainerPlan.MountPoint;
import dev.slipway.nodelink.ContainerPlan.VolumeFrom;
import dev.slipway.nodelink.TaskPlan;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class VolumesHostTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private Bench bench;

    @BeforeEach
    void open() throws Exception {
        Bench.needsRoot();
        bench = new Bench();
        Path image = bench.folder.resolve("layers/base/srv/www");
        Files.createDirectories(image.resolve("deep"));
        Files.writeString(image.resolve("index"), "welcome\n");
        Files.writeString(image.resolve("deep/page"), "page\n");
        Files.createSymbolicLink(image.resolve("link"), Path.of("deep/page"));
        FileNodes.own(image, 101, 102);
        FileNodes.permit(image, 02775);
        FileNodes.own(image.resolve("index"), 101, 200);
        FileNodes.permit(image.resolve("index"), 0640);
    }

    @AfterEach
    void close() throws Exception {
        if (bench != null) {
            bench.close();
        }
    }

    private TaskPlan task(List<String> volumes, Draft... drafts) throws LaunchException {
        var plans = java.util.Arrays.stream(drafts).map(Draft::plan).toList();
        TaskPlan task =
                Bench.plan(
                        1024,
                        256,
                        false,
                        volumes,
                        plans.toArray(new dev.slipway.nodelink.ContainerPlan[0]));
        bench.containers.openTask(task, Bench.NETWORK);
        return task;
    }

    private String run(TaskPlan task, Draft draft) throws Exception {
        Container container = bench.containers.create(draft.spec(task));
        container.start();
        assertThat(container.awaitExit(LONG)).isPresent();
        return bench.output(draft.id);
    }

    @Test
    void whatOneContainerWritesAnotherReads() throws Exception {
        var writes = new Draft("writes", "sh", "-c", "echo told > /out/word");
        writes.mounts = List.of(new MountPoint("shared", "/out", false));
        var reads = new Draft("reads", "sh", "-c", "cat /in/word; echo x > /in/word");
        reads.mounts = List.of(new MountPoint("shared", "/in", true));
        TaskPlan task = task(List.of("other", "shared"), writes, reads);
        run(task, writes);
        assertThat(run(task, reads)).startsWith("told\n").contains("Read-only file system");
    }

    @Test
    void aContainerThatAServerOfAnEarlierVersionMadeIsRenewedWithItsVolumes() throws Exception {
        var draft = new Draft("old", "sh", "-c", "echo life >> /out/lives; cat /out/lives");
        draft.mounts = List.of(new MountPoint("kept", "/out", false));
        Container container = bench.containers.create(draft.spec(task(List.of("kept"), draft)));
        container.start();
        assertThat(container.awaitExit(LONG)).isPresent();
        Files.delete(bench.bundle("old").resolve("task"));
        container.renew();
        container.start();
        assertThat(container.awaitExit(LONG).orElseThrow().code()).hasValue(0);
        assertThat(bench.output("old")).isEqualTo("life\nlife\nlife\n");
    }

    @Test
    void anEmptyVolumeIsGivenWhatTheImageHasThere() throws Exception {
        String look = "cd /srv/www; cat index link; busybox stat -c '%u:%g %a' . index deep";
        var first = new Draft("first", "sh", "-c", look + "; echo mine > index");
        first.mounts = List.of(new MountPoint("pages", "/srv/www", false));
        var second = new Draft("second", "cat", "/srv/www/index");
        second.mounts = first.mounts;
        TaskPlan task = task(List.of("pages"), first, second);
        assertThat(run(task, first))
                .isEqualTo("welcome\npage\n101:102 2775\n101:200 640\n0:0 755\n");
        assertThat(run(task, second)).as("it is not filled twice").isEqualTo("mine\n");
        assertThat(bench.folder.resolve("layers/base/srv/www/index")).hasContent("welcome");
    }

    @Test
    void aVolumeWhereTheImageHasNothingIsEmptyAndRoots() throws Exception {
        var looks =
                new Draft(
                        "looks",
                        "sh",
                        "-c",
                        "busybox stat -c '%u:%g %a' /new/place; ls /new/place");
        looks.mounts = List.of(new MountPoint("v", "/new/place", false));
        assertThat(run(task(List.of("v"), looks), looks)).isEqualTo("0:0 755\n");
    }

    @Test
    void aVolumeMayBeSeenAtTwoPlacesAndOneInsideAnother() throws Exception {
        var both =
                new Draft("both", "sh", "-c", "echo 1 > /a/f; cat /b/f; ls /a/sub; cat /a/sub/f");
        both.mounts =
                List.of(
                        new MountPoint("y", "/a/sub", false),
                        new MountPoint("x", "/a", false),
                        new MountPoint("x", "/b/", false),
                        new MountPoint("y", "/c", false));
        var fills = new Draft("fills", "sh", "-c", "echo inner > /c/f");
        fills.mounts = both.mounts;
        TaskPlan task = task(List.of("x", "y"), both, fills);
        run(task, fills);
        assertThat(run(task, both)).isEqualTo("1\nf\ninner\n");
    }

    @Test
    void twoVolumesAtOnePlaceAreRefused() throws Exception {
        var twice = new Draft("twice", "true");
        twice.mounts =
                List.of(new MountPoint("x", "/a", false), new MountPoint("y", "/b/../a/", false));
        TaskPlan task = task(List.of("x", "y"), twice);
        assertThatThrownBy(() -> bench.containers.create(twice.spec(task)))
                .isInstanceOf(LaunchException.class)
                .hasMessage("Duplicate mount point: /a");
        assertThat(bench.containers.leaks(Set.of(Bench.TASK))).isEmpty();
    }

    @Test
    void theVolumesOfAnotherContainerAreAtTheSamePlaces() throws Exception {
        var source = new Draft("source", "sh", "-c", "echo a > /a/f; echo b > /b/f");
        source.name = "source";
        source.mounts = List.of(new MountPoint("x", "/a", false), new MountPoint("y", "/b", false));
        var middle = new Draft("middle", "true");
        middle.name = "middle";
        middle.from = List.of(new VolumeFrom("source", true));
        middle.mounts = List.of(new MountPoint("z", "/b", false));
        var last = new Draft("last", "sh", "-c", "cat /a/f; touch /a/g || touch /b/g; ls /b");
        last.name = "last";
        last.from = List.of(new VolumeFrom("middle", false));
        TaskPlan task = task(List.of("x", "y", "z"), source, middle, last);
        run(task, source);
        assertThat(run(task, last)).startsWith("a\n").contains("Read-only").endsWith("g\n");
    }

    @Test
    void aReadOnlyRootHasWritableVolumesAndAWorkingDirectoryInOne() throws Exception {
        var draft = new Draft("locked", "sh", "-c", "pwd; echo > f; ls; touch /x || echo refused");
        draft.readOnly = true;
        draft.user = "web";
        draft.workingDirectory = "/data/work";
        draft.mounts = List.of(new MountPoint("v", "/data", false));
        assertThat(run(task(List.of("v"), draft), draft))
                .startsWith("/data/work\nf\n")
                .contains("refused\n"); // which of its two outputs is read first is nobody's to say
    }

    @Test
    void volumesOutliveUsAndGoWithTheirTask() throws Exception {
        var draft = new Draft("stays", "sh", "-c", "echo kept > /v/f; exec sleep 100");
        draft.mounts = List.of(new MountPoint("v", "/v", false));
        TaskPlan task = task(List.of("v"), draft);
        bench.containers.create(draft.spec(task)).start();
        Path file = bench.folder.resolve("t").resolve(Bench.TASK).resolve("v0/f");
        Bench.until(() -> Files.exists(file));
        bench.containers.close();
        bench.containers = bench.open();
        bench.containers.openTask(task, Bench.NETWORK);
        assertThat(file).hasContent("kept");
        assertThat(bench.containers.leaks(Set.of(Bench.TASK))).isEmpty();
        assertThat(bench.containers.leaks(Set.of())).anyMatch(leak -> leak.contains("/t/"));
        bench.containers.all().getFirst().delete();
        bench.containers.closeTask(Bench.TASK);
        assertThat(file.getParent()).doesNotExist();
        assertThat(bench.containers.leaks(Set.of())).isEmpty();
    }
}
