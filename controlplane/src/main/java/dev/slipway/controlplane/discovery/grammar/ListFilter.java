package dev.slipway.controlplane.discovery.grammar;

import dev.slipway.wire.AwsException;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One filter of a listing.
 *
 * @param name such as {@code NAMESPACE_ID}
 * @param condition EQ, IN, BEGINS_WITH or BETWEEN
 * @param values one for EQ and BEGINS_WITH, two for BETWEEN
 */
public record ListFilter(String name, String condition, List<String> values) {
    public ListFilter {
        values = List.copyOf(values);
    }

    /**
     * @param conditions that the filter of this name can have; the first is meant when none is
     *     given
     * @throws AwsException InvalidInput for another condition or a wrong number of values
     */
    public static ListFilter checked(
            String name, @Nullable String condition, List<String> values, List<String> conditions) {
        String meant = Objects.requireNonNullElse(condition, conditions.getFirst());
        if (!conditions.contains(meant)) {
            throw DiscoveryError.invalidInput(
                    "Filters: Condition " + meant + " is not supported for " + name);
        }
        int needed = meant.equals("BETWEEN") ? 2 : 1;
        if (values.size() < needed || (!meant.equals("IN") && values.size() > needed)) {
            throw DiscoveryError.invalidInput(
                    "Filters: Condition %s of %s needs %s"
                            .formatted(
                                    meant,
                                    name,
                                    meant.equals("IN")
                                            ? "at least one value"
                                            : "exactly " + needed + " in Values"));
        }
        return new ListFilter(name, meant, values);
    }

    /**
     * @throws AwsException InvalidInput when a value is none of those that there are
     */
    public ListFilter among(Set<String> known) {
        for (String value : values) {
            if (!known.contains(value)) {
                throw DiscoveryError.invalidInput(
                        "Filters: " + value + " is not a value of " + name);
            }
        }
        return this;
    }

    /** For every condition but BETWEEN. */
    public boolean matches(String value) {
        return condition.equals("BEGINS_WITH")
                ? value.startsWith(values.getFirst())
                : values.contains(value);
    }
}
