package dev.slipway.node.container;

import dev.slipway.node.host.Cgroups;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** A task's cgroup: the most that all of its containers together may use. */
final class TaskLimits {
    static final List<String> CONTROLLERS = List.of("cpu", "memory", "pids");
    private static final int ONE_CPU = 1024;
    private static final long PERIOD = 100_000;
    private static final long MIB = 1024 * 1024;
    private static final long NO_LIMIT = 1L << 60; // version 1 shows "none" as a huge number

    private final Cgroups cgroups;

    TaskLimits(Cgroups cgroups) {
        this.cgroups = cgroups;
    }

    /**
     * What tasks were promised comes before whatever else wants the machine's processors: the group
     * that all tasks are in has sixteen times the weight of an ordinary one.
     */
    void prepare(String instance) throws IOException {
        cgroups.make(instance, CONTROLLERS);
        weigh(instance, 16 * ONE_CPU);
    }

    /**
     * @param cpuUnits 1024 weigh as much as a group that nobody weighed
     */
    private void weigh(String group, int cpuUnits) throws IOException {
        if (cgroups.version() == 1) {
            if (cgroups.has("cpu")) {
                cgroups.write("cpu", group, "cpu.shares", Long.toString(shares(cpuUnits)));
            }
            return;
        }
        writeIfThere(group, "cpu.weight", Long.toString(Math.max(1, cpuUnits * 100L / ONE_CPU)));
    }

    void open(String group, int cpuUnits, int memoryMib) throws LaunchException {
        long quota = Math.max(1000, cpuUnits * PERIOD / ONE_CPU);
        long bytes = memoryMib * MIB;
        try {
            cgroups.make(group, CONTROLLERS);
            weigh(group, cpuUnits);
            if (cgroups.version() == 2) {
                cgroups.write("", group, "cpu.max", quota + " " + PERIOD);
                cgroups.write("", group, "memory.max", Long.toString(bytes));
                writeIfThere(group, "memory.swap.max", "0");
                expect(group, "cpu.max", quota + " " + PERIOD);
                expect(group, "memory.max", Long.toString(bytes));
                return;
            }
            cgroups.write("cpu", group, "cpu.cfs_period_us", Long.toString(PERIOD));
            cgroups.write("cpu", group, "cpu.cfs_quota_us", Long.toString(quota));
            memory(group, bytes);
            expect(group, "cpu.cfs_quota_us", Long.toString(quota));
            expect(group, "memory.limit_in_bytes", Long.toString(bytes));
        } catch (IOException e) {
            throw new LaunchException(
                    "ResourceInitializationError",
                    "the task's limits could not be set: " + e.getMessage(),
                    e);
        }
    }

    /** The limit with swap may never be below the one without, so the order depends. */
    private void memory(String group, long bytes) throws IOException {
        String text = Long.toString(bytes);
        Optional<String> swap = cgroups.read("memory", group, "memory.memsw.limit_in_bytes");
        boolean raise = swap.isPresent() && Long.parseLong(swap.get()) < bytes;
        if (raise) {
            cgroups.write("memory", group, "memory.memsw.limit_in_bytes", text);
        }
        cgroups.write("memory", group, "memory.limit_in_bytes", text);
        if (swap.isPresent() && !raise) {
            cgroups.write("memory", group, "memory.memsw.limit_in_bytes", text);
        }
    }

    private void writeIfThere(String group, String file, String value) throws IOException {
        if (cgroups.read("", group, file).isPresent()) {
            cgroups.write("", group, file, value);
        }
    }

    private void expect(String group, String file, String value) throws LaunchException {
        String controller = file.substring(0, file.indexOf('.'));
        Optional<String> seen = cgroups.read(controller, group, file);
        if (seen.isEmpty() || !seen.get().equals(value)) {
            throw new LaunchException(
                    "ResourceInitializationError",
                    file + " of the task is " + seen.orElse("absent") + ", not " + value);
        }
    }

    /** What a container was to get and what it has; the same unless the machine cheats. */
    void verifyContainer(String group, ContainerSpec spec) throws LaunchException {
        long memory = spec.plan().memoryMib() * MIB;
        if (memory > 0) {
            String file = cgroups.version() == 2 ? "memory.max" : "memory.limit_in_bytes";
            expect(group, file, Long.toString(memory));
        }
        if (cgroups.version() == 1) {
            expect(group, "cpu.shares", Long.toString(shares(spec.plan().cpuShares())));
        }
    }

    /** The kernel's least is 2. */
    static long shares(int cpuUnits) {
        return Math.max(2, cpuUnits);
    }

    /** How many processes of this group itself the kernel killed because memory ran out. */
    long killedForMemory(String group) {
        String file = cgroups.version() == 2 ? "memory.events" : "memory.oom_control";
        return cgroups.read("memory", group, file, "oom_kill").orElse(0L);
    }

    Optional<Usage> usage(String group) {
        boolean two = cgroups.version() == 2;
        Optional<Long> cpu =
                two
                        ? cgroups.read("", group, "cpu.stat", "usage_usec").map(us -> us * 1000)
                        : cgroups.read("cpuacct", group, "cpuacct.usage").map(Long::parseLong);
        Optional<Long> memory =
                cgroups.read("memory", group, two ? "memory.current" : "memory.usage_in_bytes")
                        .map(Long::parseLong);
        long limit =
                cgroups.read("memory", group, two ? "memory.max" : "memory.limit_in_bytes")
                        .map(text -> text.equals("max") ? Long.MAX_VALUE : Long.parseLong(text))
                        .orElse(Long.MAX_VALUE);
        long processes =
                cgroups.read("pids", group, "pids.current").map(Long::parseLong).orElse(0L);
        return cpu.isEmpty() || memory.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Usage(
                                cpu.get(),
                                memory.get(),
                                limit >= NO_LIMIT ? Long.MAX_VALUE : limit,
                                processes));
    }
}
