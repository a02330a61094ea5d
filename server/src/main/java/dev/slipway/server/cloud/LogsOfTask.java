package dev.slipway.server.cloud;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.ecs.task.Task;
import dev.slipway.controlplane.ecs.task.Tasks;
import dev.slipway.controlplane.ecs.taskdefinition.TaskDefinition;
import dev.slipway.controlplane.ecs.taskdefinition.TaskDefinitions;
import dev.slipway.controlplane.logs.Logs;
import dev.slipway.controlplane.logstore.EventKey;
import dev.slipway.controlplane.logstore.StoredEvent;
import dev.slipway.controlplane.state.State;
import dev.slipway.server.control.ControlCommand.ControlRefusal;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/** {@code slipway logs TASK}: the streams of a task's containers, put together. */
final class LogsOfTask {
    private static final long BETWEEN_LOOKS_MILLIS = 200;

    private final State state;
    private final Tasks tasks;
    private final Logs logs;

    LogsOfTask(State state, Tasks tasks, Logs logs) {
        this.state = state;
        this.tasks = tasks;
        this.logs = logs;
    }

    /** Where one container's events are. */
    private record Source(String container, Scope scope, String group, String stream) {}

    JsonNode run(JsonNode arguments, InputStream body, Consumer<JsonNode> progress)
            throws InterruptedException {
        String named = arguments.path("task").asText();
        String id = named.substring(named.lastIndexOf('/') + 1);
        Task task =
                tasks.find(state.read(), id)
                        .orElseThrow(() -> new ControlRefusal("there is no task " + named));
        List<Source> sources = sources(task, arguments.path("container").asText());
        if (sources.isEmpty()) {
            throw new ControlRefusal("no container of this task writes to CloudWatch Logs");
        }
        boolean follow = arguments.path("follow").asBoolean();
        Map<String, EventKey> last = new TreeMap<>();
        boolean over;
        do {
            // Asked before the events are read: what a task wrote is stored before it is recorded
            // as stopped.
            over = !follow || tasks.find(state.read(), id).map(Task::stopped).orElse(true);
            show(sources, last, progress);
            if (!over) {
                Thread.sleep(BETWEEN_LOOKS_MILLIS);
            }
        } while (!over);
        return NullNode.getInstance();
    }

    private void show(
            List<Source> sources, Map<String, EventKey> last, Consumer<JsonNode> progress) {
        List<StoredEvent> events = new ArrayList<>();
        Map<Long, String> names = new TreeMap<>();
        for (Source source : sources) {
            List<StoredEvent> more =
                    logs.after(
                            source.scope(),
                            source.group(),
                            source.stream(),
                            Optional.ofNullable(last.get(source.container())));
            if (!more.isEmpty()) {
                last.put(source.container(), more.getLast().key());
                names.put(more.getLast().stream(), source.container());
                events.addAll(more);
            }
        }
        events.sort(java.util.Comparator.comparing(StoredEvent::key));
        for (StoredEvent event : events) {
            String container = sources.size() > 1 ? names.get(event.stream()) + ": " : "";
            progress.accept(
                    TextNode.valueOf(
                            Instant.ofEpochMilli(event.timestamp())
                                    + "  "
                                    + container
                                    + event.message()));
        }
    }

    private List<Source> sources(Task task, String only) {
        Scope scope = task.ask().scope();
        TaskDefinition definition =
                TaskDefinitions.find(
                                state.read(),
                                scope,
                                task.ask().family() + ":" + task.ask().revision())
                        .orElseThrow(() -> new ControlRefusal("the task's definition is gone"));
        List<Source> sources = new ArrayList<>();
        definition
                .containers()
                .forEach(
                        container ->
                                container
                                        .logConfiguration()
                                        .filter(log -> log.logDriver().equals("awslogs"))
                                        .filter(
                                                _ ->
                                                        only.isEmpty()
                                                                || container.name().equals(only))
                                        .ifPresent(
                                                log -> {
                                                    Map<String, String> options = log.options();
                                                    String region =
                                                            options.getOrDefault(
                                                                    "awslogs-region",
                                                                    scope.region());
                                                    String prefix =
                                                            options.getOrDefault(
                                                                    "awslogs-stream-prefix", "");
                                                    String stream =
                                                            container.name() + "/" + task.id();
                                                    sources.add(
                                                            new Source(
                                                                    container.name(),
                                                                    new Scope(
                                                                            scope.account(),
                                                                            region),
                                                                    options.getOrDefault(
                                                                            "awslogs-group", ""),
                                                                    prefix.isEmpty()
                                                                            ? stream
                                                                            : prefix + "/"
                                                                                    + stream));
                                                }));
        return sources;
    }
}
