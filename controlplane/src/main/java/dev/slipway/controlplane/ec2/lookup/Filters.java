package dev.slipway.controlplane.ec2.lookup;

import dev.slipway.wire.AwsError;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.ec2.model.Filter;

/**
 * The filters that a Describe call knows: each name gives the values that a thing has for it. A
 * thing passes when, for every filter, one of its values matches one of the filter's.
 */
public final class Filters<T> {
    private static final int MOST_VALUES = 200;

    private final Map<String, Function<T, Collection<String>>> byName = new TreeMap<>();
    private Function<T, Map<String, String>> tags = thing -> Map.of();
    private boolean tagged;

    public Filters<T> one(String name, Function<T, String> value) {
        return many(name, thing -> List.of(value.apply(thing)));
    }

    public Filters<T> many(String name, Function<T, Collection<String>> values) {
        byName.put(name, values);
        return this;
    }

    /** {@code tag:KEY} and {@code tag-key}. */
    public Filters<T> tags(Function<T, Map<String, String>> ofThing) {
        this.tags = ofThing;
        this.tagged = true;
        return many("tag-key", thing -> ofThing.apply(thing).keySet());
    }

    public Predicate<T> matching(List<Filter> asked) {
        List<Predicate<T>> all = new ArrayList<>();
        int values = 0;
        for (Filter filter : asked) {
            all.add(matching(filter));
            values += filter.values().size();
        }
        if (values > MOST_VALUES) {
            throw AwsError.of(
                            "FilterLimitExceeded",
                            "The maximum number of filter values specified on a single call is "
                                    + MOST_VALUES)
                    .asException();
        }
        return thing -> all.stream().allMatch(p -> p.test(thing));
    }

    private Predicate<T> matching(Filter filter) {
        Function<T, Collection<String>> values = valuesOf(filter.name());
        if (filter.values().isEmpty()) {
            throw AwsError.of(
                            "InvalidParameterValue",
                            "The filter '%s' has no values".formatted(filter.name()))
                    .asException();
        }
        List<Pattern> patterns = filter.values().stream().map(Glob::pattern).toList();
        return thing ->
                values.apply(thing).stream()
                        .anyMatch(v -> patterns.stream().anyMatch(p -> p.matcher(v).matches()));
    }

    @SuppressWarnings("NullAway") // a filter that came without a name reads as null
    private Function<T, Collection<String>> valuesOf(String name) {
        if (name != null && tagged && name.startsWith("tag:")) {
            String key = name.substring("tag:".length());
            return thing -> {
                Map<String, String> all = tags.apply(thing);
                return all.containsKey(key) ? List.of(all.get(key)) : List.of();
            };
        }
        Function<T, Collection<String>> known = name == null ? null : byName.get(name);
        if (known == null) {
            throw AwsError.of("InvalidParameterValue", "The filter '%s' is invalid".formatted(name))
                    .asException();
        }
        return known;
    }
}
