package dev.slipway.controlplane.state;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** {@code Optional}, {@code OptionalInt}, {@code OptionalLong}: the value, or a missing member. */
record OptionalShape(Class<?> type, Shape inner) implements Shape {

    @Override
    public Optional<Object> absent() {
        if (type == OptionalInt.class) {
            return Optional.of(OptionalInt.empty());
        }
        return Optional.of(type == OptionalLong.class ? OptionalLong.empty() : Optional.empty());
    }

    @Override
    public void write(JsonGenerator out, Object value) throws IOException {
        switch (value) {
            case OptionalInt number -> inner.write(out, number.getAsInt());
            case OptionalLong number -> inner.write(out, number.getAsLong());
            case Optional<?> something -> inner.write(out, something.get());
            default -> throw new IllegalArgumentException("not optional: " + value.getClass());
        }
    }

    @Override
    public Object read(JsonNode json, String where) {
        Object value = inner.read(json, where);
        if (type == OptionalInt.class) {
            return OptionalInt.of((int) value);
        }
        return type == OptionalLong.class ? OptionalLong.of((long) value) : Optional.of(value);
    }
}
