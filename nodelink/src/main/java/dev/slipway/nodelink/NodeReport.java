package dev.slipway.nodelink;

import java.util.List;

/**
 * What a node sees. Each report carries the tasks that changed since the last one; a report with
 * {@link #full()} true carries every task that the node knows, and a task that is in the plan and
 * not in it was lost.
 *
 * @param planGeneration the newest plan that the node has taken in
 */
public record NodeReport(
        String nodeId,
        long planGeneration,
        boolean full,
        Capacity capacity,
        List<TaskReport> tasks) {
    public NodeReport {
        tasks = List.copyOf(tasks);
    }

    /** What the node lends to tasks, in all. */
    public record Capacity(int cpuUnits, int memoryMib) {}
}
