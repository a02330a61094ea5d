package dev.slipway.server.cloud;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.server.cli.Version;
import dev.slipway.server.instance.ProcessTable;
import dev.slipway.wire.http.Endpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What {@code status} shows. */
final class Status {
    private Status() {}

    static JsonNode of(
            CloudSettings settings,
            Instant startedAt,
            Endpoint endpoint,
            Services services,
            Machinery machinery,
            Optional<PushDoor> pushes)
            throws IOException {
        long pid = ProcessHandle.current().pid();
        ObjectNode status = JsonNodeFactory.instance.objectNode();
        status.put("running", true);
        status.put("version", Version.current());
        status.put("endpoint", "http://127.0.0.1:" + endpoint.port());
        status.put("region", settings.region());
        status.put("auth", settings.auth());
        status.put("node", settings.simulated() ? "SIMULATED: no container runs" : settings.node());
        status.put("registry", pushes.map(PushDoor::host).orElse("none"));
        status.put("pull policy", settings.pullPolicy().word());
        status.put("process", pid);
        status.put("memory", ProcessTable.residentKib(pid) / 1024 + " MiB");
        status.put("started", startedAt.toString());
        status.put("data", settings.instance().data().toString());
        status.put("log", settings.instance().log().toString());
        status.put("start-up cache", cache(settings.instance().log().resolveSibling("aot.log")));
        status.put("living tasks", services.living());
        machinery
                .local()
                .ifPresent(
                        node -> {
                            ArrayNode facts = status.putArray("machine");
                            node.facts().forEach(facts::add);
                        });
        return status;
    }

    /** The JVM ignores its cache without a word on the console; its log tells. */
    private static String cache(Path log) throws IOException {
        if (Files.notExists(log)) {
            return "none: the server was not started by the launcher";
        }
        List<String> lines = Files.readAllLines(log);
        if (lines.stream().anyMatch(line -> line.contains("Using AOT-linked classes: true"))) {
            return "used";
        }
        return lines.isEmpty()
                ? "none was built"
                : "IGNORED: " + lines.getLast().replaceFirst("^(\\[[^]]*\\] *)*", "");
    }
}
