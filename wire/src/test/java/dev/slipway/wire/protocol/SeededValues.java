package dev.slipway.wire.protocol;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.document.Document;

/** Fills model classes with values that try a codec. */
final class SeededValues {
    private static final int DEEPEST = 3;
    private static final String[] TEXTS = {
        "plain",
        "a<b>&\"c'",
        "ünï cødé \uD83D\uDE80",
        "100% + 1=2&x",
        "two\nlines",
        "{\"json\":[1]}"
    };

    private final Random random;

    SeededValues(long seed) {
        this.random = new Random(seed);
    }

    /** Every member is set, save where that would nest without an end. */
    SdkPojo fill(SdkPojo builder) {
        fill(builder, 0);
        return Fields.build(builder);
    }

    private boolean fill(SdkPojo builder, int depth) {
        boolean any = false;
        for (SdkField<?> field : builder.sdkFields()) {
            Object value = value(field, depth);
            if (value != null) {
                field.set(builder, value);
                any = true;
            }
        }
        return any;
    }

    private @Nullable Object value(SdkField<?> field, int depth) {
        return switch (Kind.of(field)) {
            case STRING -> TEXTS[random.nextInt(TEXTS.length)];
            case BOOLEAN -> random.nextBoolean();
            case BYTE -> (byte) random.nextInt(100);
            case SHORT -> (short) random.nextInt(10_000);
            case INTEGER -> random.nextInt();
            case LONG -> random.nextLong();
            case FLOAT -> random.nextInt(1000) / 8f;
            case DOUBLE -> random.nextInt(1000) / 16d;
            case DECIMAL -> BigDecimal.valueOf(random.nextInt(100_000), 2);
            case INSTANT -> Instant.ofEpochMilli(random.nextLong(2_000_000_000_000L));
            case BYTES -> SdkBytes.fromByteArray(new byte[] {1, (byte) random.nextInt(), -1});
            case DOCUMENT ->
                    Document.mapBuilder()
                            .putString("text", "a<b>")
                            .putNumber("number", 12)
                            .putBoolean("flag", true)
                            .putNull("nothing")
                            .putList("list", list -> list.addString("one").addString("two"))
                            .build();
            case STRUCTURE -> structure(field, depth);
            case LIST -> list(Fields.element(field), depth);
            case MAP -> map(Fields.mapValue(field), depth);
        };
    }

    private @Nullable SdkPojo structure(SdkField<?> field, int depth) {
        if (depth >= DEEPEST) {
            return null;
        }
        SdkPojo builder = field.constructor().get();
        return fill(builder, depth + 1) ? Fields.build(builder) : null;
    }

    private @Nullable List<Object> list(SdkField<?> element, int depth) {
        List<Object> list = new ArrayList<>();
        int size = depth > 1 ? 1 : 2;
        for (int i = 0; i < size; i++) {
            Object value = value(element, depth);
            if (value != null) {
                list.add(value);
            }
        }
        return list.isEmpty() ? null : list;
    }

    private @Nullable Map<String, Object> map(SdkField<?> values, int depth) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (String key : new String[] {"one", "a key <&> ü"}) {
            Object value = value(values, depth);
            if (value != null) {
                map.put(key, value);
            }
        }
        return map.isEmpty() ? null : map;
    }
}
