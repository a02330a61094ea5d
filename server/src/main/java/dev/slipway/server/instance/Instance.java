package dev.slipway.server.instance;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/**
 * The places of one instance.
 *
 * @param id six hex digits of the data folder's path: short, since interface names have 15
 *     characters
 * @param data what must be kept
 * @param run what a reboot may take: sockets, mounts
 * @param keyFile seals the data; outside the data folder, so that a copy of the folder alone tells
 *     nothing
 */
public record Instance(String id, Path data, Path run, Path keyFile) {

    /** The instance of a data folder, which need not exist yet. */
    public static Instance of(Path dataFolder, Map<String, String> environment, boolean root) {
        Path data = real(dataFolder.toAbsolutePath().normalize());
        String id = shortHash(data.toString());
        Path run =
                root
                        ? Path.of("/run/slipway", id)
                        : Path.of(
                                environment.getOrDefault(
                                        "XDG_RUNTIME_DIR", "/tmp/slipway-" + user(environment)),
                                "slipway-" + id);
        Path keys =
                root
                        ? Path.of("/etc/slipway/keys")
                        : home(environment).resolve(".config/slipway/keys");
        return new Instance(id, data, run, keys.resolve(id + ".key"));
    }

    /** The system's place for root, the user's for others. */
    public static Path defaultData(Map<String, String> environment, boolean root) {
        if (root) {
            return Path.of("/var/lib/slipway");
        }
        String dataHome = environment.getOrDefault("XDG_DATA_HOME", "");
        return (dataHome.isEmpty() ? home(environment).resolve(".local/share") : Path.of(dataHome))
                .resolve("slipway");
    }

    /**
     * Where the server says that it is there: process id, endpoint, settings. Readable by all,
     * secret to none.
     */
    public Path serverFile() {
        return data.resolve("server.json");
    }

    /**
     * How a client reaches it: endpoint, region, credentials. Readable by the person who started
     * the server only.
     */
    public Path clientFile() {
        // Not in the data folder: a copy of that must not let anyone in. Not in the run folder:
        // that opens to root only, and the person who called sudo reads this.
        return run.resolveSibling("slipway-clients").resolve(id + ".json");
    }

    /** The log that is being written; its predecessor ends with 1. */
    public Path log() {
        return data.resolve("log").resolve("server.log.0");
    }

    public Path controlSocket() {
        return run.resolve("control.sock");
    }

    private static Path home(Map<String, String> environment) {
        return Path.of(environment.getOrDefault("HOME", System.getProperty("user.home", "/")));
    }

    private static String user(Map<String, String> environment) {
        return environment.getOrDefault("USER", System.getProperty("user.name", "nobody"));
    }

    private static Path real(Path path) {
        try {
            if (Files.exists(path)) {
                return path.toRealPath();
            }
            Path parent = path.getParent();
            return parent == null ? path : real(parent).resolve(path.getFileName());
        } catch (IOException _) {
            return path;
        }
    }

    private static String shortHash(String text) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 3);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
