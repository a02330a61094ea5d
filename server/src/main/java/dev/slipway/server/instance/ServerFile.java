package dev.slipway.server.instance;

import java.time.Instant;
import java.util.Optional;

/**
 * What a running server says of itself to the command line.
 *
 * @param startTicks the process's start in clock ticks since boot: with the process id it names one
 *     process for ever
 * @param startedAt ISO 8601
 */
public record ServerFile(
        long pid,
        long startTicks,
        String version,
        String endpoint,
        String region,
        String account,
        String auth,
        String node,
        String startedAt) {

    /** The server of this file, if it still lives. */
    public Optional<ProcessHandle> process() {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .filter(_ -> ProcessTable.startTicks(pid) == startTicks);
    }

    public Instant started() {
        return Instant.parse(startedAt);
    }
}
