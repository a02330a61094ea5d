package dev.slipway.node.logs;

import dev.slipway.nodelink.ControlPlaneLink;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The front door: follows the output of containers. May be used by many threads at once. */
public final class LogCaptures implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LogCaptures.class);

    /** A launch that is under way shall have the processors for itself; the file is there. */
    private static final Duration REST = Duration.ofMillis(25);

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final ControlPlaneLink link;
    private final ThreadFactory threads;
    private final LogFileWatch watch;
    private final ConcurrentHashMap<String, LogCapture> captures = new ConcurrentHashMap<>();

    LogCaptures(ControlPlaneLink link, ThreadFactory threads, LogFileWatch watch) {
        this.link = link;
        this.threads = threads;
        this.watch = watch;
    }

    /**
     * @param folder on the file system that the log files are on
     * @param threads for one thread per container and one for all; virtual ones will do
     */
    public static LogCaptures open(ControlPlaneLink link, Path folder, ThreadFactory threads)
            throws IOException {
        return new LogCaptures(
                link, threads, new LogFileWatch(folder.getFileSystem().newWatchService(), threads));
    }

    /**
     * Follows a container's output from where the control plane has it. A container that is
     * followed already is left as it is.
     *
     * @param containerId unique on this machine
     */
    public void follow(String containerId, LogSource source) {
        LogCapture capture = new LogCapture(source, link);
        if (captures.putIfAbsent(containerId, capture) == null) {
            threads.newThread(() -> follow(capture)).start();
        }
    }

    /** Whoever starts a container does not wait for its output to be followed. */
    private void follow(LogCapture capture) {
        capture.rest(REST);
        try {
            watch.add(capture.file(), capture::wake);
        } catch (IOException | RuntimeException e) {
            LOG.warn(
                    "{} cannot be watched, it is looked at every second: {}",
                    capture.file(),
                    e.getMessage());
            capture.lookByItself();
        }
        capture.run();
        watch.remove(capture.file());
    }

    /**
     * The container has ended: what it wrote to the last is handed on, and it is followed no more.
     *
     * @return false when that did not succeed in time; what was not stored is lost with the file
     */
    public boolean finish(String containerId, Duration atMost) throws InterruptedException {
        Optional<LogCapture> capture = Optional.ofNullable(captures.get(containerId));
        if (capture.isEmpty()) {
            return true;
        }
        boolean whole = capture.get().finish(atMost);
        captures.remove(containerId);
        return whole;
    }

    /**
     * The container is to end at once: its output is held back no more, whatever its mode. Nothing
     * when it is not followed.
     */
    public void letGo(String containerId) {
        Optional.ofNullable(captures.get(containerId)).ifPresent(LogCapture::letGo);
    }

    /**
     * Stops following; what was not stored yet is read on after the next start. Whoever follows the
     * same files next finds them left alone, unless storing hangs.
     */
    @Override
    public void close() throws IOException {
        watch.close();
        captures.values().forEach(LogCapture::close);
        try {
            for (LogCapture capture : captures.values()) {
                capture.awaitEnd(PATIENCE);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
