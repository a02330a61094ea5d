package dev.slipway.controlplane.state;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A list, set or sorted set as a JSON array. Lists and sets that have an order keep it; a set
 * without one (a hash set, {@code Set.of}) is written sorted, so that equal sets give equal bytes.
 */
record ManyShape(Class<?> type, Shape inner) implements Shape {
    private static final Class<?> UNORDERED = Set.of(1, 2, 3).getClass();

    @Override
    public Optional<Object> absent() {
        return Optional.of(collected(List.of()));
    }

    @Override
    public void write(JsonGenerator out, Object value) throws IOException {
        Collection<?> many = (Collection<?>) value;
        out.writeStartArray();
        for (Object one : hasOrder(many) ? many : sorted(many)) {
            inner.write(out, one);
        }
        out.writeEndArray();
    }

    private static boolean hasOrder(Collection<?> many) {
        return many.size() < 2
                || !(many.getClass() == UNORDERED
                        || many.getClass() == SET2
                        || many.getClass() == HashSet.class);
    }

    private static final Class<?> SET2 = Set.of(1, 2).getClass();

    private static List<?> sorted(Collection<?> many) {
        return many.stream().sorted(Comparator.comparing(Object::toString)).toList();
    }

    @Override
    public Object read(JsonNode json, String where) {
        if (!json.isArray()) {
            throw Shape.unreadable(where, "not an array: " + json.getNodeType());
        }
        List<Object> many = new ArrayList<>(json.size());
        for (int i = 0; i < json.size(); i++) {
            many.add(inner.read(json.get(i), where + "[" + i + "]"));
        }
        return collected(many);
    }

    private Object collected(List<Object> many) {
        if (type == List.class) {
            return Collections.unmodifiableList(many);
        }
        return type == SortedSet.class
                ? Collections.unmodifiableSortedSet(new TreeSet<>(many))
                : Collections.unmodifiableSet(new LinkedHashSet<>(many));
    }
}
