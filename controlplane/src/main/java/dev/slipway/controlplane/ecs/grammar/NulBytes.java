package dev.slipway.controlplane.ecs.grammar;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;

/**
 * Finds the character that no text of a task can hold: the kernel ends a path, an argument or a
 * variable there, so that what follows it would be left out without a word.
 */
public final class NulBytes {
    private NulBytes() {}

    /** Where the first one stands, such as {@code containerDefinitions[0].environment[1].value}. */
    public static Optional<String> in(SdkPojo request) {
        for (SdkField<?> field : request.sdkFields()) {
            Optional<String> found = in(field.locationName(), field.getValueOrDefault(request));
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> in(String at, @Nullable Object value) {
        return switch (value) {
            case String text -> text.indexOf(0) < 0 ? Optional.empty() : Optional.of(at);
            case SdkPojo pojo -> in(pojo).map(member -> at + "." + member);
            case Collection<?> list -> inList(at, list);
            case Map<?, ?> map -> inMap(at, map);
            case null, default -> Optional.empty();
        };
    }

    private static Optional<String> inList(String at, Collection<?> list) {
        int index = 0;
        for (Object item : list) {
            Optional<String> found = in(at + "[" + index++ + "]", item);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> inMap(String at, Map<?, ?> map) {
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            if (String.valueOf(entry.getKey()).indexOf(0) >= 0) {
                return Optional.of(at);
            }
            Optional<String> found = in(at + "." + entry.getKey(), entry.getValue());
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }
}
