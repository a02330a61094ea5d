package dev.slipway.node.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.node.host.LineFile;
import dev.slipway.node.simulated.Plans;
import dev.slipway.node.simulated.RecordingLink;
import dev.slipway.nodelink.TaskPlan;
import dev.slipway.nodelink.TaskReport;
import dev.slipway.nodelink.TaskReport.Phase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A machine that is started again: what ran is gone, and what is on the disk is of another boot.
 */
@Timeout(120)
class RebootHostTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final TaskPlan TASK =
            Plans.task(
                    1,
                    Plans.with(
                            Plans.container("web", true, "sh", "-c", "echo afloat; sleep 1000"),
                            NodeContract.IMAGE,
                            Map.of(),
                            true));

    /** What a machine loses that is switched off: processes, mounts, cgroups and /run. */
    private static final String OFF =
            """
            set -u
            for try in 1 2 3 4 5 6 7 8 9 10; do
              pids=$(find /sys/fs/cgroup/*/slipway-"$1" -name cgroup.procs -exec cat {} + | sort -u)
              for pid in $pids; do [ "$pid" = "$2" ] || kill -9 "$pid" || true; done
              [ -z "$pids" ] && break
              sleep 0.1 # what was killed leaves its cgroup in its own time, and tells nobody
            done
            for under in "$3" "/run/slipway-hosttest/$1" "/run/slipway-$1"; do
              grep -E " $under[/ ]" /proc/self/mounts | cut -d' ' -f2 | tac | xargs -r -n1 umount -l
            done
            find /sys/fs/cgroup/*/slipway-"$1" -depth -type d -exec rmdir {} + || true
            rm -rf "/run/slipway-hosttest/$1" "/run/slipway-$1"
            """;

    @TempDir Path folder;
    private final RecordingLink link = new RecordingLink();
    private Optional<LocalNode> node = Optional.empty();

    @BeforeEach
    void aTaskRuns() throws Exception {
        RealNode.needsRoot("RebootHostTest");
        RealNode.image(folder, "sh", "sleep", "echo");
        open().apply(Plans.plan(1, TASK));
        link.await(l -> l.messages("ecs/web").equals(List.of("afloat")), LONG);
        link.await(l -> l.task(TASK.id()).map(t -> t.phase() == Phase.RUNNING).orElse(false), LONG);
    }

    @AfterEach
    void dismantle() throws IOException {
        if (node.isPresent()) {
            node.get().dismantle();
        }
    }

    private LocalNode open() throws IOException {
        LocalNode opened = RealNode.open(folder, link);
        node = Optional.of(opened);
        return opened;
    }

    private void reboot() throws Exception {
        node.orElseThrow().close();
        String instance = RealNode.settings(folder).instance();
        int exit =
                new ProcessBuilder(
                                "bash",
                                "-c",
                                OFF,
                                "off",
                                instance,
                                Long.toString(ProcessHandle.current().pid()),
                                folder.toString())
                        .inheritIO()
                        .start()
                        .waitFor();
        assertThat(exit).isZero();
        Path containers = folder.resolve("data/containers/c");
        try (Stream<Path> all = Files.find(containers, 2, (p, _) -> p.endsWith("record.json"))) {
            for (Path record : all.toList()) {
                String text = LineFile.read(record).orElseThrow();
                String other = text.replaceAll("\"bootId\":\"[^\"]*\"", "\"bootId\":\"another\"");
                assertThat(other).isNotEqualTo(text);
                LineFile.write(record, other, false);
            }
        }
    }

    @Test
    void whatRanIsToldToHaveStoppedAndWhyAndNothingIsLeft() throws Exception {
        TaskReport before = link.task(TASK.id()).orElseThrow();
        reboot();
        stopsTruthfully();
        assertThat(link.task(TASK.id()).orElseThrow().startedAt()).isEqualTo(before.startedAt());
    }

    @Test
    void itIsToldAlsoWhenTheJournalWentWithThePower() throws Exception {
        reboot();
        try (Stream<Path> entries = Files.list(folder.resolve("data/journal"))) {
            for (Path entry : entries.toList()) {
                Files.delete(entry);
            }
        }
        stopsTruthfully();
    }

    private void stopsTruthfully() throws Exception {
        LocalNode next = open();
        next.apply(Plans.plan(2, TASK));
        link.await(l -> l.task(TASK.id()).map(t -> t.phase() == Phase.STOPPED).orElse(false), LONG);
        TaskReport told = link.task(TASK.id()).orElseThrow();
        assertThat(told.containers().getFirst().exitCode()).isEmpty();
        assertThat(told.containers().getFirst().reason())
                .contains("the machine was restarted while the container ran");
        assertThat(link.messages("ecs/web")).containsExactly("afloat");
        next.apply(Plans.plan(3));
        assertThat(next.leaks()).isEmpty();
    }
}
