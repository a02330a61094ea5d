package dev.slipway.wire.facts;

import dev.slipway.wire.AwsError;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The facts of one service. */
public final class ServiceFacts {
    private final String service;
    private final Map<String, Object> table;
    private final Map<String, Shape> shapes = new ConcurrentHashMap<>();

    private ServiceFacts(String service, Map<String, Object> table) {
        this.service = service;
        this.table = table;
    }

    /**
     * Reads the table of a service and lays its overlay, where there is one, over it.
     *
     * @param service such as {@code ecs}
     * @throws IllegalArgumentException when there are no facts of this service
     */
    public static ServiceFacts of(String service) {
        Map<String, Object> table =
                read(service + ".json")
                        .orElseThrow(
                                () ->
                                        new IllegalArgumentException(
                                                "no facts of service " + service));
        Optional<Map<String, Object>> overlay = read("overlay-" + service + ".json");
        overlay.ifPresent(
                over -> {
                    for (String text : new String[] {"ruleCode", "ruleStyle"}) {
                        table.put(text, JsonTree.text(over, text));
                    }
                    for (String part : new String[] {"errors", "operations", "shapes"}) {
                        Map<String, Object> merged = new LinkedHashMap<>(JsonTree.map(table, part));
                        merged.putAll(JsonTree.map(over, part));
                        table.put(part, merged);
                    }
                });
        return new ServiceFacts(service, table);
    }

    private static Optional<Map<String, Object>> read(String name) {
        try (InputStream resource = ServiceFacts.class.getResourceAsStream(name)) {
            return resource == null ? Optional.empty() : Optional.of(JsonTree.read(resource));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String service() {
        return service;
    }

    /** The service in a credential scope. */
    public String signingName() {
        return JsonTree.text(table, "signingName");
    }

    /** Such as {@code 2016-11-15}: the Version parameter of query requests. */
    public String apiVersion() {
        return JsonTree.text(table, "apiVersion");
    }

    public Dialect dialect() {
        return switch (JsonTree.text(table, "protocol")) {
            case "ec2" -> Dialect.EC2;
            case "query" -> Dialect.QUERY;
            default -> Dialect.JSON;
        };
    }

    /** What stands before the dot in X-Amz-Target; empty for services that are not awsJson. */
    public String targetPrefix() {
        return JsonTree.text(table, "targetPrefix");
    }

    /** Without a trailing change: exactly as responses carry it; empty for JSON services. */
    public String xmlNamespace() {
        return table.get("xmlNamespace") instanceof Map<?, ?> wrapped
                ? String.valueOf(wrapped.get("uri"))
                : JsonTree.text(table, "xmlNamespace");
    }

    /**
     * Whether error answers name the code of the service's former query protocol beside their own.
     */
    public boolean queryCompatible() {
        return table.containsKey("queryCompatible");
    }

    /** Names of all operations that AWS has in this service. */
    public Iterable<String> operations() {
        return JsonTree.map(table, "operations").keySet();
    }

    /** Empty when AWS has no operation of this name. */
    public Optional<OperationFacts> operation(String name) {
        Map<String, Object> operations = JsonTree.map(table, "operations");
        if (!operations.containsKey(name)) {
            return Optional.empty();
        }
        Map<String, Object> found = JsonTree.map(operations, name);
        return Optional.of(
                new OperationFacts(
                        name,
                        JsonTree.text(found, "resultWrapper"),
                        JsonTree.text(found, "input")));
    }

    /**
     * The error with the code and status that the model gives it: an error may be thrown by its
     * shape's name, which is not always the code on the wire. Errors that are not modelled stay as
     * they are.
     */
    public AwsError asModelled(AwsError error) {
        Map<String, Object> modelled = JsonTree.map(JsonTree.map(table, "errors"), error.code());
        if (modelled.isEmpty()) {
            return error;
        }
        String code = JsonTree.text(modelled, "code");
        int status = modelled.get("status") instanceof Number n ? n.intValue() : error.httpStatus();
        return new AwsError(
                code.isEmpty() ? error.code() : code, status, error.message(), error.members());
    }

    /** The error code for a request that breaks the model's rules. */
    String ruleCode() {
        String named = JsonTree.text(table, "ruleCode");
        return !named.isEmpty()
                ? named
                : switch (dialect()) {
                    case JSON -> "ValidationException";
                    case QUERY -> "ValidationError";
                    case EC2 -> "MissingParameter";
                };
    }

    /**
     * Whether the front end looks at required members of the input alone, and one at a time; the
     * rest is then the operations' to word.
     */
    boolean looksAtTopLevelOnly() {
        return JsonTree.text(table, "ruleStyle").equals("topLevel");
    }

    Iterable<String> allShapes() {
        return JsonTree.map(table, "shapes").keySet();
    }

    Shape shape(String name) {
        return shapes.computeIfAbsent(
                name,
                wanted -> {
                    Map<String, Object> found = JsonTree.map(JsonTree.map(table, "shapes"), wanted);
                    return found.isEmpty() ? Shape.FREE : Shape.of(found);
                });
    }
}
