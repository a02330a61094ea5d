package dev.slipway.server.cloud;

import dev.slipway.server.instance.Instance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A short life of a whole cloud in a throw-away folder, for the JVM to watch which classes it
 * needs.
 */
public final class Training {
    private Training() {}

    public static void run() throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("slipway-train");
        try {
            Instance real =
                    Instance.of(folder.resolve("data"), Map.of("HOME", folder.toString()), false);
            Instance instance =
                    new Instance(
                            real.id(), real.data(), folder.resolve("run"), folder.resolve("key"));
            Cloud cloud =
                    Cloud.open(
                            new CloudSettings(
                                    instance, 0, "enforce", "", "us-east-1", "", "simulated", -1));
            cloud.end();
        } finally {
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(path);
                }
            }
        }
    }
}
