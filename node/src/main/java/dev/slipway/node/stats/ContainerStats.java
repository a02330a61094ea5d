package dev.slipway.node.stats;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * One look at a container. Counters begin with its newest start.
 *
 * @param processes how many it has now
 * @param disks one for each block device that it has used
 * @param networks of its task, by the interface's name in the task; the loopback is left out
 */
public record ContainerStats(
        Instant readAt,
        Cpu cpu,
        Memory memory,
        long processes,
        List<Disk> disks,
        Map<String, Interface> networks) {
    public ContainerStats {
        disks = List.copyOf(disks);
        networks = Map.copyOf(networks);
    }

    /**
     * @param machineNanos CPU time of the whole machine since it started, idle time included
     * @param machineCpus how many CPUs that is the time of
     * @param throttledPeriods of the periods, those in which its own limit stopped it
     */
    public record Cpu(
            long totalNanos,
            long userNanos,
            long kernelNanos,
            long machineNanos,
            int machineCpus,
            long periods,
            long throttledPeriods,
            long throttledNanos) {}

    /**
     * @param bytes now, page cache included
     * @param mostBytes that it ever had; 0 where the kernel does not say
     * @param limitBytes {@link Long#MAX_VALUE} for none of its own
     * @param parts as the kernel's {@code memory.stat} names them
     */
    public record Memory(long bytes, long mostBytes, long limitBytes, Map<String, Long> parts) {
        public Memory {
            parts = Map.copyOf(parts);
        }
    }

    public record Disk(int major, int minor, long readBytes, long writtenBytes) {}

    /** Received and sent. */
    public record Interface(
            long rxBytes,
            long rxPackets,
            long rxErrors,
            long rxDropped,
            long txBytes,
            long txPackets,
            long txErrors,
            long txDropped) {}
}
