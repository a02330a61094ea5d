package dev.slipway.controlplane.state;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Text, numbers, flags, times and enums.
 *
 * @param fits what the JSON must be
 */
record ScalarShape(
        String name,
        Optional<Object> absent,
        Writer writer,
        Predicate<JsonNode> fits,
        Reader reader)
        implements Shape {

    interface Writer {
        void write(JsonGenerator out, Object value) throws IOException;
    }

    interface Reader {
        Object read(JsonNode json);
    }

    private static final ScalarShape TEXT =
            text("text", Optional.of(""), Object::toString, text -> text);
    private static final ScalarShape INT =
            new ScalarShape(
                    "int",
                    Optional.of(0),
                    (out, value) -> out.writeNumber((int) value),
                    JsonNode::canConvertToExactIntegral,
                    json -> json.bigIntegerValue().intValueExact());
    private static final ScalarShape LONG =
            new ScalarShape(
                    "long",
                    Optional.of(0L),
                    (out, value) -> out.writeNumber((long) value),
                    JsonNode::canConvertToExactIntegral,
                    json -> json.bigIntegerValue().longValueExact());
    private static final ScalarShape DOUBLE =
            new ScalarShape(
                    "double",
                    Optional.of(0.0),
                    (out, value) -> out.writeNumber(finite((double) value)),
                    JsonNode::isNumber,
                    JsonNode::doubleValue);
    private static final ScalarShape FLAG =
            new ScalarShape(
                    "boolean",
                    Optional.of(false),
                    (out, value) -> out.writeBoolean((boolean) value),
                    JsonNode::isBoolean,
                    JsonNode::booleanValue);

    /** By the Java type; ISO-8601 for times, to the nanosecond. */
    static final Map<Class<?>, ScalarShape> BY_TYPE =
            Map.ofEntries(
                    Map.entry(String.class, TEXT),
                    Map.entry(int.class, INT),
                    Map.entry(Integer.class, INT),
                    Map.entry(long.class, LONG),
                    Map.entry(Long.class, LONG),
                    Map.entry(double.class, DOUBLE),
                    Map.entry(Double.class, DOUBLE),
                    Map.entry(boolean.class, FLAG),
                    Map.entry(Boolean.class, FLAG),
                    Map.entry(
                            Instant.class,
                            text("instant", Optional.empty(), Object::toString, Instant::parse)),
                    Map.entry(
                            Duration.class,
                            text(
                                    "duration",
                                    Optional.of(Duration.ZERO),
                                    Object::toString,
                                    Duration::parse)));

    /** By name, so that constants may be reordered but not renamed. */
    static ScalarShape ofEnum(Class<?> type) {
        return text(
                type.getSimpleName(),
                Optional.empty(),
                value -> ((Enum<?>) value).name(),
                name -> {
                    for (Object constant : type.getEnumConstants()) {
                        if (((Enum<?>) constant).name().equals(name)) {
                            return constant;
                        }
                    }
                    throw new IllegalArgumentException(
                            "no " + type.getSimpleName() + " is named " + name);
                });
    }

    private static ScalarShape text(
            String name,
            Optional<Object> absent,
            java.util.function.Function<Object, String> print,
            java.util.function.Function<String, Object> parse) {
        return new ScalarShape(
                name,
                absent,
                (out, value) -> out.writeString(print.apply(value)),
                JsonNode::isTextual,
                json -> parse.apply(json.textValue()));
    }

    private static double finite(double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("JSON has no number " + value);
        }
        return value;
    }

    @Override
    public void write(JsonGenerator out, Object value) throws IOException {
        writer.write(out, value);
    }

    @Override
    public Object read(JsonNode json, String where) {
        if (!fits.test(json)) {
            throw Shape.unreadable(
                    where, "not a value of type " + name + ": " + json.getNodeType());
        }
        try {
            return reader.read(json);
        } catch (ArithmeticException | DateTimeException | IllegalArgumentException e) {
            throw Shape.unreadable(where, "not a value of type " + name + ": " + e.getMessage());
        }
    }
}
