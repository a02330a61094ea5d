package dev.slipway.node.container;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;

/**
 * What a later process of this instance must know about a container.
 *
 * <p>Written before conmon is started and again when it is known who runs; each time renamed into
 * place. It is not synced: when this process is killed the kernel still has it, and when the
 * machine dies every container died with it, so a folder without a record of the present boot is
 * rubbish.
 *
 * @param pid of the first process; 0 until it is known
 * @param startTime of that process, in ticks
 * @param conmon process id; 0 until it is known
 * @param conmonStartTime in ticks
 * @param startedAtMillis 0 until it was let go
 * @param lostReason why we ended it when its exit code cannot be known; empty otherwise
 */
record ContainerRecord(
        int version,
        String id,
        String taskId,
        String name,
        String imageDigest,
        List<String> layers,
        String stopSignal,
        String bootId,
        long pid,
        long startTime,
        long conmon,
        long conmonStartTime,
        long startedAtMillis,
        String lostReason) {
    static final int VERSION = 1;
    private static final String FILE = "record.json";
    private static final ObjectMapper JSON = JsonMapper.builder().build();

    ContainerRecord {
        layers = List.copyOf(layers);
    }

    static ContainerRecord of(ContainerSpec spec, String bootId) {
        return new ContainerRecord(
                VERSION,
                spec.id(),
                spec.taskId(),
                spec.plan().name(),
                spec.image().digest(),
                spec.image().layers(),
                spec.image().config().stopSignal(),
                bootId,
                0,
                0,
                0,
                0,
                0,
                "");
    }

    ContainerRecord running(long pid, long startTime, long conmon, long conmonStartTime) {
        return new ContainerRecord(
                version,
                id,
                taskId,
                name,
                imageDigest,
                layers,
                stopSignal,
                bootId,
                pid,
                startTime,
                conmon,
                conmonStartTime,
                0,
                "");
    }

    ContainerRecord started(long atMillis) {
        return new ContainerRecord(
                version,
                id,
                taskId,
                name,
                imageDigest,
                layers,
                stopSignal,
                bootId,
                pid,
                startTime,
                conmon,
                conmonStartTime,
                atMillis,
                "");
    }

    ContainerRecord lost(String reason) {
        return new ContainerRecord(
                version,
                id,
                taskId,
                name,
                imageDigest,
                layers,
                stopSignal,
                bootId,
                pid,
                startTime,
                conmon,
                conmonStartTime,
                startedAtMillis,
                reason);
    }

    /** Empty when there is none, or it is of a version that this one does not know, or torn. */
    static Optional<ContainerRecord> read(Path folder) {
        try {
            ContainerRecord record =
                    JSON.readValue(Files.readAllBytes(folder.resolve(FILE)), ContainerRecord.class);
            return record.version() == VERSION ? Optional.of(record) : Optional.empty();
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    void write(Path folder) throws IOException {
        Path fresh = folder.resolve(FILE + ".new");
        Files.write(fresh, JSON.writeValueAsBytes(this));
        Files.move(fresh, folder.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
    }
}
