package dev.slipway.node.host;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;

/** What {@code /proc} says about processes and about ourselves. */
public final class Processes {
    private Processes() {}

    /** Differs after each boot of the machine. */
    public static String bootId() throws IOException {
        return Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
    }

    /** In ticks since the boot; with the boot id it makes a process id unique. Empty: no such. */
    public static OptionalLong startTime(long pid) {
        List<String> fields = stat(pid);
        // Field 22; the first two are cut off, a zombie still has one.
        return fields.size() < 20
                ? OptionalLong.empty()
                : OptionalLong.of(Long.parseLong(fields.get(19)));
    }

    /**
     * How long this process has lived, to a hundredth of a second: its start by the wall clock is
     * only known to a second.
     */
    public static Duration ourAge() {
        try {
            String sinceBoot = Files.readString(Path.of("/proc/uptime")).split(" ")[0];
            long now = new BigDecimal(sinceBoot).movePointRight(3).longValue();
            return Duration.ofMillis(now - 10 * startTime(ourPid()).orElse(now / 10));
        } catch (IOException _) {
            return Duration.ZERO;
        }
    }

    /** Whether it is gone or waits to be reaped. */
    public static boolean ended(long pid) {
        List<String> fields = stat(pid);
        return fields.isEmpty() || fields.getFirst().equals("Z") || fields.getFirst().equals("X");
    }

    /** Whether a signal or a debugger holds it: it lives and does nothing. */
    public static boolean held(long pid) {
        List<String> fields = stat(pid);
        return !fields.isEmpty()
                && (fields.getFirst().equals("T") || fields.getFirst().equals("t"));
    }

    private static List<String> stat(long pid) {
        try {
            String line =
                    Files.readString(
                            Path.of("/proc/" + pid + "/stat"), StandardCharsets.ISO_8859_1);
            // The name, in parentheses, may hold anything.
            return List.of(line.substring(line.lastIndexOf(')') + 2).split(" "));
        } catch (IOException _) {
            return List.of();
        }
    }

    /** Bytes that it has written in its life, to files, pipes and all; empty when it is gone. */
    public static OptionalLong wrote(long pid) {
        try {
            return Files.readString(Path.of("/proc/" + pid + "/io"))
                    .lines()
                    .filter(line -> line.startsWith("wchar: "))
                    .mapToLong(line -> Long.parseLong(line.substring(7)))
                    .findFirst();
        } catch (IOException _) {
            return OptionalLong.empty();
        }
    }

    /** Its arguments; empty when it is gone or has none. */
    public static List<String> arguments(long pid) {
        try {
            String line =
                    Files.readString(
                            Path.of("/proc/" + pid + "/cmdline"), StandardCharsets.ISO_8859_1);
            return line.isEmpty() ? List.of() : List.of(line.split("\0"));
        } catch (IOException _) {
            return List.of();
        }
    }

    /** A file about a process, such as {@code net/dev}; an empty text once it has ended. */
    public static String about(long pid, String file) {
        try {
            return Files.readString(
                    Path.of("/proc/" + pid + "/" + file), StandardCharsets.ISO_8859_1);
        } catch (IOException _) {
            return "";
        }
    }

    /** What the machine's CPUs did since it started, as {@code /proc/stat} prints it. */
    public static String machineTimes() {
        try {
            return Files.readString(Path.of("/proc/stat"), StandardCharsets.ISO_8859_1);
        } catch (IOException _) {
            return "";
        }
    }

    /** Our effective capabilities, one bit each. */
    public static long capabilities() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith("CapEff:")) {
                return Long.parseUnsignedLong(line.substring(7).strip(), 16);
            }
        }
        return 0;
    }

    /** Our own limits, a line each as the kernel prints them. */
    public static List<String> limits() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/limits"));
    }

    public static long ourPid() {
        return ProcessHandle.current().pid();
    }
}
