package dev.slipway.node.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.nodelink.ContainerPlan.LogPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the output of each container goes, remembered over a restart. Not synced: a power cut ends
 * the container too.
 */
final class LogNotes {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;

    LogNotes(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
    }

    record Note(String account, LogPlan plan) {}

    void write(String containerId, Note note) throws IOException {
        LogPlan plan = note.plan();
        Files.writeString(
                file(containerId),
                JSON.createObjectNode()
                        .put("account", note.account())
                        .put("region", plan.region())
                        .put("group", plan.group())
                        .put("stream", plan.stream())
                        .put("createGroup", plan.createGroup())
                        .put("blocking", plan.blocking())
                        .put("maxBufferBytes", plan.maxBufferBytes())
                        .put("multilineStart", plan.multilineStart())
                        .toString());
    }

    Optional<Note> read(String containerId) {
        try {
            if (!Files.exists(file(containerId))) {
                return Optional.empty();
            }
            JsonNode in = JSON.readTree(Files.readString(file(containerId)));
            return Optional.of(
                    new Note(
                            in.path("account").asText(),
                            new LogPlan(
                                    in.path("region").asText(),
                                    in.path("group").asText(),
                                    in.path("stream").asText(),
                                    in.path("createGroup").asBoolean(),
                                    in.path("blocking").asBoolean(),
                                    in.path("maxBufferBytes").asLong(),
                                    in.path("multilineStart").asText())));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    void remove(String containerId) throws IOException {
        Files.deleteIfExists(file(containerId));
    }

    private Path file(String containerId) {
        return folder.resolve(containerId + ".json");
    }
}
