package dev.slipway.server.instance;

import dev.slipway.node.host.Processes;
import java.time.Instant;

/**
 * What a running server says of itself to the command line.
 *
 * @param startTicks the process's start in clock ticks since boot: with the process id it names one
 *     process for ever
 * @param registry host and port that images are pushed to; empty: none
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
        String registry,
        String startedAt) {

    /** Whether the server of this file still lives. One that only waits to be reaped does not. */
    public boolean lives() {
        return Processes.startTime(pid).orElse(0) == startTicks && !Processes.ended(pid);
    }

    /** Whether it lives and can do nothing: a signal holds it. */
    public boolean held() {
        return lives() && Processes.held(pid);
    }

    /** Returns when the server of this file has ended. */
    public void awaitEnd() throws InterruptedException {
        while (lives()) {
            // It is nobody's child here, so nothing tells of its end: looking is all there is.
            Thread.sleep(LOOK_AGAIN_MILLIS);
        }
    }

    private static final long LOOK_AGAIN_MILLIS = 20;

    public Instant started() {
        return Instant.parse(startedAt);
    }
}
