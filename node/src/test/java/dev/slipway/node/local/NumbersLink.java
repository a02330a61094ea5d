package dev.slipway.node.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.node.simulated.RecordingLink;
import dev.slipway.nodelink.ContainerPlan;
import dev.slipway.nodelink.ControlPlaneLink;
import dev.slipway.nodelink.NodeReport;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Keeps no line of the container "web": looks whether the numbers that it writes come one after the
 * other, and adds up what is said to be dropped.
 */
final class NumbersLink implements ControlPlaneLink {
    /** Bytes of a record of conmon's with a number of eight digits. */
    static final int RECORD = 54;

    private static final String WEB = "ecs/web";
    private static final int LAST = 99_999_999;
    private static final Pattern DROPPED =
            Pattern.compile("(?:about )?(\\d+) (lines|bytes of output) were dropped here: .*");

    private final RecordingLink others = new RecordingLink();
    private final LongSupplier measured;
    private long position;
    private int next;
    private long seen;
    private long droppedLines;
    private long droppedBytes;
    private long most;

    /**
     * @param first number that is written
     * @param measured asked at each batch
     */
    NumbersLink(int first, LongSupplier measured) {
        this.next = first;
        this.measured = measured;
    }

    RecordingLink others() {
        return others;
    }

    synchronized long seen() {
        return seen;
    }

    synchronized boolean sawLast() {
        return next == LAST + 1;
    }

    synchronized long droppedLines() {
        return droppedLines;
    }

    synchronized long droppedBytes() {
        return droppedBytes;
    }

    /** The most that was measured. */
    synchronized long most() {
        return most;
    }

    @Override
    public void report(NodeReport report) {
        others.report(report);
    }

    @Override
    public Optional<String> openLogStream(String account, ContainerPlan.LogPlan log) {
        return Optional.empty();
    }

    @Override
    public void putLogs(LogBatch batch) {
        if (batch.stream().equals(WEB)) {
            take(batch);
        } else {
            others.putLogs(batch);
        }
    }

    private synchronized void take(LogBatch batch) {
        assertThat(batch.from()).isEqualTo(position);
        position = batch.to();
        batch.lines().forEach(line -> take(line.message()));
        most = Math.max(most, measured.getAsLong());
    }

    private void take(String message) {
        Matcher drop = DROPPED.matcher(message);
        if (drop.matches()) {
            long count = Long.parseLong(drop.group(1));
            droppedLines += drop.group(2).equals("lines") ? count : 0;
            droppedBytes += drop.group(2).equals("lines") ? 0 : count;
            next = -1;
            return;
        }
        int number = Integer.parseInt(message);
        if (next >= 0 && number != LAST) {
            assertThat(number).isEqualTo(next);
        }
        next = number + 1;
        seen++;
    }

    @Override
    public synchronized long logPosition(
            String account, String region, String group, String stream) {
        return stream.equals(WEB) ? position : others.logPosition(account, region, group, stream);
    }

    @Override
    public Optional<TaskCredentials> credentials(String taskId, String credentialsId) {
        return Optional.empty();
    }
}
