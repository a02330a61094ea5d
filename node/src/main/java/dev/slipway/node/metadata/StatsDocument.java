package dev.slipway.node.metadata;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.node.stats.ContainerStats;

/** A container's use in Docker's words, as far as we know it. Pure. */
final class StatsDocument {
    private static final ObjectMapper JSON = new ObjectMapper();

    private StatsDocument() {}

    static ObjectNode of(String runtimeId, String name, ContainerStats stats) {
        ObjectNode out = JSON.createObjectNode();
        out.put("read", stats.readAt().toString());
        out.put("id", runtimeId);
        out.put("name", name);
        out.putObject("pids_stats").put("current", stats.processes());
        ObjectNode cpu = out.putObject("cpu_stats");
        cpu.putObject("cpu_usage").put("total_usage", stats.cpuNanos());
        ObjectNode memory = out.putObject("memory_stats");
        memory.put("usage", stats.memoryBytes());
        if (stats.memoryLimitBytes() != Long.MAX_VALUE) {
            memory.put("limit", stats.memoryLimitBytes());
        }
        return out;
    }
}
