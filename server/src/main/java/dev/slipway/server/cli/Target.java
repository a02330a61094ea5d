package dev.slipway.server.cli;

import dev.slipway.server.control.ControlClient;
import dev.slipway.server.instance.Instance;
import dev.slipway.server.instance.JsonFile;
import dev.slipway.server.instance.ServerFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which instance a command means. */
final class Target {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            description =
                    "Data folder of the instance meant. Default: /var/lib/slipway for root, ~/.local/share/slipway for others.")
    Path data = Path.of("");

    static boolean root() {
        return Long.valueOf(0).equals(uid());
    }

    private static Object uid() {
        try {
            return ((Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid")).longValue();
        } catch (java.io.IOException e) {
            throw new CliRefusal("cannot read /proc: " + e.getMessage());
        }
    }

    /** Whether the data folder is this user's, or is nobody's yet. */
    static boolean own(Instance instance) throws java.io.IOException {
        return !Files.exists(instance.data())
                || Files.getAttribute(instance.data(), "unix:uid")
                        .equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
    }

    /** The instance to start or to mend: the one named, or the default place of this user. */
    Instance instance() {
        Path folder =
                data.toString().isEmpty() ? Instance.defaultData(System.getenv(), root()) : data;
        return Instance.of(folder, System.getenv(), root());
    }

    /**
     * The instance to talk to: as {@link #instance}, but a user without one of their own means the
     * system's.
     */
    Instance running() {
        Instance own = instance();
        if (!data.toString().isEmpty() || root() || Files.exists(own.serverFile())) {
            return own;
        }
        Instance system =
                Instance.of(Instance.defaultData(System.getenv(), true), System.getenv(), true);
        return Files.exists(system.serverFile()) ? system : own;
    }

    Optional<ServerFile> server(Instance instance) {
        return JsonFile.read(instance.serverFile(), ServerFile.class).filter(ServerFile::lives);
    }

    /**
     * @throws CliRefusal when no server runs there
     */
    ServerFile livingServer(Instance instance) {
        return server(instance)
                .orElseThrow(
                        () ->
                                new CliRefusal(
                                        "no server runs with the data folder "
                                                + instance.data()
                                                + ". Start one with: ./slipway up"
                                                + (data.toString().isEmpty()
                                                        ? ""
                                                        : " --data " + data)));
    }

    ControlClient control(Instance instance) {
        ServerFile server = livingServer(instance);
        if (server.held()) {
            throw new CliRefusal(
                    "the server (process %d) is held by a signal and answers nobody; let it go on with: kill -CONT %d"
                            .formatted(server.pid(), server.pid()));
        }
        if (!Files.isReadable(instance.controlSocket())) {
            throw new CliRefusal(
                    "the server with the data folder "
                            + instance.data()
                            + " was started by another user (root?); run this command as that user, for example with sudo");
        }
        return new ControlClient(instance.controlSocket());
    }
}
