package dev.slipway.nodelink;

import java.util.List;
import java.util.Optional;

/** The control plane as a node sees it. All calls may come from many threads at once. */
public interface ControlPlaneLink {

    /** What the node sees; returns when it is recorded in memory. Never refused. */
    void report(NodeReport report);

    /**
     * Makes the container's log stream ready, before the container starts: checks or creates the
     * group, creates the stream.
     *
     * @return empty when ready, else why not, in the words that {@code ResourceInitializationError}
     *     carries
     */
    Optional<String> openLogStream(String account, ContainerPlan.LogPlan log);

    /**
     * Stores lines of one source and returns when they are durable. A batch that starts before
     * {@link #logPosition} was stored before (its acknowledgement was lost) and only its rest is
     * stored: nothing is doubled, nothing is lost.
     */
    void putLogs(LogBatch batch);

    /** The source position up to which lines are durable; 0 when nothing is. */
    long logPosition(String account, String region, String group, String stream);

    /**
     * Credentials of a task's role, fresh enough to be handed out; empty when the id is not that of
     * a living task.
     */
    Optional<TaskCredentials> credentials(String taskId, String credentialsId);

    /**
     * @param from byte position in the source of the first line
     * @param to byte position after the last line; the next batch starts here
     */
    record LogBatch(
            String account,
            String region,
            String group,
            String stream,
            long from,
            long to,
            List<LogLine> lines) {
        public LogBatch {
            lines = List.copyOf(lines);
        }
    }

    /**
     * @param timestampMillis when the container wrote it
     * @param position byte position in the source of the line's first byte
     */
    record LogLine(long timestampMillis, long position, String message) {}

    /**
     * @param expirationEpochSecond when they end
     */
    record TaskCredentials(
            String roleArn,
            String accessKeyId,
            String secretAccessKey,
            String token,
            long expirationEpochSecond) {
        @Override
        public String toString() {
            return "TaskCredentials[of " + roleArn + "]"; // secrets never reach a log
        }
    }
}
