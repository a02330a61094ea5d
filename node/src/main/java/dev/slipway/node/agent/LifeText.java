package dev.slipway.node.agent;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.node.agent.ContainerLife.Run;
import dev.slipway.nodelink.TaskReport.StartFailure;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A life as journal text: its moments and ends. What is on the machine is not in it, the machine
 * knows that; nor is anything that the task's owner wrote, such as its environment.
 */
final class LifeText {
    private static final ObjectMapper JSON = new ObjectMapper();

    private LifeText() {}

    static String write(TaskLife life) {
        ObjectNode out = JSON.createObjectNode();
        out.put("version", 1);
        out.put("task", life.taskId());
        out.put("interface", life.interfaceId());
        Times t = life.times();
        put(out, "connectivityAt", t.connectivityAt());
        put(out, "pullStartedAt", t.pullStartedAt());
        put(out, "pullStoppedAt", t.pullStoppedAt());
        put(out, "startedAt", t.startedAt());
        put(out, "stoppingAt", t.stoppingAt());
        put(out, "executionStoppedAt", t.executionStoppedAt());
        put(out, "stoppedAt", t.stoppedAt());
        life.failure()
                .ifPresent(
                        f ->
                                out.putObject("failure")
                                        .put("code", f.code())
                                        .put("message", f.message()));
        var containers = out.putArray("containers");
        for (ContainerLife c : life.containers()) {
            ObjectNode one = containers.addObject();
            one.put("name", c.name());
            one.put("essential", c.essential());
            one.put("stopTimeout", c.stopTimeoutSeconds());
            one.put("logged", c.log().there());
            one.put("run", c.run().name());
            one.put("digest", c.imageDigest());
            one.put("reason", c.reason());
            c.exitCode().ifPresent(code -> one.put("exitCode", code));
            put(one, "startedAt", c.startedAt());
            put(one, "finishedAt", c.finishedAt());
            put(one, "stopSentAt", c.stopSentAt());
            put(one, "killSentAt", c.killSentAt());
        }
        return out.toString();
    }

    /** Empty when the text is not one of ours: a half-written or foreign file. */
    static Optional<TaskLife> read(String text) {
        try {
            JsonNode in = JSON.readTree(text);
            if (in == null || in.path("version").asInt() != 1) {
                return Optional.empty();
            }
            List<ContainerLife> containers = new ArrayList<>();
            for (JsonNode one : in.path("containers")) {
                containers.add(container(in.path("task").asText(), one));
            }
            Optional<StartFailure> failure =
                    in.has("failure")
                            ? Optional.of(
                                    new StartFailure(
                                            in.path("failure").path("code").asText(),
                                            in.path("failure").path("message").asText()))
                            : Optional.empty();
            return Optional.of(
                    new TaskLife(
                            in.path("task").asText(),
                            in.path("interface").asText(),
                            Piece.ABSENT,
                            Piece.ABSENT,
                            containers,
                            new Times(
                                    time(in, "connectivityAt"),
                                    time(in, "pullStartedAt"),
                                    time(in, "pullStoppedAt"),
                                    time(in, "startedAt"),
                                    time(in, "stoppingAt"),
                                    time(in, "executionStoppedAt"),
                                    time(in, "stoppedAt")),
                            failure));
        } catch (JsonProcessingException | IllegalArgumentException e) {
            return Optional.empty();
        } catch (java.time.DateTimeException e) {
            return Optional.empty();
        }
    }

    private static ContainerLife container(String taskId, JsonNode one) {
        String name = one.path("name").asText();
        return new ContainerLife(
                name,
                RuntimeIds.of(taskId, name),
                one.path("essential").asBoolean(),
                one.path("stopTimeout").asInt(30),
                Piece.ABSENT,
                one.path("logged").asBoolean() ? Piece.READY : Piece.ABSENT,
                Piece.ABSENT,
                Run.valueOf(one.path("run").asText()),
                one.path("digest").asText(),
                time(one, "startedAt"),
                time(one, "finishedAt"),
                one.has("exitCode")
                        ? OptionalInt.of(one.path("exitCode").asInt())
                        : OptionalInt.empty(),
                one.path("reason").asText(),
                time(one, "stopSentAt"),
                time(one, "killSentAt"));
    }

    private static void put(ObjectNode out, String name, Optional<Instant> at) {
        at.ifPresent(t -> out.put(name, t.toString()));
    }

    private static Optional<Instant> time(JsonNode in, String name) {
        return in.has(name) ? Optional.of(Instant.parse(in.path(name).asText())) : Optional.empty();
    }
}
