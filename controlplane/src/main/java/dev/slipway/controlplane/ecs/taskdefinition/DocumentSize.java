package dev.slipway.controlplane.ecs.taskdefinition;

import dev.slipway.controlplane.ecs.grammar.EcsError;
import dev.slipway.wire.AwsException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.core.util.SdkAutoConstructMap;

/**
 * How large a document is: the bytes of its compact JSON, so that white space in a request does not
 * count.
 */
final class DocumentSize {
    static final int MAX = 64 * 1024;

    private DocumentSize() {}

    /**
     * @throws AwsException ClientException over 64 KiB
     */
    static void require(SdkPojo document) {
        long size = of(document);
        if (size > MAX) {
            throw EcsError.client(
                    "Actual length: '" + size + "'. Max allowed length is '" + MAX + "' bytes.");
        }
    }

    static long of(SdkPojo document) {
        long size = 2;
        int members = 0;
        for (SdkField<?> field : document.sdkFields()) {
            Object value = field.getValueOrDefault(document);
            if (value == null
                    || value instanceof SdkAutoConstructList<?>
                    || value instanceof SdkAutoConstructMap<?, ?>) {
                continue;
            }
            size += text(field.locationName()) + 1 + any(value);
            members++;
        }
        return size + Math.max(0, members - 1);
    }

    private static long any(Object value) {
        return switch (value) {
            case SdkPojo pojo -> of(pojo);
            case Collection<?> list -> {
                long size = 2L + Math.max(0, list.size() - 1);
                for (Object item : list) {
                    size += item == null ? 4 : any(item);
                }
                yield size;
            }
            case Map<?, ?> map -> {
                long size = 2L + Math.max(0, map.size() - 1);
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    size += any(entry.getKey()) + 1;
                    size += entry.getValue() == null ? 4 : any(entry.getValue());
                }
                yield size;
            }
            case String text -> text(text);
            default -> value.toString().length();
        };
    }

    private static long text(String text) {
        long escapes =
                text.chars().filter(c -> c == '"' || c == '\\' || c == '\n' || c == '\t').count();
        return text.getBytes(StandardCharsets.UTF_8).length + escapes + 2;
    }
}
