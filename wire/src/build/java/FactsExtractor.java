import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Runs at build time: takes from AWS's service models what the model classes of the SDK do not
 * carry, and writes one compact table per service. Arguments: the folder with the models, the folder
 * for the tables, the marker file that tells the build they are there, then pairs of {@code service=model-file}.
 */
public final class FactsExtractor {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> BOUNDED = Set.of("min", "max", "pattern", "enum");

    private final JsonNode model;
    private final JsonNode shapes;
    private final boolean requiredOnly;
    private final Map<String, Boolean> constrained = new HashMap<>();

    private FactsExtractor(JsonNode model) {
        this.model = model;
        this.shapes = model.get("shapes");
        // EC2 and ECS check bounds in their operations, with errors of their own for each: of their
        // thousands of shapes only the required members are wanted.
        String protocol = model.at("/metadata/protocol").asText();
        this.requiredOnly =
                protocol.equals("ec2") || model.at("/metadata/serviceId").asText().equals("ECS");
    }

    public static void main(String[] args) throws IOException {
        Path models = Path.of(args[0]);
        Path tables = Path.of(args[1]).resolve("dev/slipway/wire/facts");
        Files.createDirectories(tables);
        for (int i = 3; i < args.length; i++) {
            String[] pair = args[i].split("=", 2);
            JsonNode model = JSON.readTree(models.resolve(pair[1]).toFile());
            ObjectNode table = new FactsExtractor(model).table(pair[0]);
            Files.write(tables.resolve(pair[0] + ".json"), JSON.writeValueAsBytes(table));
        }
        Path marker = Path.of(args[1]).resolve(args[2]);
        Files.createDirectories(marker.getParent());
        Files.writeString(marker, "");
    }

    private ObjectNode table(String service) {
        JsonNode metadata = model.get("metadata");
        ObjectNode table = JSON.createObjectNode();
        table.put("service", service);
        table.put(
                "signingName",
                metadata.path("signingName").asText(metadata.get("endpointPrefix").asText()));
        table.put("apiVersion", metadata.get("apiVersion").asText());
        table.put("protocol", metadata.get("protocol").asText());
        copy(metadata, table, "jsonVersion");
        copy(metadata, table, "targetPrefix");
        copy(metadata, table, "xmlNamespace");
        if (metadata.has("awsQueryCompatible")) {
            table.put("queryCompatible", true);
        }
        table.set("errors", errors());
        ObjectNode operations = table.putObject("operations");
        Deque<String> wanted = new ArrayDeque<>();
        for (Map.Entry<String, JsonNode> each : model.get("operations").properties()) {
            operations.set(each.getKey(), operation(each.getValue(), wanted));
        }
        table.set("shapes", shapes(wanted));
        return table;
    }

    private ObjectNode errors() {
        ObjectNode errors = JSON.createObjectNode();
        for (Map.Entry<String, JsonNode> each : shapes.properties()) {
            JsonNode shape = each.getValue();
            if (!shape.path("exception").asBoolean()) {
                continue;
            }
            int assumed = shape.path("fault").asBoolean() ? 500 : 400;
            ObjectNode error = errors.putObject(each.getKey());
            error.put("status", shape.at("/error/httpStatusCode").asInt(assumed));
            String code = shape.at("/error/code").asText(each.getKey());
            if (!code.equals(each.getKey())) {
                error.put("code", code);
            }
        }
        return errors;
    }

    private ObjectNode operation(JsonNode from, Deque<String> wanted) {
        ObjectNode operation = JSON.createObjectNode();
        String method = from.at("/http/method").asText("POST");
        String uri = from.at("/http/requestUri").asText("/");
        if (!method.equals("POST")) {
            operation.put("method", method);
        }
        if (!uri.equals("/")) {
            operation.put("uri", uri);
        }
        if (from.at("/http/responseCode").asInt(200) != 200) {
            operation.put("status", from.at("/http/responseCode").asInt());
        }
        if (from.at("/output/resultWrapper").isTextual()) {
            operation.put("resultWrapper", from.at("/output/resultWrapper").asText());
        }
        String input = from.at("/input/shape").asText("");
        if (!input.isEmpty() && constrains(input)) {
            operation.put("input", input);
            wanted.add(input);
        }
        return operation;
    }

    /** Whether anything at or below this shape is a rule that a request can break. */
    private boolean constrains(String name) {
        Boolean known = constrained.get(name);
        if (known != null) {
            return known;
        }
        constrained.put(name, false); // a shape that contains itself adds no rule by that
        JsonNode shape = shapes.get(name);
        boolean any = !shape.path("required").isEmpty();
        if (!requiredOnly) {
            any |= BOUNDED.stream().anyMatch(shape::has);
        }
        for (String child : children(shape).values()) {
            any |= constrains(child);
        }
        constrained.put(name, any);
        return any;
    }

    private static Map<String, String> children(JsonNode shape) {
        Map<String, String> children = new TreeMap<>();
        for (Map.Entry<String, JsonNode> member : shape.path("members").properties()) {
            children.put("members/" + member.getKey(), member.getValue().get("shape").asText());
        }
        for (String part : new String[] {"member", "key", "value"}) {
            if (shape.path(part).has("shape")) {
                children.put(part, shape.get(part).get("shape").asText());
            }
        }
        return children;
    }

    private ObjectNode shapes(Deque<String> wanted) {
        TreeMap<String, ObjectNode> done = new TreeMap<>();
        while (!wanted.isEmpty()) {
            String name = wanted.poll();
            if (done.containsKey(name)) {
                continue;
            }
            JsonNode from = shapes.get(name);
            ObjectNode shape = JSON.createObjectNode();
            done.put(name, shape);
            if (!from.path("required").isEmpty()) {
                ArrayNode required = shape.putArray("required");
                from.get("required").forEach(required::add);
            }
            if (!requiredOnly) {
                BOUNDED.stream().sorted().forEach(rule -> copy(from, shape, rule));
                if (from.get("type").asText().equals("timestamp")) {
                    shape.remove(BOUNDED);
                }
            }
            children(from)
                    .forEach(
                            (part, child) -> {
                                if (!constrains(child)) {
                                    return;
                                }
                                wanted.add(child);
                                if (part.startsWith("members/")) {
                                    shape.withObject("/members")
                                            .put(part.substring("members/".length()), child);
                                } else {
                                    shape.put(part, child);
                                }
                            });
        }
        ObjectNode all = JSON.createObjectNode();
        done.forEach(all::set);
        return all;
    }

    private static void copy(JsonNode from, ObjectNode to, String field) {
        if (from.has(field)) {
            to.set(field, from.get(field));
        }
    }
}
