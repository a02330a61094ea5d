package dev.slipway.controlplane.state;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A map with text keys as a JSON object. A map that has an order keeps it; one without (a hash map,
 * {@code Map.of}) is written sorted by key, so that equal maps give equal bytes.
 */
record MapShape(Class<?> type, Shape inner) implements Shape {
    private static final Class<?> UNORDERED = Map.of(1, 1, 2, 2).getClass();

    @Override
    public Optional<Object> absent() {
        return Optional.of(collected(new LinkedHashMap<>()));
    }

    @Override
    public void write(JsonGenerator out, Object value) throws IOException {
        Map<?, ?> map = (Map<?, ?>) value;
        Stream<? extends Map.Entry<?, ?>> entries = map.entrySet().stream();
        if (map.getClass() == UNORDERED || map.getClass() == HashMap.class) {
            entries = entries.sorted(Comparator.comparing(entry -> (String) entry.getKey()));
        }
        out.writeStartObject();
        for (Map.Entry<?, ?> entry : entries.toList()) {
            out.writeFieldName((String) entry.getKey());
            inner.write(out, entry.getValue());
        }
        out.writeEndObject();
    }

    @Override
    public Object read(JsonNode json, String where) {
        if (!json.isObject()) {
            throw Shape.unreadable(where, "not an object: " + json.getNodeType());
        }
        LinkedHashMap<String, Object> map = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> member : json.properties()) {
            map.put(
                    member.getKey(),
                    inner.read(member.getValue(), where + "[" + member.getKey() + "]"));
        }
        return collected(map);
    }

    private Object collected(LinkedHashMap<String, Object> map) {
        return type == SortedMap.class
                ? Collections.unmodifiableSortedMap(new TreeMap<>(map))
                : Collections.unmodifiableSequencedMap(map);
    }
}
