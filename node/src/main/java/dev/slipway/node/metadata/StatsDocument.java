package dev.slipway.node.metadata;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.node.stats.ContainerStats;
import dev.slipway.node.stats.Looks;
import java.time.Duration;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/** A container's use in Docker's words, and the rates that AWS adds to them. Pure. */
final class StatsDocument {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final double NANOS_PER_SECOND = 1e9;

    /** What Docker says of a look that was not taken. */
    private static final String NEVER = "0001-01-01T00:00:00Z";

    private StatsDocument() {}

    /**
     * @param taskLimitBytes what a container may use that has no limit of its own
     */
    static ObjectNode of(String runtimeId, String name, Looks.Pair looks, long taskLimitBytes) {
        ContainerStats now = looks.now();
        ObjectNode out = JSON.createObjectNode();
        out.put("read", now.readAt().toString());
        out.put("preread", looks.before().map(b -> b.readAt().toString()).orElse(NEVER));
        out.putObject("pids_stats").put("current", now.processes());
        disks(now, out.putObject("blkio_stats").putArray("io_service_bytes_recursive"));
        out.put("num_procs", 0);
        out.putObject("storage_stats");
        cpu(Optional.of(now.cpu()), out.putObject("cpu_stats"));
        cpu(looks.before().map(ContainerStats::cpu), out.putObject("precpu_stats"));
        memory(now.memory(), taskLimitBytes, out.putObject("memory_stats"));
        out.put("name", name);
        out.put("id", runtimeId);
        networks(now, out.putObject("networks"));
        looks.before().ifPresent(before -> rates(before, now, out));
        return out;
    }

    private static void disks(ContainerStats stats, ArrayNode out) {
        for (ContainerStats.Disk disk : stats.disks()) {
            long total = disk.readBytes() + disk.writtenBytes();
            disk(disk, "Read", disk.readBytes(), out);
            disk(disk, "Write", disk.writtenBytes(), out);
            disk(disk, "Total", total, out);
        }
    }

    private static void disk(ContainerStats.Disk disk, String what, long bytes, ArrayNode out) {
        out.addObject()
                .put("major", disk.major())
                .put("minor", disk.minor())
                .put("op", what)
                .put("value", bytes);
    }

    private static void cpu(Optional<ContainerStats.Cpu> cpu, ObjectNode out) {
        out.putObject("cpu_usage")
                .put("total_usage", cpu.map(ContainerStats.Cpu::totalNanos).orElse(0L))
                .put("usage_in_kernelmode", cpu.map(ContainerStats.Cpu::kernelNanos).orElse(0L))
                .put("usage_in_usermode", cpu.map(ContainerStats.Cpu::userNanos).orElse(0L));
        cpu.ifPresent(
                c ->
                        out.put("system_cpu_usage", c.machineNanos())
                                .put("online_cpus", c.machineCpus()));
        out.putObject("throttling_data")
                .put("periods", cpu.map(ContainerStats.Cpu::periods).orElse(0L))
                .put("throttled_periods", cpu.map(ContainerStats.Cpu::throttledPeriods).orElse(0L))
                .put("throttled_time", cpu.map(ContainerStats.Cpu::throttledNanos).orElse(0L));
    }

    private static void memory(ContainerStats.Memory memory, long taskLimit, ObjectNode out) {
        out.put("usage", memory.bytes());
        if (memory.mostBytes() > 0) {
            out.put("max_usage", memory.mostBytes());
        }
        ObjectNode parts = out.putObject("stats");
        new TreeMap<>(memory.parts()).forEach(parts::put);
        out.put("limit", Math.min(memory.limitBytes(), taskLimit));
    }

    private static void networks(ContainerStats stats, ObjectNode out) {
        new TreeMap<>(stats.networks())
                .forEach(
                        (name, counters) ->
                                out.putObject(name)
                                        .put("rx_bytes", counters.rxBytes())
                                        .put("rx_packets", counters.rxPackets())
                                        .put("rx_errors", counters.rxErrors())
                                        .put("rx_dropped", counters.rxDropped())
                                        .put("tx_bytes", counters.txBytes())
                                        .put("tx_packets", counters.txPackets())
                                        .put("tx_errors", counters.txErrors())
                                        .put("tx_dropped", counters.txDropped()));
    }

    private static void rates(ContainerStats before, ContainerStats now, ObjectNode out) {
        double seconds =
                Duration.between(before.readAt(), now.readAt()).toNanos() / NANOS_PER_SECOND;
        if (seconds <= 0) {
            return;
        }
        out.putObject("network_rate_stats")
                .put(
                        "rx_bytes_per_sec",
                        change(before, now, ContainerStats.Interface::rxBytes) / seconds)
                .put(
                        "tx_bytes_per_sec",
                        change(before, now, ContainerStats.Interface::txBytes) / seconds);
    }

    private static long change(
            ContainerStats before,
            ContainerStats now,
            ToLongFunction<ContainerStats.Interface> counter) {
        return sum(now, counter) - sum(before, counter);
    }

    private static long sum(
            ContainerStats stats, ToLongFunction<ContainerStats.Interface> counter) {
        return stats.networks().values().stream().mapToLong(counter).sum();
    }
}
