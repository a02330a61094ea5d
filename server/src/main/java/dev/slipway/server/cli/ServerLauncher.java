package dev.slipway.server.cli;

import dev.slipway.server.instance.Instance;
import dev.slipway.server.instance.JsonFile;
import dev.slipway.server.instance.ServerFile;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Starts a server process of its own session and waits until it says that it is ready, or why it is
 * not.
 */
final class ServerLauncher {
    private final Instance instance;
    private final ServeOptions options;

    ServerLauncher(Instance instance, ServeOptions options) {
        this.instance = instance;
        this.options = options;
    }

    /**
     * @throws CliRefusal with the server's own words when it did not start
     */
    ServerFile launch() throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("slipway-up");
        Path socket = folder.resolve("ready");
        Files.createDirectories(instance.log().getParent());
        Path console = instance.log().resolveSibling("console.log");
        try (ServerSocketChannel ready = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            ready.bind(UnixDomainSocketAddress.of(socket));
            Process server =
                    new ProcessBuilder(command(socket))
                            .redirectInput(
                                    ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                            .redirectErrorStream(true)
                            .redirectOutput(console.toFile())
                            .start();
            // A server that dies before it speaks ends the wait.
            Thread.ofPlatform()
                    .daemon()
                    .name("watch-server")
                    .start(() -> closeWhenDead(server, ready));
            String word = firstWord(ready);
            if (word.equals("ready")) {
                return JsonFile.read(instance.serverFile(), ServerFile.class)
                        .orElseThrow(
                                () ->
                                        new CliRefusal(
                                                "the server is ready but left no "
                                                        + instance.serverFile()));
            }
            server.waitFor();
            throw new CliRefusal(
                    word.isEmpty()
                            ? "the server ended before it was ready:\n" + tail(console)
                            : word);
        } finally {
            Files.deleteIfExists(socket);
            Files.deleteIfExists(folder);
        }
    }

    private List<String> command(Path readySocket) {
        String release = System.getenv().getOrDefault("SLIPWAY_RELEASE", "");
        if (release.isEmpty()) {
            throw new CliRefusal("start Slipway through its launcher, ./slipway");
        }
        List<String> command = new ArrayList<>();
        command.add("setsid"); // so that closing the terminal, or Ctrl-C in it, does not reach the
        // server
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        Path cache = Path.of(release, "slipway.aot");
        if (Files.exists(cache)) {
            command.add("-XX:AOTCache=" + cache);
        }
        command.addAll(List.of(System.getenv().getOrDefault("SLIPWAY_JVM_FLAGS", "").split(" ")));
        command.add("-Dorg.sqlite.lib.path=" + Path.of(release, "native"));
        command.add("-Xlog:disable");
        command.add(
                "-Xlog:aot=info,class+path=warning:file="
                        + instance.log().resolveSibling("aot.log")
                        + "::filecount=0");
        command.add("-Xlog:all=error:stderr");
        command.addAll(
                List.of("-jar", Path.of(release, "lib", "slipway-server.jar").toString(), "serve"));
        command.addAll(
                List.of("--data", instance.data().toString(), "--ready", readySocket.toString()));
        command.addAll(options.arguments());
        return command;
    }

    private static void closeWhenDead(Process server, ServerSocketChannel ready) {
        try {
            server.waitFor();
            ready.close();
        } catch (InterruptedException | IOException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static String firstWord(ServerSocketChannel ready) throws IOException {
        try (SocketChannel server = ready.accept();
                BufferedReader in =
                        new BufferedReader(
                                new InputStreamReader(
                                        Channels.newInputStream(server), StandardCharsets.UTF_8))) {
            return in.lines().reduce((a, b) -> a + "\n" + b).orElse("");
        } catch (AsynchronousCloseException _) {
            return "";
        }
    }

    private static String tail(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
    }
}
