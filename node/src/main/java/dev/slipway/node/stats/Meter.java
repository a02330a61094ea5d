package dev.slipway.node.stats;

import dev.slipway.node.host.Cgroups;
import dev.slipway.node.host.Processes;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The front door: looks at a container when asked, and not in between. */
public final class Meter {
    /** Version 1 of cgroups shows "none" as a huge number. */
    private static final long NO_LIMIT = 1L << 60;

    private static final long NANOS_PER_MICRO = 1000;

    private final Cgroups cgroups;

    private Meter(Cgroups cgroups) {
        this.cgroups = cgroups;
    }

    public static Meter ofThisMachine() throws IOException {
        return new Meter(Cgroups.ofThisMachine());
    }

    /**
     * What the container of a process uses.
     *
     * @param pid the container's first process, as the host sees it
     * @return empty when it has ended
     */
    public Optional<ContainerStats> read(long pid, Instant now) {
        Map<String, String> groups = KernelText.groups(Processes.about(pid, "cgroup"));
        Function<String, Group> in =
                controller ->
                        new Group(
                                controller,
                                groups.getOrDefault(cgroups.version() == 2 ? "" : controller, ""));
        Optional<ContainerStats.Cpu> cpu =
                cgroups.version() == 2
                        ? cpuOfVersion2(in.apply("cpu"))
                        : cpuOfVersion1(in.apply("cpuacct"), in.apply("cpu"));
        Optional<ContainerStats.Memory> memory = memory(in.apply("memory"));
        if (cpu.isEmpty() || memory.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new ContainerStats(
                        now,
                        cpu.get(),
                        memory.get(),
                        in.apply("pids").number("pids.current").orElse(0L),
                        cgroups.version() == 2
                                ? KernelText.disksOfVersion2(in.apply("io").text("io.stat"))
                                : KernelText.disksOfVersion1(
                                        in.apply("blkio")
                                                .text("blkio.throttle.io_service_bytes_recursive")),
                        KernelText.interfaces(Processes.about(pid, "net/dev"))));
    }

    private static Optional<ContainerStats.Cpu> cpuOfVersion2(Group group) {
        Map<String, Long> stat = KernelText.table(group.text("cpu.stat"));
        return Optional.ofNullable(stat.get("usage_usec"))
                .map(
                        usage ->
                                cpu(
                                        usage * NANOS_PER_MICRO,
                                        stat.getOrDefault("user_usec", 0L) * NANOS_PER_MICRO,
                                        stat.getOrDefault("system_usec", 0L) * NANOS_PER_MICRO,
                                        stat,
                                        stat.getOrDefault("throttled_usec", 0L) * NANOS_PER_MICRO));
    }

    private static Optional<ContainerStats.Cpu> cpuOfVersion1(Group account, Group limit) {
        Map<String, Long> stat = KernelText.table(limit.text("cpu.stat"));
        return account.number("cpuacct.usage")
                .map(
                        usage ->
                                cpu(
                                        usage,
                                        account.number("cpuacct.usage_user").orElse(0L),
                                        account.number("cpuacct.usage_sys").orElse(0L),
                                        stat,
                                        stat.getOrDefault("throttled_time", 0L)));
    }

    private static ContainerStats.Cpu cpu(
            long total, long user, long kernel, Map<String, Long> stat, long throttled) {
        KernelText.Machine machine = KernelText.machine(Processes.machineTimes());
        return new ContainerStats.Cpu(
                total,
                user,
                kernel,
                machine.nanos(),
                machine.cpus(),
                stat.getOrDefault("nr_periods", 0L),
                stat.getOrDefault("nr_throttled", 0L),
                throttled);
    }

    private Optional<ContainerStats.Memory> memory(Group group) {
        boolean two = cgroups.version() == 2;
        long limit = group.number(two ? "memory.max" : "memory.limit_in_bytes").orElse(NO_LIMIT);
        return group.number(two ? "memory.current" : "memory.usage_in_bytes")
                .map(
                        bytes ->
                                new ContainerStats.Memory(
                                        bytes,
                                        group.number(
                                                        two
                                                                ? "memory.peak"
                                                                : "memory.max_usage_in_bytes")
                                                .orElse(0L),
                                        limit >= NO_LIMIT ? Long.MAX_VALUE : limit,
                                        KernelText.table(group.text("memory.stat"))));
    }

    /** A process's place in one controller's tree. */
    private final class Group {
        private final String controller;
        private final String path;

        Group(String controller, String path) {
            this.controller = controller;
            this.path = path;
        }

        /** Empty when the file is not there. */
        String text(String file) {
            return path.isEmpty() ? "" : cgroups.read(controller, path, file).orElse("");
        }

        Optional<Long> number(String file) {
            return KernelText.number(text(file));
        }
    }
}
