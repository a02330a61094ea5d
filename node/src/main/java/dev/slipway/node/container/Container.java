package dev.slipway.node.container;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A container on this machine. All methods may be called from many threads at once.
 *
 * <p>It goes from CREATED to RUNNING to ENDED, or at once to ENDED; only {@link #renew()} leads
 * back.
 */
public final class Container {
    /** At that size conmon renames a new file over the log file: see docs/decisions/output.md. */
    public static final long LOG_FILE_BYTES = 128L << 20;

    private final Lifecycle lifecycle;
    private final Path logFile;

    // Guarded by this.
    private CountDownLatch ended = new CountDownLatch(1);
    private ContainerRecord record;
    private Optional<Exit> exit = Optional.empty();

    Container(Lifecycle lifecycle, ContainerRecord record, Path logFile) {
        this.lifecycle = lifecycle;
        this.record = record;
        this.logFile = logFile;
    }

    public enum State {
        CREATED,
        RUNNING,
        ENDED
    }

    public String id() {
        return record().id();
    }

    public String taskId() {
        return record().taskId();
    }

    /** As the task definition calls it. */
    public String name() {
        return record().name();
    }

    public State state() {
        if (exit().isPresent()) {
            return State.ENDED;
        }
        return startedAt().isPresent() ? State.RUNNING : State.CREATED;
    }

    /** Digest of the manifest of its image. */
    public String imageDigest() {
        return record().imageDigest();
    }

    /**
     * conmon's log of standard output and error, in the form {@code time stream P|F text} (CRI); it
     * is there from the container's creation to its deletion.
     */
    public Path logFile() {
        return logFile;
    }

    /** The process that writes the log file; another one after {@link #renew()}. */
    public long keeper() {
        return record().who().conmon();
    }

    /** Bytes that the keeper has written in its life, to whatever file; empty when it is gone. */
    public OptionalLong keeperWrote() {
        return lifecycle.keeperWrote(this);
    }

    /** Makes the keeper write no more: the container waits as soon as its pipes are full. */
    public void hold() {
        lifecycle.signalKeeper(this, Signals.STOP);
    }

    /** Undoes {@link #hold()}; nothing when it was not held. */
    public void goOn() {
        lifecycle.signalKeeper(this, Signals.CONT);
    }

    /** The first process, as the host sees it. */
    public long pid() {
        return record().who().pid();
    }

    /** Absent until {@link #start()}. */
    public Optional<Instant> startedAt() {
        long millis = record().life().startedAtMillis();
        return millis == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
    }

    /** Present once ENDED. */
    public synchronized Optional<Exit> exit() {
        return exit;
    }

    /** Lets the container's own program run. */
    public void start() throws LaunchException {
        lifecycle.start(this);
    }

    /** Sends the image's stop signal, SIGTERM when it names none. Nothing when it has ended. */
    public void stop() {
        lifecycle.signal(this, Signals.number(record().stopSignal()));
    }

    /** Sends SIGKILL to every process. Nothing when it has ended. */
    public void kill() {
        lifecycle.signal(this, Signals.KILL);
    }

    /** Waits for the end; empty when it did not come in time. */
    public Optional<Exit> awaitExit(Duration atMost) throws InterruptedException {
        CountDownLatch latch;
        synchronized (this) {
            latch = ended;
        }
        boolean _ = latch.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
        return exit();
    }

    /**
     * Runs a command in it as its own program is run. Its output goes nowhere, and nothing of it is
     * left afterwards.
     *
     * @return whether it ended with 0 in time; false when the container does not run
     * @throws IOException when the command could not be run
     */
    public boolean check(List<String> command, Duration atMost)
            throws IOException, InterruptedException {
        return lifecycle.check(this, command, atMost);
    }

    /**
     * Makes it ready to be started again after it ended: new processes, everything else is as it
     * was left, its files and its log file included. Nothing when it is CREATED.
     */
    public void renew() throws LaunchException {
        lifecycle.renew(this);
    }

    /** Empty when its cgroup is gone. */
    public Optional<Usage> usage() {
        return lifecycle.usage(this);
    }

    /**
     * Kills it if it lives and removes everything of it: mounts, cgroup, runtime state, writable
     * layer, log file, and last the record. May be called again after it failed.
     */
    public void delete() throws IOException {
        lifecycle.delete(this);
    }

    synchronized ContainerRecord record() {
        return record;
    }

    synchronized void record(ContainerRecord newer) {
        record = newer;
    }

    synchronized void again(ContainerRecord newer) {
        record = newer;
        exit = Optional.empty();
        ended = new CountDownLatch(1);
    }

    /**
     * @return false when it had ended before
     */
    boolean end(Exit how) {
        synchronized (this) {
            if (exit.isPresent()) {
                return false;
            }
            exit = Optional.of(how);
            ended.countDown();
        }
        return true;
    }
}
