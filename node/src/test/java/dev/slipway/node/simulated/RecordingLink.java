package dev.slipway.node.simulated;

import dev.slipway.nodelink.ContainerPlan;
import dev.slipway.nodelink.ControlPlaneLink;
import dev.slipway.nodelink.NodeReport;
import dev.slipway.nodelink.TaskReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A control plane that only listens. It stores log batches as the contract says. */
public final class RecordingLink implements ControlPlaneLink {
    private final List<NodeReport> reports = new ArrayList<>();
    private final TreeMap<String, TaskReport> newest = new TreeMap<>();
    private final TreeMap<String, List<LogLine>> lines = new TreeMap<>();
    private final TreeMap<String, Long> positions = new TreeMap<>();
    private Optional<String> logRefusal = Optional.empty();
    private boolean down;
    private int refused;

    @Override
    public synchronized void report(NodeReport report) {
        answer();
        reports.add(report);
        report.tasks().forEach(task -> newest.put(task.taskId(), task));
        notifyAll();
    }

    @Override
    public synchronized Optional<String> openLogStream(String account, ContainerPlan.LogPlan log) {
        answer();
        return logRefusal;
    }

    @Override
    public synchronized void putLogs(LogBatch batch) {
        answer();
        long position = positions.getOrDefault(batch.stream(), 0L);
        for (LogLine line : batch.lines()) {
            if (line.position() >= position) {
                lines.computeIfAbsent(batch.stream(), s -> new ArrayList<>()).add(line);
            }
        }
        positions.put(batch.stream(), Math.max(position, batch.to()));
        notifyAll();
    }

    @Override
    public synchronized long logPosition(
            String account, String region, String group, String stream) {
        answer();
        return positions.getOrDefault(stream, 0L);
    }

    @Override
    public Optional<TaskCredentials> credentials(String taskId, String credentialsId) {
        return Optional.empty();
    }

    private synchronized void answer() {
        if (down) {
            refused++;
            notifyAll();
            throw new IllegalStateException("the control plane is away");
        }
    }

    /** Waits until it holds; fails when it does not in time. */
    public synchronized void await(Predicate<RecordingLink> condition, Duration atMost)
            throws InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        while (!condition.test(this)) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                throw new AssertionError("it did not come in time; newest: " + newest);
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
    }

    public synchronized void down(boolean next) {
        down = next;
    }

    /** Calls that were not answered because it was down. */
    public synchronized int refused() {
        return refused;
    }

    public synchronized void refuseLogs(String why) {
        logRefusal = Optional.of(why);
    }

    public synchronized List<NodeReport> reports() {
        return List.copyOf(reports);
    }

    public synchronized Optional<TaskReport> task(String id) {
        return Optional.ofNullable(newest.get(id));
    }

    /** The phases that were told of a task, each once, in the order told. */
    public synchronized List<TaskReport.Phase> phases(String id) {
        return reports.stream()
                .flatMap(r -> r.tasks().stream())
                .filter(t -> t.taskId().equals(id))
                .map(TaskReport::phase)
                .distinct()
                .toList();
    }

    public synchronized List<String> messages(String stream) {
        return lines.getOrDefault(stream, List.of()).stream().map(LogLine::message).toList();
    }
}
