package dev.slipway.node.simulated;

import dev.slipway.node.agent.Timeline;
import dev.slipway.nodelink.ContainerPlan.LogPlan;
import dev.slipway.nodelink.ControlPlaneLink;
import dev.slipway.nodelink.ControlPlaneLink.LogBatch;
import dev.slipway.nodelink.ControlPlaneLink.LogLine;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What a pretended container has written: batches go one after the other and are tried again. */
final class SimulatedLog {
    private static final Duration AGAIN = Duration.ofSeconds(1);
    private static final Duration LONGEST_FLUSH = Duration.ofSeconds(5);

    private final String account;
    private final LogPlan plan;
    private final ControlPlaneLink link;
    private final Timeline timeline;
    private final List<LogLine> waiting = new ArrayList<>();
    private final List<Runnable> flushed = new ArrayList<>();
    private long position;
    private boolean underWay;

    SimulatedLog(String account, LogPlan plan, ControlPlaneLink link, Timeline timeline) {
        this.account = account;
        this.plan = plan;
        this.link = link;
        this.timeline = timeline;
    }

    void write(String line) {
        waiting.add(new LogLine(timeline.now().toEpochMilli(), position, line));
        position += line.getBytes(StandardCharsets.UTF_8).length + 1;
        send();
    }

    /**
     * Runs the turn once all is stored, or after a while: a task's end waits for no log for ever.
     */
    void whenWritten(Runnable turn) {
        if (!underWay && waiting.isEmpty()) {
            turn.run();
            return;
        }
        flushed.add(turn);
        timeline.after(
                LONGEST_FLUSH,
                () -> {
                    if (flushed.remove(turn)) {
                        turn.run();
                    }
                });
    }

    private void send() {
        if (underWay || waiting.isEmpty()) {
            return;
        }
        LogBatch batch =
                new LogBatch(
                        account,
                        plan.region(),
                        plan.group(),
                        plan.stream(),
                        waiting.getFirst().position(),
                        position,
                        waiting);
        int sent = waiting.size();
        underWay = true;
        timeline.aside(() -> deliver(batch, sent));
    }

    private void deliver(LogBatch batch, int sent) {
        try {
            link.putLogs(batch);
            timeline.soon(
                    () -> {
                        underWay = false;
                        waiting.subList(0, sent).clear();
                        send();
                        if (waiting.isEmpty()) {
                            List<Runnable> turns = List.copyOf(flushed);
                            flushed.clear();
                            turns.forEach(Runnable::run);
                        }
                    });
        } catch (RuntimeException e) {
            timeline.after(
                    AGAIN,
                    () -> {
                        underWay = false;
                        send();
                    });
        }
    }
}
