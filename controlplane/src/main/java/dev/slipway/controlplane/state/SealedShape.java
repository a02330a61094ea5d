package dev.slipway.controlplane.state;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A value of a sealed interface as the JSON object of its record with one member more, {@code "@"},
 * that carries the record's simple name; so these records may be moved but not renamed.
 */
final class SealedShape implements Shape {
    private static final String TAG = "@";

    private final Class<?> type;
    private final List<Alternative> alternatives = new ArrayList<>();

    private record Alternative(Class<?> type, RecordShape shape) {}

    SealedShape(Class<?> type) {
        this.type = type;
    }

    void add(Class<?> alternative, RecordShape shape) {
        if (alternatives.stream().anyMatch(a -> named(a, alternative.getSimpleName()))) {
            throw new IllegalArgumentException(
                    "two records of " + type.getSimpleName() + " have one name");
        }
        alternatives.add(new Alternative(alternative, shape));
    }

    private static boolean named(Alternative alternative, String name) {
        return alternative.type().getSimpleName().equals(name);
    }

    @Override
    public Optional<Object> absent() {
        return Optional.empty();
    }

    @Override
    public void write(JsonGenerator out, Object value) throws IOException {
        for (Alternative alternative : alternatives) {
            if (alternative.type() == value.getClass()) {
                out.writeStartObject();
                out.writeStringField(TAG, alternative.type().getSimpleName());
                alternative.shape().writeMembers(out, value);
                out.writeEndObject();
                return;
            }
        }
        throw new IllegalArgumentException(value.getClass() + " is no " + type);
    }

    @Override
    public Object read(JsonNode json, String where) {
        String name = json.path(TAG).asText();
        return alternatives.stream()
                .filter(alternative -> named(alternative, name))
                .findFirst()
                .orElseThrow(
                        () ->
                                Shape.unreadable(
                                        where,
                                        "no "
                                                + type.getSimpleName()
                                                + " is named \""
                                                + name
                                                + "\""))
                .shape()
                .read(json, where);
    }
}
