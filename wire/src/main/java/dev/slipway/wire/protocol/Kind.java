package dev.slipway.wire.protocol;

import java.util.Map;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.protocol.MarshallingType;

/** What a field of a model class holds. The SDK's own type for this is not an enumeration. */
enum Kind {
    STRING("String"),
    BOOLEAN("Boolean"),
    BYTE("Byte"),
    SHORT("Short"),
    INTEGER("Integer"),
    LONG("Long"),
    FLOAT("Float"),
    DOUBLE("Double"),
    DECIMAL("BigDecimal"),
    INSTANT("Timestamp"),
    BYTES("Blob"),
    STRUCTURE("Structure"),
    LIST("List"),
    MAP("Map"),
    /** Any JSON; only JSON protocols have it. */
    DOCUMENT("Document");

    private static final Map<MarshallingType<?>, Kind> BY_TYPE =
            Map.ofEntries(
                    Map.entry(MarshallingType.STRING, STRING),
                    Map.entry(MarshallingType.BOOLEAN, BOOLEAN),
                    Map.entry(MarshallingType.BYTE, BYTE),
                    Map.entry(MarshallingType.SHORT, SHORT),
                    Map.entry(MarshallingType.INTEGER, INTEGER),
                    Map.entry(MarshallingType.LONG, LONG),
                    Map.entry(MarshallingType.FLOAT, FLOAT),
                    Map.entry(MarshallingType.DOUBLE, DOUBLE),
                    Map.entry(MarshallingType.BIG_DECIMAL, DECIMAL),
                    Map.entry(MarshallingType.INSTANT, INSTANT),
                    Map.entry(MarshallingType.SDK_BYTES, BYTES),
                    Map.entry(MarshallingType.SDK_POJO, STRUCTURE),
                    Map.entry(MarshallingType.LIST, LIST),
                    Map.entry(MarshallingType.MAP, MAP),
                    Map.entry(MarshallingType.DOCUMENT, DOCUMENT));

    private final String label;

    Kind(String label) {
        this.label = label;
    }

    static Kind of(SdkField<?> field) {
        Kind kind = BY_TYPE.get(field.marshallingType());
        if (kind == null) {
            throw new IllegalStateException(
                    "no codec for " + field.marshallingType().getTargetClass());
        }
        return kind;
    }

    /** As error messages call it. */
    String label() {
        return label;
    }
}
