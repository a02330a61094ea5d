package dev.slipway.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The launcher and the server as processes of a machine. */
final class LauncherTest {
    @RegisterExtension static final SlipwayServer server = SlipwayServer.simulated();

    @ParameterizedTest
    @ValueSource(
            strings = {"up", "down", "status", "doctor", "env", "demo", "image", "logs", "test"})
    void everySubcommandExplainsItself(String subcommand) {
        assertThat(server.launcher().slipway(subcommand, "--help").expectingSuccess())
                .contains("Usage:");
    }

    @Test
    void upTwiceStartsOneServer() {
        ProcessHandle before = server.process();
        Launcher.Said again = server.command("up", "--port", Integer.toString(server.port()));
        assertThat(again.exit()).isZero();
        assertThat(again.out()).contains("already runs at " + server.endpoint());
        assertThat(server.process()).isEqualTo(before);
    }

    @Test
    void aBusyPortIsNamedWithItsHolder() throws IOException {
        try (ServerSocket holder = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Launcher.Said refused =
                    server.launcher()
                            .slipway(
                                    "up",
                                    "--node",
                                    "simulated",
                                    "--data",
                                    server.launcher().home().resolve("busy").toString(),
                                    "--port",
                                    Integer.toString(holder.getLocalPort()));
            assertThat(refused.exit()).isEqualTo(1);
            assertThat(refused.err())
                    .contains("port " + holder.getLocalPort() + " is taken by process ")
                    .contains(" " + ProcessHandle.current().pid() + " (java)");
        }
    }

    @Test
    void statusTellsTheTruthAndTheStartUpCacheIsUsed() {
        JsonNode status = server.status();
        assertThat(status.path("running").asBoolean()).isTrue();
        assertThat(status.path("endpoint").asText()).isEqualTo(server.endpoint().toString());
        assertThat(status.path("node").asText()).startsWith("SIMULATED");
        assertThat(status.path("start-up cache").asText()).isEqualTo("used");
        assertThat(Path.of(status.path("log").asText())).exists();
        assertThat(server.command("status").out()).contains("NO CONTAINER RUNS");
    }

    @Test
    void healthIsJsonThatNeedsNoKey() throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> answer =
                    http.send(
                            HttpRequest.newBuilder(
                                            URI.create(server.endpoint() + "/_slipway/health"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(200);
            JsonNode health = SlipwayServer.json(answer.body());
            assertThat(health.path("ready").asBoolean()).isTrue();
            assertThat(health.path("version").asText()).isNotBlank();
        }
    }

    @Test
    void credentialsAreReadableByTheirOwnerOnlyAndNowhereElseInClear() throws IOException {
        Path client = server.clientFile();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(client)))
                .isEqualTo("rw-------");
        try (Stream<Path> files = Files.walk(server.data())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                        .as("%s", file)
                        .doesNotContain(server.secret());
            }
        }
    }

    @Test
    void twoServersLiveSideBySide() {
        try (SlipwayServer other = SlipwayServer.simulated()) {
            other.up();
            other.ecs().createCluster(r -> r.clusterName("theirs"));
            assertThat(server.ecs().listClusters().clusterArns()).isEmpty();
            assertThat(other.process()).isNotEqualTo(server.process());
            other.command("down").expectingSuccess();
            assertThat(server.status().path("running").asBoolean()).isTrue();
        }
    }

    @Test
    void downLeavesNoProcessAndNoRunFolderAndUpFindsTheDataAgain() {
        try (SlipwayServer brief = SlipwayServer.simulated()) {
            brief.up();
            brief.ecs().createCluster(r -> r.clusterName("kept"));
            ProcessHandle process = brief.process();
            Path runFolder = brief.runFolder();
            assertThat(runFolder).exists();
            brief.command("down").expectingSuccess();
            // It has ended; its number is there until its parent asks for it.
            assertThat(process.onExit()).succeedsWithin(60, TimeUnit.SECONDS);
            assertThat(runFolder).doesNotExist();
            assertThat(brief.command("status", "--json").exit()).isEqualTo(3);
            assertThat(brief.command("down").exit()).isZero();
            brief.up();
            assertThat(brief.ecs().listClusters().clusterArns()).hasSize(1);
        }
    }

    @Test
    void aWrongOptionIsRefusedInWords() {
        for (List<String> bad :
                List.of(
                        List.of("--port", "99999"),
                        List.of("--account", "12"),
                        List.of("--region", "nowhere"),
                        List.of("--auth", "maybe"),
                        List.of("--public-pool", "10.0.0.0"))) {
            Launcher.Said refused =
                    server.launcher()
                            .slipway(
                                    "up",
                                    "--node",
                                    "simulated",
                                    "--data",
                                    server.launcher().home().resolve("bad").toString(),
                                    bad.getFirst(),
                                    bad.getLast());
            assertThat(refused.exit()).as("%s", bad).isNotZero();
            assertThat(refused.err()).contains(bad.getFirst()).contains(bad.getLast());
        }
    }

    @Test
    void theSimulatedNodeNeedsNoRoot() {
        assumeTrue(Launcher.asRoot(), "every other test of this class shows it already");
        String script =
                """
                as_nobody() { setpriv --reuid 65534 --regid 65534 --clear-groups "$@"; }
                as_nobody test -x ./slipway || { echo "UNREADABLE"; exit 0; }
                mkdir "$HOME/nobody" && chown 65534:65534 "$HOME/nobody" && export HOME="$HOME/nobody" USER=nobody-of-conformance
                trap 'as_nobody ./slipway down --data "$HOME/data" >/dev/null 2>&1 || true; rm -rf "/tmp/slipway-$USER"' EXIT
                as_nobody ./slipway up --node simulated --data "$HOME/data" --port %d
                process=$(as_nobody ./slipway status --json --data "$HOME/data" | sed 's/.*"process":\\([0-9]*\\).*/\\1/')
                owner=$(stat -c %%u "/proc/$process")
                as_nobody ./slipway down --data "$HOME/data"
                as_nobody ./slipway doctor --leaks --data "$HOME/data"
                as_nobody ./slipway doctor --port %d --data "$HOME/data" || true # in words, whatever this machine lacks
                mkdir "$HOME/other" && chown 0:0 "$HOME/other"
                as_nobody ./slipway doctor --leaks --data "$HOME/other" 2>&1 || true
                echo "$owner"
                """
                        .formatted(Launcher.freePort(), Launcher.freePort());
        String said = server.launcher().bash(script, java.util.Map.of()).expectingSuccess();
        assumeTrue(!said.contains("UNREADABLE"), "this checkout is closed to other users");
        assertThat(said)
                .contains("No leaks.")
                .containsPattern("left-overs +none")
                .contains("only root can see: run this as root")
                .doesNotContain("fault of Slipway");
        assertThat(said.lines().toList().getLast()).isEqualTo("65534");
    }
}
