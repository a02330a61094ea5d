package dev.slipway.wire.protocol;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.slipway.wire.facts.Members;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.document.Document;
import software.amazon.awssdk.core.traits.TimestampFormatTrait.Format;

/** Writes a model class as a JSON document. */
final class JsonWriter {
    private final JsonGenerator out;

    private JsonWriter(JsonGenerator out) {
        this.out = out;
    }

    /** What is written into a document. */
    @FunctionalInterface
    interface Content {
        void writeTo(JsonGenerator out) throws IOException;
    }

    static byte[] write(SdkPojo pojo) {
        return document(out -> new JsonWriter(out).structure(pojo));
    }

    static byte[] document(Content content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        try (JsonGenerator out = JsonReader.FACTORY.createGenerator(bytes)) {
            content.writeTo(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory does not fail
        }
        return bytes.toByteArray();
    }

    /** Strings, numbers, booleans and lists of those: the members of an error. */
    static void plain(JsonGenerator out, Object value) throws IOException {
        switch (value) {
            case List<?> list -> {
                out.writeStartArray();
                for (Object each : list) {
                    plain(out, each);
                }
                out.writeEndArray();
            }
            case Boolean flag -> out.writeBoolean(flag);
            case Number number -> out.writeNumber(new BigDecimal(number.toString()));
            default -> out.writeString(value.toString());
        }
    }

    private void structure(SdkPojo pojo) throws IOException {
        out.writeStartObject();
        for (SdkField<?> field : pojo.sdkFields()) {
            Object value = Members.value(field, pojo);
            if (value != null) {
                out.writeFieldName(field.locationName());
                value(field, value);
            }
        }
        out.writeEndObject();
    }

    private void value(SdkField<?> field, Object value) throws IOException {
        switch (value) {
            case String text -> out.writeString(text);
            case Boolean flag -> out.writeBoolean(flag);
            case Integer number -> out.writeNumber(number);
            case Long number -> out.writeNumber(number);
            case Double number -> out.writeNumber(number); // quotes NaN and the infinities
            case Float number -> out.writeNumber(number);
            case Number number -> out.writeNumber(new BigDecimal(number.toString()));
            case SdkBytes bytes ->
                    out.writeString(Base64.getEncoder().encodeToString(bytes.asByteArrayUnsafe()));
            case Instant time ->
                    instant(Fields.timestampFormat(field, Format.UNIX_TIMESTAMP), time);
            case SdkPojo nested -> structure(nested);
            case Document document -> document(document);
            case List<?> list -> list(Fields.element(field), list);
            case Map<?, ?> map -> map(Fields.mapValue(field), map);
            default -> throw new IllegalStateException("no codec for " + value.getClass());
        }
    }

    private void document(Document document) throws IOException {
        if (document.isMap()) {
            out.writeStartObject();
            for (Map.Entry<String, Document> each : document.asMap().entrySet()) {
                out.writeFieldName(each.getKey());
                document(each.getValue());
            }
            out.writeEndObject();
        } else if (document.isList()) {
            out.writeStartArray();
            for (Document each : document.asList()) {
                document(each);
            }
            out.writeEndArray();
        } else if (document.isNumber()) {
            out.writeNumber(document.asNumber().bigDecimalValue());
        } else if (document.isBoolean()) {
            out.writeBoolean(document.asBoolean());
        } else if (document.isNull()) {
            out.writeNull();
        } else {
            out.writeString(document.asString());
        }
    }

    private void instant(Format format, Instant time) throws IOException {
        switch (format) {
            case ISO_8601 -> out.writeString(Timestamps.iso8601(time));
            case RFC_822 -> out.writeString(Timestamps.rfc822(time));
            case UNIX_TIMESTAMP_MILLIS -> out.writeNumber(time.toEpochMilli());
            default -> out.writeNumber(Timestamps.epochSeconds(time));
        }
    }

    private void list(SdkField<?> element, List<?> list) throws IOException {
        out.writeStartArray();
        for (Object each : list) {
            if (each != null) {
                value(element, each);
            }
        }
        out.writeEndArray();
    }

    private void map(SdkField<?> values, Map<?, ?> map) throws IOException {
        out.writeStartObject();
        for (Map.Entry<?, ?> each : map.entrySet()) {
            if (each.getValue() != null) {
                out.writeFieldName(String.valueOf(each.getKey()));
                value(values, each.getValue());
            }
        }
        out.writeEndObject();
    }
}
