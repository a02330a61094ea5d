package dev.slipway.node.container;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.slipway.node.host.LineFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a later process of this instance must know about a container.
 *
 * <p>Written before conmon is started and again when it is known who runs; each time as one line
 * more of its file. It is not synced: when this process is killed the kernel still has it, and when
 * the machine dies every container died with it, so a folder without a record of the present boot
 * is rubbish.
 *
 * @param handle what its folders, conmon and the runtime call it
 */
record ContainerRecord(
        int version,
        String id,
        String handle,
        String taskId,
        String name,
        String imageDigest,
        List<String> layers,
        String stopSignal,
        String bootId,
        Manner manner,
        Who who,
        Life life,
        Past past) {
    static final int VERSION = 4;
    private static final String FILE = "record.json";
    private static final ObjectMapper JSON = JsonMapper.builder().build();

    ContainerRecord {
        layers = List.copyOf(layers);
    }

    /**
     * How it is run, in each of its lives.
     *
     * @param sharedProcesses it is in its task's process namespace
     * @param terminal its standard streams are one
     * @param interactive its standard input stays open
     */
    record Manner(boolean sharedProcesses, boolean terminal, boolean interactive) {
        static final Manner PLAIN = new Manner(false, false, false);
    }

    /**
     * Its processes; all 0 until they are known.
     *
     * @param pid of the first process
     * @param startTime of that process, in ticks
     * @param conmon process id
     * @param conmonStartTime in ticks
     */
    record Who(long pid, long startTime, long conmon, long conmonStartTime) {
        static final Who NOBODY = new Who(0, 0, 0, 0);
    }

    /**
     * @param startedAtMillis 0 until it was let go
     * @param killed whether we sent SIGKILL
     * @param memoryKills that its cgroup had counted before it was started
     * @param lostReason why we ended it when its exit code cannot be known; empty otherwise
     */
    record Life(long startedAtMillis, boolean killed, long memoryKills, String lostReason) {
        static final Life NEW = new Life(0, false, 0, "");
    }

    /**
     * How it ended the last time before it was made ready again; it holds until it is started.
     *
     * @param startedAtMillis 0: there was no last time
     * @param code -1: nobody knows
     */
    record Past(long startedAtMillis, int code, String reason, long endedAtMillis) {
        static final Past NONE = new Past(0, -1, "", 0);

        Exit exit() {
            return new Exit(
                    code < 0 ? OptionalInt.empty() : OptionalInt.of(code),
                    reason,
                    Instant.ofEpochMilli(endedAtMillis));
        }
    }

    static ContainerRecord of(ContainerSpec spec, String handle, String bootId) {
        return new ContainerRecord(
                VERSION,
                spec.id(),
                handle,
                spec.taskId(),
                spec.plan().name(),
                spec.image().digest(),
                spec.image().layers(),
                spec.image().config().stopSignal(),
                bootId,
                new Manner(
                        spec.task().sharedProcesses(),
                        spec.plan().fittings().pseudoTerminal(),
                        spec.plan().fittings().interactive()),
                Who.NOBODY,
                Life.NEW,
                Past.NONE);
    }

    /** Of the container that holds a task's process namespace: it has no name. */
    static ContainerRecord holder(String id, String taskId, String bootId) {
        return new ContainerRecord(
                VERSION,
                id,
                id,
                taskId,
                "",
                "",
                List.of(),
                "",
                bootId,
                Manner.PLAIN,
                Who.NOBODY,
                Life.NEW,
                Past.NONE);
    }

    private ContainerRecord with(Who now, Life newer, Past older) {
        return new ContainerRecord(
                version,
                id,
                handle,
                taskId,
                name,
                imageDigest,
                layers,
                stopSignal,
                bootId,
                manner,
                now,
                newer,
                older);
    }

    ContainerRecord running(Who now) {
        return with(now, life, past);
    }

    ContainerRecord started(long atMillis) {
        return with(who, new Life(atMillis, false, life.memoryKills(), ""), past);
    }

    ContainerRecord killed() {
        return with(who, new Life(life.startedAtMillis(), true, life.memoryKills(), ""), past);
    }

    ContainerRecord lost(String reason) {
        return with(
                who,
                new Life(life.startedAtMillis(), life.killed(), life.memoryKills(), reason),
                past);
    }

    /**
     * It ended and is being made ready again.
     *
     * @param memoryKills that its cgroup has counted so far
     */
    ContainerRecord renewed(Exit exit, long memoryKills) {
        return with(
                Who.NOBODY,
                new Life(0, false, memoryKills, ""),
                new Past(
                        life.startedAtMillis(),
                        exit.code().orElse(-1),
                        exit.reason(),
                        exit.at().toEpochMilli()));
    }

    /** For a renewal that is undone: it is again as it had ended before. */
    ContainerRecord undone() {
        return with(
                Who.NOBODY, new Life(past.startedAtMillis(), false, life.memoryKills(), ""), past);
    }

    /** Empty when there is none, or it is of a version that this one does not know, or torn. */
    static Optional<ContainerRecord> read(Path folder) {
        try {
            Optional<String> text = LineFile.read(folder.resolve(FILE));
            return text.isEmpty()
                    ? Optional.empty()
                    : Optional.of(JSON.readValue(text.get(), ContainerRecord.class))
                            .filter(record -> record.version() == VERSION);
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    void write(Path folder) throws IOException {
        LineFile.write(folder.resolve(FILE), JSON.writeValueAsString(this), false);
    }
}
