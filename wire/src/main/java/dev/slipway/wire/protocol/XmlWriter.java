package dev.slipway.wire.protocol;

import dev.slipway.wire.facts.Members;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.core.traits.TimestampFormatTrait.Format;

/** Writes elements, text and model classes as XML. */
final class XmlWriter {
    private final StringBuilder out = new StringBuilder(1024);
    private final String defaultMember;

    /**
     * @param defaultMember the element around each value of a list that names none itself
     */
    XmlWriter(String defaultMember) {
        this.defaultMember = defaultMember;
        out.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    }

    byte[] bytes() {
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    XmlWriter open(String element) {
        out.append('<').append(element).append('>');
        return this;
    }

    /** No namespace when it is empty. */
    XmlWriter open(String element, String namespace) {
        out.append('<').append(element);
        if (!namespace.isEmpty()) {
            out.append(" xmlns=\"").append(namespace).append('"');
        }
        out.append('>');
        return this;
    }

    XmlWriter close(String element) {
        out.append("</").append(element).append('>');
        return this;
    }

    XmlWriter text(String element, String text) {
        open(element);
        escape(text);
        return close(element);
    }

    /** The members of an error: lists repeat as {@code member} elements. */
    XmlWriter plain(String element, Object value) {
        if (value instanceof List<?> list) {
            open(element);
            list.forEach(each -> text("member", String.valueOf(each)));
            return close(element);
        }
        return text(element, String.valueOf(value));
    }

    XmlWriter members(SdkPojo pojo) {
        for (SdkField<?> field : pojo.sdkFields()) {
            Object value = Members.value(field, pojo);
            if (value != null) {
                member(field.unmarshallLocationName(), field, value);
            }
        }
        return this;
    }

    private void member(String name, SdkField<?> field, Object value) {
        switch (value) {
            case List<?> list -> list(name, field, list);
            case Map<?, ?> map -> map(name, field, map);
            case SdkPojo nested -> open(name).members(nested).close(name);
            case Instant time -> text(name, instant(field, time));
            case SdkBytes bytes ->
                    text(name, Base64.getEncoder().encodeToString(bytes.asByteArrayUnsafe()));
            default -> text(name, value.toString());
        }
    }

    private static String instant(SdkField<?> field, Instant time) {
        return switch (Fields.timestampFormat(field, Format.ISO_8601)) {
            case RFC_822 -> Timestamps.rfc822(time);
            case UNIX_TIMESTAMP -> Timestamps.epochSeconds(time);
            case UNIX_TIMESTAMP_MILLIS -> String.valueOf(time.toEpochMilli());
            case ISO_8601 -> Timestamps.iso8601(time);
        };
    }

    private void list(String name, SdkField<?> field, List<?> list) {
        ListTrait trait = field.getRequiredTrait(ListTrait.class);
        if (trait.isFlattened()) {
            list.forEach(each -> member(name, trait.memberFieldInfo(), each));
            return;
        }
        String element =
                trait.memberLocationName() == null ? defaultMember : trait.memberLocationName();
        open(name);
        list.forEach(each -> member(element, trait.memberFieldInfo(), each));
        close(name);
    }

    private void map(String name, SdkField<?> field, Map<?, ?> map) {
        MapTrait trait = field.getRequiredTrait(MapTrait.class);
        String keys = trait.keyLocationName() == null ? "key" : trait.keyLocationName();
        String values = trait.valueLocationName() == null ? "value" : trait.valueLocationName();
        String entry = trait.isFlattened() ? name : "entry";
        if (!trait.isFlattened()) {
            open(name);
        }
        map.forEach(
                (key, value) -> {
                    open(entry).text(keys, String.valueOf(key));
                    member(values, trait.valueFieldInfo(), value);
                    close(entry);
                });
        if (!trait.isFlattened()) {
            close(name);
        }
    }

    private void escape(String text) {
        text.codePoints()
                .forEach(
                        c -> {
                            switch (c) {
                                case '<' -> out.append("&lt;");
                                case '>' -> out.append("&gt;");
                                case '&' -> out.append("&amp;");
                                case '"' -> out.append("&quot;");
                                case '\r' -> out.append("&#xD;"); // readers would drop a bare one
                                default -> out.appendCodePoint(writable(c) ? c : 0xFFFD);
                            }
                        });
    }

    /** XML 1.0 has no spelling for other control characters and lone surrogates. */
    private static boolean writable(int c) {
        return c == '\n'
                || c == '\t'
                || (c >= 0x20 && c < 0xD800)
                || (c > 0xDFFF && c < 0xFFFE)
                || c > 0xFFFF;
    }
}
