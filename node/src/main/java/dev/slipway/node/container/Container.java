package dev.slipway.node.container;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** A container on this machine. All methods may be called from many threads at once. */
public final class Container {

    Container() {}

    public enum State {
        CREATED,
        RUNNING,
        ENDED
    }

    public String id() {
        return Pending.pending();
    }

    public String taskId() {
        return Pending.pending();
    }

    /** As the task definition calls it. */
    public String name() {
        return Pending.pending();
    }

    public State state() {
        return Pending.pending();
    }

    /** Digest of the manifest of its image. */
    public String imageDigest() {
        return Pending.pending();
    }

    /**
     * conmon's log of standard output and error, in the form {@code time stream P|F text} (CRI); it
     * is there from the container's creation to its deletion.
     */
    public Path logFile() {
        return Pending.pending();
    }

    /** The first process, as the host sees it. */
    public long pid() {
        return Pending.pending();
    }

    /** Absent until {@link #start()}. */
    public Optional<Instant> startedAt() {
        return Pending.pending();
    }

    /** Present once ENDED. */
    public Optional<Exit> exit() {
        return Pending.pending();
    }

    /** Lets the container's own program run. */
    public void start() throws LaunchException {
        Pending.pending();
    }

    /** Sends the image's stop signal, SIGTERM when it names none. Nothing when it has ended. */
    public void stop() {
        Pending.pending();
    }

    /** Sends SIGKILL to every process. Nothing when it has ended. */
    public void kill() {
        Pending.pending();
    }

    /** Waits for the end; empty when it did not come in time. */
    public Optional<Exit> awaitExit(Duration atMost) throws InterruptedException {
        return Pending.pending();
    }

    public Optional<Usage> usage() {
        return Pending.pending();
    }

    /**
     * Kills it if it lives and removes everything of it: mounts, cgroup, runtime state, writable
     * layer, log file, and last the record.
     */
    public void delete() throws IOException {
        Pending.pending();
    }
}
