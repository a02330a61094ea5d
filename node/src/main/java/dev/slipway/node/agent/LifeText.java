package dev.slipway.node.agent;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.node.agent.Course.Run;
import dev.slipway.nodelink.ContainerPlan.Condition;
import dev.slipway.nodelink.ContainerPlan.Dependency;
import dev.slipway.nodelink.ContainerPlan.Lifecycle;
import dev.slipway.nodelink.ContainerPlan.RestartPolicy;
import dev.slipway.nodelink.TaskReport.StartFailure;
import dev.slipway.nodelink.TaskReport.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A life as journal text: its moments and ends, and the order and restart policy that a stop and an
 * end follow while no plan has come. What is on the machine is not in it, the machine knows that;
 * nor is anything that the task's owner may keep secret, such as its environment or its commands.
 *
 * <p>Version 1 knew neither order nor restarts nor health; it is still read.
 */
final class LifeText {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final int VERSION = 2;

    private LifeText() {}

    static String write(TaskLife life) {
        ObjectNode out = JSON.createObjectNode();
        out.put("version", VERSION);
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
            write(c, containers.addObject());
        }
        return out.toString();
    }

    private static void write(ContainerLife c, ObjectNode one) {
        Course course = c.course();
        one.put("name", c.name());
        one.put("essential", c.essential());
        write(c.lifecycle(), one);
        // One that was being opened is opened again: nobody knows whether it was.
        one.put("logged", c.log().is(Piece.State.READY));
        one.put("run", course.run().name());
        one.put("digest", c.parts().imageDigest());
        one.put("reason", course.reason());
        course.exitCode().ifPresent(code -> one.put("exitCode", code));
        one.put("restarts", course.restarts());
        put(one, "firstStartedAt", course.firstStartedAt());
        put(one, "startedAt", course.startedAt());
        put(one, "finishedAt", course.finishedAt());
        put(one, "stopSentAt", c.signals().stopAt());
        put(one, "killSentAt", c.signals().killAt());
        // Single checks are not kept: that would be a write for each.
        one.putObject("health")
                .put("verdict", c.health().verdict().name())
                .put("since", c.health().since().toString())
                .put("passedOnce", c.health().passedOnce());
    }

    private static void write(Lifecycle lifecycle, ObjectNode one) {
        one.put("startTimeout", lifecycle.startTimeoutSeconds());
        one.put("stopTimeout", lifecycle.stopTimeoutSeconds());
        var dependsOn = one.putArray("dependsOn");
        for (Dependency d : lifecycle.dependsOn()) {
            dependsOn
                    .addObject()
                    .put("container", d.container())
                    .put("condition", d.condition().name());
        }
        lifecycle
                .restartPolicy()
                .ifPresent(
                        policy -> {
                            ObjectNode to = one.putObject("restart");
                            to.put("attemptPeriod", policy.attemptPeriodSeconds());
                            var codes = to.putArray("ignored");
                            policy.ignoredExitCodes().forEach(codes::add);
                        });
    }

    /** Empty when the text is not one of ours: a half-written or foreign file. */
    static Optional<TaskLife> read(String text) {
        try {
            JsonNode in = JSON.readTree(text);
            int version = in == null ? 0 : in.path("version").asInt();
            if (in == null || version < 1 || version > VERSION) {
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
        boolean logged = one.path("logged").asBoolean();
        return new ContainerLife(
                name,
                RuntimeIds.of(taskId, name),
                one.path("essential").asBoolean(),
                lifecycle(one),
                new Parts(
                        Piece.ABSENT,
                        logged ? Piece.READY : Piece.ABSENT,
                        Piece.ABSENT,
                        one.path("digest").asText(),
                        ""),
                course(one),
                new Signals(time(one, "stopSentAt"), time(one, "killSentAt")),
                health(one.path("health")));
    }

    private static Lifecycle lifecycle(JsonNode one) {
        List<Dependency> dependsOn = new ArrayList<>();
        for (JsonNode d : one.path("dependsOn")) {
            dependsOn.add(
                    new Dependency(
                            d.path("container").asText(),
                            Condition.valueOf(d.path("condition").asText())));
        }
        List<Integer> ignored = new ArrayList<>();
        one.path("restart").path("ignored").forEach(code -> ignored.add(code.asInt()));
        return new Lifecycle(
                dependsOn,
                one.path("startTimeout").asInt(),
                one.path("stopTimeout").asInt(30),
                Optional.empty(),
                one.has("restart")
                        ? Optional.of(
                                new RestartPolicy(
                                        ignored, one.path("restart").path("attemptPeriod").asInt()))
                        : Optional.empty());
    }

    private static Course course(JsonNode one) {
        Optional<Instant> startedAt = time(one, "startedAt");
        return new Course(
                Run.valueOf(one.path("run").asText()),
                one.path("restarts").asInt(),
                time(one, "firstStartedAt").or(() -> startedAt),
                startedAt,
                time(one, "finishedAt"),
                one.has("exitCode")
                        ? OptionalInt.of(one.path("exitCode").asInt())
                        : OptionalInt.empty(),
                one.path("reason").asText());
    }

    private static HealthLife health(JsonNode in) {
        return in.isMissingNode()
                ? HealthLife.UNKNOWN
                : HealthLife.known(
                        Verdict.valueOf(in.path("verdict").asText()),
                        Instant.parse(in.path("since").asText()),
                        in.path("passedOnce").asBoolean());
    }

    private static void put(ObjectNode out, String name, Optional<Instant> at) {
        at.ifPresent(t -> out.put(name, t.toString()));
    }

    private static Optional<Instant> time(JsonNode in, String name) {
        return in.has(name) ? Optional.of(Instant.parse(in.path(name).asText())) : Optional.empty();
    }
}
