package dev.slipway.wire.protocol;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.slipway.wire.AwsException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.document.Document;
import software.amazon.awssdk.core.traits.TimestampFormatTrait.Format;

/**
 * Reads a JSON document into a model class. AWS's front end is strict about types (a number is not
 * a string, a string not a number) and lax about names (unknown members are ignored).
 */
final class JsonReader {
    static final JsonFactory FACTORY =
            JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(200)
                                    .maxStringLength(Integer.MAX_VALUE) // the body's limit holds
                                    .maxNumberLength(100)
                                    .build())
                    .build();

    private final JsonParser parser;

    private JsonReader(JsonParser parser) {
        this.parser = parser;
    }

    /** An empty body is an empty document. */
    static SdkPojo read(byte[] body, SdkPojo builder) {
        try (JsonParser parser = FACTORY.createParser(body)) {
            JsonReader reader = new JsonReader(parser);
            JsonToken first = parser.nextToken();
            if (first == null) {
                return Fields.build(builder);
            }
            if (first != JsonToken.START_OBJECT) {
                throw Fields.serialization("Unexpected content: the request is not a JSON object.");
            }
            SdkPojo read = reader.structure(builder);
            if (parser.nextToken() != null) {
                throw Fields.serialization("Unexpected content after the end of the document.");
            }
            return read;
        } catch (com.fasterxml.jackson.core.JacksonException e) {
            throw Fields.serialization(
                    "Malformed JSON at line %d, column %d."
                            .formatted(
                                    e.getLocation() == null ? 1 : e.getLocation().getLineNr(),
                                    e.getLocation() == null ? 1 : e.getLocation().getColumnNr()));
        } catch (IOException e) {
            throw new UncheckedIOException(e); // bytes in memory do not fail
        }
    }

    private SdkPojo structure(SdkPojo builder) throws IOException {
        Map<String, SdkField<?>> fields = builder.sdkFieldNameToField();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            SdkField<?> field = fields.get(parser.currentName());
            parser.nextToken();
            if (field == null) {
                parser.skipChildren();
                continue;
            }
            Object value = value(field);
            if (value != null) {
                field.set(builder, value);
            }
        }
        return Fields.build(builder);
    }

    private @Nullable Object value(SdkField<?> field) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.VALUE_NULL) {
            return null;
        }
        Kind kind = Kind.of(field);
        return switch (kind) {
            case STRUCTURE -> {
                expect(token, JsonToken.START_OBJECT, kind);
                yield structure(field.constructor().get());
            }
            case LIST -> {
                expect(token, JsonToken.START_ARRAY, kind);
                yield list(Fields.element(field));
            }
            case MAP -> {
                expect(token, JsonToken.START_OBJECT, kind);
                yield map(Fields.mapValue(field));
            }
            case STRING -> {
                expect(token, JsonToken.VALUE_STRING, kind);
                yield parser.getText();
            }
            case BYTES -> {
                expect(token, JsonToken.VALUE_STRING, kind);
                yield bytes(parser.getText());
            }
            case BOOLEAN -> {
                if (token != JsonToken.VALUE_TRUE && token != JsonToken.VALUE_FALSE) {
                    throw mismatch(token, kind);
                }
                yield token == JsonToken.VALUE_TRUE;
            }
            case INSTANT -> instant(field, token);
            case DOCUMENT -> document(token);
            case FLOAT, DOUBLE -> real(kind, token);
            case BYTE, SHORT, INTEGER, LONG, DECIMAL -> number(kind, token);
        };
    }

    private Document document(JsonToken token) throws IOException {
        return switch (token) {
            case START_OBJECT -> {
                Map<String, Document> members = new LinkedHashMap<>();
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    String name = parser.currentName();
                    members.put(name, document(parser.nextToken()));
                }
                yield Document.fromMap(members);
            }
            case START_ARRAY -> {
                List<Document> elements = new ArrayList<>();
                for (JsonToken next = parser.nextToken();
                        next != JsonToken.END_ARRAY;
                        next = parser.nextToken()) {
                    elements.add(document(next));
                }
                yield Document.fromList(elements);
            }
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> Document.fromNumber(parser.getText());
            case VALUE_TRUE, VALUE_FALSE -> Document.fromBoolean(token == JsonToken.VALUE_TRUE);
            case VALUE_NULL -> Document.fromNull();
            default -> Document.fromString(parser.getText());
        };
    }

    private SdkBytes bytes(String base64) {
        try {
            return SdkBytes.fromByteArrayUnsafe(Base64.getDecoder().decode(base64));
        } catch (IllegalArgumentException e) {
            throw refused("Invalid base64 data.");
        }
    }

    private Object real(Kind kind, JsonToken token) throws IOException {
        boolean notFinite =
                token == JsonToken.VALUE_STRING
                        && List.of("NaN", "Infinity", "-Infinity").contains(parser.getText());
        if (!notFinite && !token.isNumeric()) {
            throw mismatch(token, kind);
        }
        double value = Double.parseDouble(parser.getText());
        return kind == Kind.FLOAT ? (Object) (float) value : (Object) value;
    }

    private Object number(Kind kind, JsonToken token) throws IOException {
        if (!token.isNumeric()) {
            throw mismatch(token, kind);
        }
        try {
            BigDecimal value = decimal();
            return switch (kind) {
                case BYTE -> value.byteValueExact();
                case SHORT -> value.shortValueExact();
                case INTEGER -> value.intValueExact();
                case LONG -> value.longValueExact();
                default -> value;
            };
        } catch (ArithmeticException e) {
            throw mismatch(token, kind);
        }
    }

    /** Bounded before anything expands it: 1e999999999 must not become a billion digits. */
    private BigDecimal decimal() throws IOException {
        BigDecimal decimal = parser.getDecimalValue();
        if (Math.abs((long) decimal.precision() - decimal.scale()) > 40) {
            throw new ArithmeticException("out of bounds");
        }
        return decimal;
    }

    private Instant instant(SdkField<?> field, JsonToken token) throws IOException {
        Format format = Fields.timestampFormat(field, Format.UNIX_TIMESTAMP);
        boolean text = format == Format.ISO_8601 || format == Format.RFC_822;
        if (text ? token != JsonToken.VALUE_STRING : !token.isNumeric()) {
            throw refused(token + " can not be converted to milliseconds since epoch");
        }
        try {
            return switch (format) {
                case ISO_8601 -> Timestamps.ofIso8601(parser.getText());
                case RFC_822 -> Timestamps.ofRfc822(parser.getText());
                case UNIX_TIMESTAMP_MILLIS -> Timestamps.ofEpochSeconds(decimal().movePointLeft(3));
                default -> Timestamps.ofEpochSeconds(decimal());
            };
        } catch (DateTimeException | ArithmeticException e) {
            throw refused("Invalid timestamp: " + parser.getText());
        }
    }

    private List<Object> list(SdkField<?> element) throws IOException {
        List<Object> list = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            Object value = value(element);
            if (value != null) {
                list.add(value);
            }
        }
        return list;
    }

    private Map<String, Object> map(SdkField<?> values) throws IOException {
        Map<String, Object> map = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String key = parser.currentName();
            parser.nextToken();
            Object value = value(values);
            if (value != null) {
                map.put(key, value);
            }
        }
        return map;
    }

    private void expect(JsonToken found, JsonToken wanted, Kind kind) {
        if (found != wanted) {
            throw mismatch(found, kind);
        }
    }

    /** As AWS words it; the place is ours. */
    private AwsException mismatch(JsonToken found, Kind kind) {
        String type = kind.label();
        return refused(
                switch (found) {
                    case START_OBJECT -> "Start of structure or map found where not expected.";
                    case START_ARRAY -> "Start of list found where not expected.";
                    case VALUE_NUMBER_INT -> "NUMBER_VALUE can not be converted to a " + type;
                    case VALUE_NUMBER_FLOAT -> "DECIMAL_VALUE can not be converted to a " + type;
                    case VALUE_STRING -> "STRING_VALUE can not be converted to a " + type;
                    case VALUE_TRUE -> "TRUE_VALUE can not be converted to a " + type;
                    case VALUE_FALSE -> "FALSE_VALUE can not be converted to a " + type;
                    default -> found + " can not be converted to a " + type;
                });
    }

    private AwsException refused(String what) {
        return Fields.serialization(
                what + " (at " + parser.getParsingContext().pathAsPointer() + ")");
    }
}
