package dev.slipway.node.metadata;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.slipway.node.agent.TaskView;
import dev.slipway.node.stats.Looks;
import dev.slipway.nodelink.ContainerPlan;
import dev.slipway.nodelink.ControlPlaneLink.TaskCredentials;
import dev.slipway.nodelink.TaskReport.ContainerReport;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** From a path and who asks to an answer. */
final class Answers {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long MIB = 1024 * 1024;

    private final MetadataSource source;
    private final InstantSource clock;
    private final Looks looks = new Looks();

    Answers(MetadataSource source, InstantSource clock) {
        this.source = source;
        this.clock = clock;
    }

    Answer answer(String vpcId, String address, String method, String path) {
        if (!method.equals("GET")) {
            return new Answer(405, TextNode.valueOf("Method Not Allowed").toString());
        }
        Optional<TaskView> task = source.taskAt().apply(vpcId, address);
        if (path.equals("/v2/credentials") || path.startsWith("/v2/credentials/")) {
            return credentials(task, path);
        }
        String[] parts = path.split("/", -1);
        boolean known = parts.length >= 3 && (parts[1].equals("v4") || parts[1].equals("v3"));
        if (!known || task.isEmpty()) {
            return notFound(path);
        }
        Optional<ContainerPlan> container = container(task.get(), parts[2]);
        if (container.isEmpty()) {
            return notFound(path);
        }
        String rest = String.join("/", java.util.Arrays.asList(parts).subList(3, parts.length));
        return about(task.get(), container.get(), rest, path);
    }

    private Answer about(TaskView task, ContainerPlan container, String rest, String path) {
        return switch (rest) {
            case "" -> ok(document(task).container(container, report(task, container)));
            case "task" -> ok(document(task).task(false));
            case "taskWithTags" -> ok(document(task).task(true));
            case "stats" -> ok(stats(task, container));
            case "task/stats" -> {
                ObjectNode all = JSON.createObjectNode();
                for (ContainerPlan each : task.plan().containers()) {
                    all.set(report(task, each).runtimeId(), stats(task, each));
                }
                yield ok(all);
            }
            default -> notFound(path);
        };
    }

    private TaskDocument document(TaskView task) {
        return new TaskDocument(
                task,
                new TaskDocument.Around(
                        task.network().flatMap(n -> source.resolver().apply(n.vpcId())),
                        source.storageUsed().apply(task.plan().id()),
                        source.clock().get(),
                        clock.instant()));
    }

    private JsonNode stats(TaskView task, ContainerPlan container) {
        String id = report(task, container).runtimeId();
        long taskLimit = task.plan().memoryMib() * MIB;
        return source.stats()
                .apply(id)
                .<JsonNode>map(
                        s -> StatsDocument.of(id, container.name(), looks.look(id, s), taskLimit))
                .orElseGet(JSON::nullNode);
    }

    /** Another task's id is answered just as one that never was. */
    private Answer credentials(Optional<TaskView> task, String path) {
        String id = path.substring("/v2/credentials".length()).replaceFirst("^/", "");
        if (id.isEmpty()) {
            return refusal(400, "NoIdInRequest", "CredentialsV2Request: No ID in the request");
        }
        boolean own =
                task.map(
                                t ->
                                        !t.plan().credentialsId().isEmpty()
                                                && t.plan().credentialsId().equals(id))
                        .orElse(false);
        if (!own) {
            return refusal(
                    400, "InvalidIdInRequest", "CredentialsV2Request: Credentials not found");
        }
        Optional<TaskCredentials> found;
        try {
            found = source.credentials().apply(task.get().plan().id(), id);
        } catch (RuntimeException e) {
            return refusal(
                    500, "InternalServerError", "CredentialsV2Request: Internal server error");
        }
        return found.map(Answers::ok)
                .orElseGet(
                        () ->
                                refusal(
                                        503,
                                        "CredentialsUninitialized",
                                        "CredentialsV2Request: Credentials uninitialized for ID"));
    }

    private static Answer ok(TaskCredentials credentials) {
        return ok(
                JSON.createObjectNode()
                        .put("RoleArn", credentials.roleArn())
                        .put("AccessKeyId", credentials.accessKeyId())
                        .put("SecretAccessKey", credentials.secretAccessKey())
                        .put("Token", credentials.token())
                        .put(
                                "Expiration",
                                Instant.ofEpochSecond(credentials.expirationEpochSecond())
                                        .toString()));
    }

    private static Answer ok(JsonNode json) {
        return new Answer(200, json.toString());
    }

    private static Answer refusal(int status, String code, String message) {
        return new Answer(
                status,
                JSON.createObjectNode()
                        .put("code", code)
                        .put("message", message)
                        .put("HTTPErrorCode", status)
                        .toString());
    }

    private static Answer notFound(String path) {
        return new Answer(404, TextNode.valueOf("no metadata of this task at " + path).toString());
    }

    private static Optional<ContainerPlan> container(TaskView task, String runtimeId) {
        return task.report().containers().stream()
                .filter(c -> c.runtimeId().equals(runtimeId))
                .findFirst()
                .flatMap(
                        c ->
                                task.plan().containers().stream()
                                        .filter(p -> p.name().equals(c.name()))
                                        .findFirst());
    }

    private static ContainerReport report(TaskView task, ContainerPlan container) {
        return TaskDocument.report(task.report(), container.name()).orElseThrow();
    }
}
