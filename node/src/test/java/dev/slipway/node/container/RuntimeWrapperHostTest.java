package dev.slipway.node.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.node.host.LinuxException;
import dev.slipway.node.host.MountView;
import dev.slipway.node.host.Mounts;
import dev.slipway.node.host.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The program around the runtime, with a shell in the runtime's place. */
@Timeout(60)
class RuntimeWrapperHostTest {
    private static final List<Path> TREES =
            List.of(Path.of("/usr"), Path.of("/bin"), Path.of("/lib"), Path.of("/lib64"));

    @TempDir Path folder;

    private Path shell;
    private Path tasks;
    private Path wrapper;
    private Path tree;

    @BeforeEach
    void mountTwo() throws Exception {
        Bench.needsRoot();
        Assumptions.assumeTrue(System.getProperty("os.arch", "").equals("amd64"));
        shell = Programs.find("sh").orElseThrow().toRealPath();
        wrapper = folder.resolve("wrapper");
        tree = folder.resolve("tree");
        tasks = Files.createDirectory(folder.resolve("tasks"));
        for (String name : List.of("mine", "other")) {
            Path task = Files.createDirectory(tasks.resolve(name));
            Files.createFile(folder.resolve(name));
            Files.createFile(task.resolve("below"));
            Mounts.bind(folder.resolve(name), task.resolve("below"));
        }
    }

    @AfterEach
    void unmount() {
        if (tasks != null) {
            Mounts.below(folder).reversed().forEach(Mounts::unmount);
        }
    }

    private MountView view(Path... hidden) throws IOException {
        return MountView.of(
                new MountView.Contents(
                        List.of(shell, folder, Path.of("/proc")),
                        Stream.concat(TREES.stream(), Stream.of(tree)).toList(),
                        List.of(tasks),
                        List.of(hidden)));
    }

    private List<String> points(String... first) throws IOException {
        List<String> points = new ArrayList<>();
        for (String line : run("cat /proc/self/mountinfo", first).output().lines().toList()) {
            points.add(line.split(" ")[4]);
        }
        return points;
    }

    private Programs.Result run(String script, String... first) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(wrapper.toString());
        command.addAll(List.of(first));
        command.addAll(List.of("-c", script));
        return Programs.run(command, Duration.ofSeconds(20));
    }

    @Test
    void aViewHasWhatIsTakenAlongAndNothingElseOfTheTasks() throws Exception {
        Path mine = tasks.resolve("mine/below");
        try (MountView view = view()) {
            RuntimeWrapper.program(wrapper, shell, view.file().toString(), "", true);
            assertThat(points()).contains("/", "/proc").noneMatch(p -> p.startsWith(tasks + "/"));
            assertThat(points("^" + mine))
                    .contains(mine.toString())
                    .noneMatch(p -> p.startsWith(tasks + "/other"));
            // It is not the shared view that it was taken into.
            assertThat(points()).noneMatch(p -> p.startsWith(tasks + "/"));
            // By a link, with what is mounted below, and beside one that is not there.
            Path link = Files.createSymbolicLink(folder.resolve("link"), tasks.resolve("mine"));
            assertThat(points("^" + folder + "/missing", "^" + link))
                    .contains(tasks.resolve("mine").toString(), mine.toString());
        }
        assertThat(Mounts.below(tasks)).hasSize(2);
    }

    @Test
    void theProgramCannotBeWrittenToInAView() throws Exception {
        try (MountView view = view()) {
            RuntimeWrapper.program(wrapper, shell, view.file().toString(), "", true);
            assertThat(run("cat /proc/self/mountinfo").output().lines())
                    .anyMatch(line -> line.contains(" " + shell + " ro,"));
        }
        assertThat(Mounts.at(shell)).isFalse();
    }

    @Test
    void whatIsMountedLaterIsNotInIt() throws Exception {
        try (MountView view = view()) {
            RuntimeWrapper.program(wrapper, shell, view.file().toString(), "", true);
            Path late = Files.createFile(tasks.resolve("late"));
            Mounts.bind(folder.resolve("mine"), late);
            assertThat(points()).doesNotContain(late.toString());
            assertThat(points("^" + late)).contains(late.toString());
        }
    }

    @Test
    void aViewThatIsGoneIsReplacedByAllOfTheMachinesMounts() throws Exception {
        Path file;
        try (MountView view = view()) {
            file = view.file();
        }
        // Its number may be another file's by now.
        String other = folder.resolve("mine").toString();
        for (String gone : List.of(file.toString(), other, "/proc/1/fd/999999", "")) {
            RuntimeWrapper.program(wrapper, shell, gone, "", false);
            assertThat(points("^" + tasks.resolve("mine/below")))
                    .contains(tasks + "/mine/below", tasks + "/other/below");
        }
    }

    @Test
    void aHiddenMountIsInNeither() throws Exception {
        Path hidden = Files.createFile(Files.createDirectory(tree).resolve("hidden"));
        Mounts.bind(folder.resolve("mine"), hidden);
        for (List<Path> left : List.of(List.<Path>of(), List.of(hidden))) {
            try (MountView view = view(left.toArray(Path[]::new))) {
                RuntimeWrapper.program(wrapper, shell, view.file().toString(), "", true);
                assertThat(points().contains(hidden.toString())).isEqualTo(left.isEmpty());
            }
        }
        RuntimeWrapper.program(wrapper, shell, "", hidden.toString(), true);
        assertThat(points())
                .doesNotContain(hidden.toString())
                .contains(tasks.resolve("other/below").toString());
    }

    @Test
    void whatCannotBeTakenAlongIsTold() throws Exception {
        try (MountView view = view()) {
            RuntimeWrapper.program(wrapper, shell, view.file().toString(), "", true);
            Path notAFolder = folder.resolve("mine").resolve("below");
            Programs.Result result = run("true", "^" + notAFolder);
            assertThat(result.code()).isEqualTo(125);
            assertThat(result.output())
                    .isEqualTo("the surroundings of the runtime could not be made\n");
        }
    }

    @Test
    void aPlaceThatWouldNotBeSeenIsTold() throws Exception {
        Path away = tasks.resolve("mine/below");
        Path link = Files.createSymbolicLink(folder.resolve("to"), away);
        assertThatThrownBy(
                        () ->
                                MountView.of(
                                        new MountView.Contents(
                                                List.of(link), TREES, List.of(tasks), List.of())))
                .isInstanceOf(LinuxException.class)
                .hasMessageContaining(link.toString());
    }
}
