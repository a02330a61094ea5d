package dev.slipway.node.agent;

import dev.slipway.nodelink.ControlPlaneLink;
import dev.slipway.nodelink.NodeReport;
import dev.slipway.nodelink.TaskReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what changed, at once; what changes while a report is under way goes with the next. The
 * many small steps of a launch go together, and with its end. Touched by turns only.
 */
final class Reporter {
    private static final Logger LOG = LoggerFactory.getLogger(Reporter.class);
    private static final Duration LINGER = Duration.ofMillis(100);
    private static final Duration AGAIN = Duration.ofSeconds(1);

    private final String nodeId;
    private final NodeReport.Capacity capacity;
    private final ControlPlaneLink link;
    private final Timeline timeline;
    private final TreeMap<String, TaskReport> newest = new TreeMap<>();
    private final TreeSet<String> changed = new TreeSet<>();
    private boolean full;
    private boolean lingers;
    private boolean underWay;
    private long generation;
    private volatile boolean closed;

    Reporter(
            String nodeId, NodeReport.Capacity capacity, ControlPlaneLink link, Timeline timeline) {
        this.nodeId = nodeId;
        this.capacity = capacity;
        this.link = link;
        this.timeline = timeline;
    }

    void generation(long next) {
        generation = next;
    }

    void seen(TaskReport report) {
        TaskReport before = newest.put(report.taskId(), report);
        if (report.equals(before)) {
            return;
        }
        changed.add(report.taskId());
        if (report.phase() != TaskReport.Phase.PREPARING) {
            send();
        } else if (!lingers) {
            lingers = true;
            timeline.after(
                    LINGER,
                    () -> {
                        lingers = false;
                        send();
                    });
        }
    }

    void gone(String taskId) {
        newest.remove(taskId);
        changed.remove(taskId);
    }

    void full() {
        full = true;
        send();
    }

    void close() {
        closed = true;
    }

    private void send() {
        if (underWay || closed || !(full || !changed.isEmpty())) {
            return;
        }
        List<TaskReport> tasks = new ArrayList<>();
        if (full) {
            tasks.addAll(newest.values());
        } else {
            changed.forEach(id -> tasks.add(newest.get(id)));
        }
        NodeReport report = new NodeReport(nodeId, generation, full, capacity, tasks);
        full = false;
        changed.clear();
        underWay = true;
        timeline.aside(() -> deliver(report));
    }

    private void deliver(NodeReport report) {
        if (closed) {
            return;
        }
        try {
            link.report(report);
            timeline.soon(
                    () -> {
                        underWay = false;
                        send();
                    });
        } catch (RuntimeException e) {
            LOG.warn("a report did not get through; a full one follows", e);
            timeline.after(
                    AGAIN,
                    () -> {
                        underWay = false;
                        full();
                    });
        }
    }
}
