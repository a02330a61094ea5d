package dev.slipway.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Types commands into a shell: the launcher, and whatever else a user would type. */
final class Launcher {
    /** A first call may have to package a release. */
    private static final int PATIENCE_SECONDS = 600;

    private final Path home;

    private Launcher(Path home) {
        this.home = home;
    }

    /** A user without a past: an empty home of their own. */
    static Launcher withPrivateHome() {
        try {
            return new Launcher(
                    Files.createTempDirectory(
                            "slipway-conformance",
                            PosixFilePermissions.asFileAttribute(
                                    PosixFilePermissions.fromString("rwxr-xr-x"))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The repository. */
    static Path root() {
        return Path.of(System.getProperty("slipway.root", ".."));
    }

    static boolean asRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    static int freePort() {
        try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return any.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path home() {
        return home;
    }

    /**
     * @param exit the exit code
     */
    record Said(int exit, String out, String err) {
        /** Standard output of a command that must have succeeded. */
        String expectingSuccess() {
            if (exit != 0) {
                throw new AssertionError("exit code " + exit + "\n" + out + "\n" + err);
            }
            return out;
        }
    }

    Said slipway(String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(root().resolve("slipway").toString());
        command.addAll(Arrays.asList(arguments));
        return run(command, Map.of());
    }

    /** A script for bash, which ends at its first failure. */
    Said bash(String script, Map<String, String> variables) {
        return run(List.of("bash", "-euo", "pipefail", "-c", script), variables);
    }

    Said run(List<String> command, Map<String, String> variables) {
        try {
            // Files, not pipes: a server started in the background must not hold the reader.
            Path out = Files.createTempFile(home, "out", "");
            Path err = Files.createTempFile(home, "err", "");
            ProcessBuilder builder =
                    new ProcessBuilder(command)
                            .directory(root().toFile())
                            .redirectInput(Path.of("/dev/null").toFile())
                            .redirectOutput(out.toFile())
                            .redirectError(err.toFile());
            Map<String, String> environment = builder.environment();
            environment.keySet().removeIf(Launcher::isThePersonsOwn);
            environment.put("HOME", home.toString());
            environment.put("JAVA_HOME", System.getProperty("java.home", ""));
            environment.putAll(variables);
            Process process = builder.start();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(
                        command
                                + " did not end:\n"
                                + Files.readString(out)
                                + Files.readString(err));
            }
            return new Said(
                    process.exitValue(),
                    Files.readString(out, StandardCharsets.UTF_8),
                    Files.readString(err, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static boolean isThePersonsOwn(String variable) {
        return variable.startsWith("AWS_")
                || variable.startsWith("XDG_")
                || variable.startsWith("SUDO_")
                || variable.startsWith("MAVEN_");
    }

    void forgetHome() {
        delete(home);
    }

    static void delete(Path folder) {
        if (Files.notExists(folder)) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
