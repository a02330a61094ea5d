package dev.slipway.node.container;

import java.time.Instant;
import java.util.OptionalInt;

/**
 * How a container ended.
 *
 * @param code as a shell shows it: 128 + signal when a signal killed it; absent when nobody knows
 *     any more or the program never ran
 * @param reason as ECS words it, such as {@code OutOfMemoryError: Container killed due to memory
 *     usage}; empty for an ordinary end
 * @param at when it ended, as near as anyone knows
 */
public record Exit(OptionalInt code, String reason, Instant at) {
    static final String OUT_OF_MEMORY = "OutOfMemoryError: Container killed due to memory usage";
    private static final int KILLED = 128 + Signals.KILL;

    /**
     * Why a container ended whose exit code is known. The kernel counts each process that it killed
     * for memory, also one whose end the container survived: only a container that SIGKILL ended,
     * and not ours, was ended by that.
     *
     * @param killed whether we sent SIGKILL
     * @param memoryKills how many of its processes the kernel killed since its start
     */
    static String reason(int code, boolean killed, long memoryKills) {
        return code == KILLED && !killed && memoryKills > 0 ? OUT_OF_MEMORY : "";
    }
}
