package dev.slipway.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** The programs that measure still run: at their smallest size, and whatever they find. */
@EnabledIf("root")
final class BenchHostTest {

    static boolean root() {
        boolean possible = Launcher.asRoot() && Files.isExecutable(Path.of("/usr/bin/python3"));
        if (!possible) {
            System.err.println("SKIPPED: BenchHostTest runs real containers: root and python3");
        }
        return possible;
    }

    @Test
    void aLaunchIsSetAgainstEveryFloor() {
        assertThat(bench("launch", "1", "--at-once", "2", "--without", "podman,docker"))
                .containsPattern("RunTask to RUNNING +median +[0-9.]+ ms")
                .containsPattern("bare runtime +median +[0-9.]+ ms")
                .containsPattern("engine floor +median +[0-9.]+ ms")
                .containsPattern("scripted job +median +[0-9.]+ ms")
                .containsPattern("RunTask to RUNNING / engine floor +[0-9.]+")
                .containsPattern("container started \\(startedAt\\) +[0-9.]+ ms")
                .containsPattern("2 at once: RunTask to RUNNING / engine floor +[0-9.]+")
                .containsPattern("memory per task beyond its containers: -?[0-9.]+ MiB")
                .containsPattern("server resident with 3 tasks: [0-9]+ MiB");
    }

    @Test
    void answersAreCountedAtFewAndMoreTasks() {
        assertThat(bench("api", "2", "7", "--turns", "1", "--seconds", "0.1"))
                .containsPattern("7 tasks run: [0-9]+ accepted and run in a second; ")
                .containsPattern("DescribeTasks +[0-9]+ +[0-9]+")
                .containsPattern("ListTasks +[0-9]+ +[0-9]+")
                .containsPattern("RegisterTaskDefinition +[0-9]+ +[0-9]+")
                .containsPattern("DescribeTasks: time at 7 / at 2 +[0-9.]+");
    }

    private static String bench(String... words) {
        Launcher launcher = Launcher.withPrivateHome();
        try {
            List<String> command = new ArrayList<>(List.of(words));
            command.set(0, Launcher.root().resolve("bench").resolve(words[0]).toString());
            return launcher.run(command, Map.of()).expectingSuccess();
        } finally {
            launcher.forgetHome();
        }
    }
}
