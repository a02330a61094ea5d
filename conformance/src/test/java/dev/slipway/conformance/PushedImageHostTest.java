package dev.slipway.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.Task;

/** An image is pushed into Slipway and a task runs from it. For root. */
@EnabledIf("root")
final class PushedImageHostTest {
    private static final Duration BOUND = Duration.ofSeconds(60);

    @TempDir Path folder = Path.of("");

    static boolean root() {
        if (!Launcher.asRoot()) {
            System.err.println("SKIPPED: PushedImageHostTest runs real containers, needs root");
        }
        return Launcher.asRoot();
    }

    @Test
    void aTaskRunsFromAnImageThatSkopeoPushedAndAnUnknownOneIsToldInEcsWords() throws Exception {
        try (SlipwayServer server = SlipwayServer.local()) {
            String up = server.up().expectingSuccess();
            String registry = server.status().path("registry").asText();
            assertThat(registry).startsWith("localhost:");
            assertThat(up).contains("Images are pushed to " + registry + "/NAME.");

            Path archive = demoImage();
            skopeo(
                    "copy",
                    "--dest-tls-verify=false",
                    "oci:" + archive + ":story",
                    "docker://" + registry + "/team/web:1");
            assertThat(
                            skopeo(
                                    "list-tags",
                                    "--tls-verify=false",
                                    "docker://" + registry + "/team/web"))
                    .contains("\"1\"");
            Path back = folder.resolve("back");
            skopeo(
                    "copy",
                    "--src-tls-verify=false",
                    "docker://" + registry + "/team/web:1",
                    "dir:" + back);
            assertThat(back.resolve("manifest.json")).exists();

            EcsClient ecs = server.ecs();
            String arn = run(server, "pushed", registry + "/team/web:1");
            Task running = Await.until("the task to run", BOUND, () -> seen(ecs, arn, "RUNNING"));
            assertThat(running.containers().getFirst().imageDigest()).startsWith("sha256:");
            assertThat(image(server, "rm", registry + "/team/web:1").err())
                    .contains("is in use by a task");
            ecs.stopTask(r -> r.task(arn));
            Await.until("the task to stop", BOUND, () -> seen(ecs, arn, "STOPPED"));

            String missing = run(server, "missing", registry + "/team/web:2");
            Task failed =
                    Await.until("the task to fail", BOUND, () -> seen(ecs, missing, "STOPPED"));
            assertThat(failed.stopCodeAsString()).isEqualTo("TaskFailedToStart");
            assertThat(failed.stoppedReason())
                    .isEqualTo(
                            "CannotPullContainerError: pull image manifest has been retried 1 time(s):"
                                    + " failed to resolve ref "
                                    + registry
                                    + "/team/web:2: "
                                    + registry
                                    + "/team/web:2: not found");
            assertThat(image(server, "list").expectingSuccess())
                    .contains(registry + "/team/web:1", "pulled");
        }
    }

    private static Launcher.Said image(SlipwayServer server, String command, String... more) {
        List<String> words =
                new ArrayList<>(List.of("image", command, "--data", server.data().toString()));
        words.addAll(List.of(more));
        return server.launcher().slipway(words.toArray(String[]::new));
    }

    private static String run(SlipwayServer server, String family, String image) {
        EcsClient ecs = server.ecs();
        ContainerDefinition web =
                Story.web().toBuilder()
                        .image(image)
                        .entryPoint("/bin/busybox", "sleep")
                        .command("600")
                        .build();
        ecs.registerTaskDefinition(Story.definition(family).containerDefinitions(web).build());
        return ecs.runTask(Story.run(server.ec2(), family).build()).tasks().getFirst().taskArn();
    }

    private static Optional<Task> seen(EcsClient ecs, String arn, String status) {
        return ecs.describeTasks(r -> r.tasks(arn)).tasks().stream()
                .filter(task -> task.lastStatus().equals(status))
                .findFirst();
    }

    /** An OCI layout of one layer with a static busybox, made by umoci's format by hand. */
    private Path demoImage() throws IOException, InterruptedException {
        Path root = Files.createDirectories(folder.resolve("root/bin"));
        Files.copy(Path.of("/bin/busybox"), root.resolve("busybox"));
        Path tar = folder.resolve("layer.tar");
        said("tar", "-C", folder.resolve("root").toString(), "-cf", tar.toString(), ".");
        return OciLayout.write(folder.resolve("layout"), "story", tar);
    }

    private static String skopeo(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("skopeo", "--insecure-policy"));
        command.addAll(List.of(arguments));
        return said(command.toArray(String[]::new));
    }

    private static String said(String... command) throws IOException, InterruptedException {
        Path output = Files.createTempFile("said", ".txt");
        try {
            Process process =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(output.toFile())
                            .start();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            String said = Files.readString(output);
            assertThat(process.exitValue()).as(said).isZero();
            return said;
        } finally {
            Files.delete(output);
        }
    }
}
