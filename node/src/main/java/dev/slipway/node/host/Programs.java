package dev.slipway.node.host;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Short-lived programs of the machine, off every hot path. */
public final class Programs {
    private static final List<String> PLACES =
            List.of(
                    "/usr/local/sbin",
                    "/usr/local/bin",
                    "/usr/sbin",
                    "/usr/bin",
                    "/sbin",
                    "/bin",
                    "/usr/libexec/podman",
                    "/usr/lib/podman");

    private Programs() {}

    /**
     * @param output standard output and error together
     */
    public record Result(int code, String output) {}

    /** Where a program is, by the usual places rather than by our caller's PATH. */
    public static Optional<Path> find(String name) {
        return PLACES.stream()
                .map(place -> Path.of(place, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Runs a program to its end and kills it when that does not come in time. */
    public static Result run(List<String> command, Duration atMost) throws IOException {
        Path output = Files.createTempFile("slipway", ".out");
        try {
            Process process =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectInput(Path.of("/dev/null").toFile())
                            .redirectOutput(output.toFile())
                            .start();
            boolean ended;
            try {
                ended = process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                ended = false;
            }
            if (!ended) {
                process.destroyForcibly();
                return new Result(-1, command.getFirst() + " did not end in time");
            }
            byte[] text = Files.readAllBytes(output);
            return new Result(process.exitValue(), new String(text, StandardCharsets.UTF_8));
        } finally {
            Files.deleteIfExists(output);
        }
    }
}
