package dev.slipway.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Containers' processes as the host sees them. */
final class HostProcesses {
    private HostProcesses() {}

    /**
     * @param startTime in ticks since the machine's start: with it a number is never another's
     */
    record Seen(long pid, long startTime) implements Comparable<Seen> {
        @Override
        public int compareTo(Seen other) {
            return Long.compare(pid, other.pid);
        }
    }

    /** The first processes of a task's containers: number 1 in their own name space. */
    static Set<Seen> firstOf(String taskId) {
        TreeSet<Seen> found = new TreeSet<>();
        try (Stream<Path> all = Files.list(Path.of("/proc"))) {
            for (Path process : all.filter(p -> name(p).matches("[0-9]+")).toList()) {
                read(process.resolve("cgroup"))
                        .filter(groups -> groups.contains("/" + taskId + "/"))
                        .flatMap(_ -> first(process))
                        .ifPresent(found::add);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    private static String name(Path path) {
        return String.valueOf(path.getFileName());
    }

    private static Optional<Seen> first(Path process) {
        boolean first =
                read(process.resolve("status"))
                        .map(status -> status.lines().toList())
                        .orElse(List.of())
                        .stream()
                        .anyMatch(line -> line.matches("NSpid:\\s.*\\s1"));
        Optional<String> stat = read(process.resolve("stat"));
        if (!first || stat.isEmpty()) {
            return Optional.empty();
        }
        String text = stat.get();
        // The name, in brackets, may hold anything.
        String[] fields = text.substring(text.lastIndexOf(')') + 2).split(" ");
        return fields[0].equals("Z")
                ? Optional.empty()
                : Optional.of(new Seen(Long.parseLong(name(process)), Long.parseLong(fields[19])));
    }

    private static Optional<String> read(Path file) {
        try {
            return Optional.of(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
        } catch (IOException _) {
            return Optional.empty(); // ended meanwhile
        }
    }
}
