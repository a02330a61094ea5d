package dev.slipway.node.stats;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads what the kernel prints. Pure; what is not understood is passed over. */
final class KernelText {
    /** Of one tick in {@code /proc/stat}: the kernel shows hundredths, whatever it counts in. */
    private static final long TICK_NANOS = 10_000_000;

    private static final int COUNTERS = 16;

    private KernelText() {}

    /** A process's groups by controller; the one of version 2 is under the empty name. */
    static Map<String, String> groups(String text) {
        Map<String, String> groups = new HashMap<>();
        text.lines()
                .map(line -> line.split(":", 3))
                .filter(fields -> fields.length == 3)
                .forEach(
                        fields -> {
                            for (String controller : fields[1].split(",", -1)) {
                                groups.put(controller, fields[2]);
                            }
                        });
        return groups;
    }

    /** Lines of a name and a number. */
    static Map<String, Long> table(String text) {
        Map<String, Long> table = new LinkedHashMap<>();
        text.lines()
                .map(line -> line.split(" ", 2))
                .filter(fields -> fields.length == 2)
                .forEach(f -> number(f[1]).ifPresent(n -> table.put(f[0], n)));
        return table;
    }

    static Optional<Long> number(String text) {
        try {
            return Optional.of(Long.parseLong(text.strip()));
        } catch (NumberFormatException notOne) {
            return Optional.empty();
        }
    }

    record Machine(long nanos, int cpus) {}

    /** The lines of {@code /proc/stat}: the first eight columns, as guest time is in the first. */
    static Machine machine(String text) {
        long ticks = 0;
        int cpus = 0;
        for (String line : text.lines().toList()) {
            if (line.startsWith("cpu ")) {
                String[] columns = line.substring(4).strip().split(" +");
                for (int i = 0; i < Math.min(8, columns.length); i++) {
                    ticks += number(columns[i]).orElse(0L);
                }
            } else if (line.startsWith("cpu")) {
                cpus++;
            }
        }
        return new Machine(ticks * TICK_NANOS, cpus);
    }

    /** {@code net/dev} of a process. */
    static Map<String, ContainerStats.Interface> interfaces(String text) {
        Map<String, ContainerStats.Interface> found = new TreeMap<>();
        for (String line : text.lines().toList()) {
            int colon = line.indexOf(':');
            String[] n = line.substring(colon + 1).strip().split(" +");
            String name = colon < 0 ? "" : line.substring(0, colon).strip();
            if (n.length < COUNTERS || name.isEmpty() || name.equals("lo")) {
                continue;
            }
            long[] v = new long[COUNTERS];
            for (int i = 0; i < COUNTERS; i++) {
                v[i] = number(n[i]).orElse(0L);
            }
            found.put(
                    name,
                    new ContainerStats.Interface(v[0], v[1], v[2], v[3], v[8], v[9], v[10], v[11]));
        }
        return found;
    }

    /** {@code 8:0 Read 4096} and {@code 8:0 Write 4096}, a line each. */
    static List<ContainerStats.Disk> disksOfVersion1(String text) {
        Map<String, long[]> bytes = new LinkedHashMap<>();
        for (String line : text.lines().toList()) {
            String[] fields = line.split(" ");
            if (fields.length == 3 && (fields[1].equals("Read") || fields[1].equals("Write"))) {
                long[] both = bytes.computeIfAbsent(fields[0], k -> new long[2]);
                both[fields[1].equals("Read") ? 0 : 1] = number(fields[2]).orElse(0L);
            }
        }
        return disks(bytes);
    }

    /** {@code 8:0 rbytes=4096 wbytes=4096 rios=1 ...}. */
    static List<ContainerStats.Disk> disksOfVersion2(String text) {
        Map<String, long[]> bytes = new LinkedHashMap<>();
        for (String line : text.lines().toList()) {
            String[] fields = line.split(" ");
            long[] both = new long[2];
            for (String field : fields) {
                if (field.startsWith("rbytes=")) {
                    both[0] = number(field.substring(7)).orElse(0L);
                } else if (field.startsWith("wbytes=")) {
                    both[1] = number(field.substring(7)).orElse(0L);
                }
            }
            bytes.put(fields[0], both);
        }
        return disks(bytes);
    }

    private static List<ContainerStats.Disk> disks(Map<String, long[]> bytes) {
        List<ContainerStats.Disk> disks = new ArrayList<>();
        bytes.forEach(
                (device, both) -> {
                    String[] numbers = device.split(":");
                    if (numbers.length == 2) {
                        disks.add(
                                new ContainerStats.Disk(
                                        number(numbers[0]).orElse(0L).intValue(),
                                        number(numbers[1]).orElse(0L).intValue(),
                                        both[0],
                                        both[1]));
                    }
                });
        return disks;
    }
}
