package dev.slipway.controlplane.aws;

import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The tags of one resource, in the order in which their keys first came.
 *
 * @param byKey at most {@link #MAX}, save for tags of AWS's own ({@code aws:...}), which do not
 *     count and which users cannot set
 */
public record Tags(Map<String, String> byKey) {
    /** User tags per resource. */
    public static final int MAX = 50;

    private static final Pattern ALLOWED = Pattern.compile("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*");
    private static final Tags NONE = new Tags(Map.of());

    public Tags {
        byKey = Collections.unmodifiableMap(new LinkedHashMap<>(byKey));
    }

    public static Tags none() {
        return NONE;
    }

    /** What {@link #problem} found nothing wrong with; a later duplicate would win. */
    public static Tags of(Collection<Tag> tags) {
        Map<String, String> map = new LinkedHashMap<>();
        for (Tag tag : tags) {
            map.put(tag.key(), tag.value());
        }
        return new Tags(map);
    }

    /**
     * What is wrong with tags that a user asks for, in a sentence; empty when nothing is. The rules
     * that most AWS services share: at most 50, key 1 to 128 characters, value up to 256, letters,
     * digits, spaces and {@code _.:/=+-@}, no {@code aws:} prefix in any case, no key twice.
     */
    public static Optional<String> problem(List<Tag> asked) {
        if (asked.size() > MAX) {
            return Optional.of("A resource can have at most " + MAX + " tags.");
        }
        Set<String> seen = new HashSet<>();
        for (Tag tag : asked) {
            Optional<String> problem =
                    keyProblem(tag.key()).or(() -> valueProblem(tag.key(), tag.value()));
            if (problem.isPresent()) {
                return problem;
            }
            if (!seen.add(tag.key())) {
                return Optional.of("Duplicate tag key '" + tag.key() + "'.");
            }
        }
        return Optional.empty();
    }

    /** The same for a key alone, as untagging has it. */
    public static Optional<String> keyProblem(String key) {
        if (key.isEmpty()) {
            return Optional.of("Tag keys must not be null or empty.");
        }
        if (key.codePointCount(0, key.length()) > 128) {
            return Optional.of("Tag key '" + key + "' is longer than 128 characters.");
        }
        if (key.toLowerCase(Locale.ROOT).startsWith("aws:")) {
            return Optional.of(
                    "Tag key '" + key + "' is invalid: aws: prefixed tag keys are reserved.");
        }
        if (!ALLOWED.matcher(key).matches()) {
            return Optional.of("Tag key '" + key + "' contains invalid characters.");
        }
        return Optional.empty();
    }

    private static Optional<String> valueProblem(String key, String value) {
        if (value.codePointCount(0, value.length()) > 256) {
            return Optional.of("The value of tag '" + key + "' is longer than 256 characters.");
        }
        if (!ALLOWED.matcher(value).matches()) {
            return Optional.of("The value of tag '" + key + "' contains invalid characters.");
        }
        return Optional.empty();
    }

    /** These with the others on top: the same key gets the other's value. */
    public Tags with(Tags others) {
        Map<String, String> map = new LinkedHashMap<>(byKey);
        map.putAll(others.byKey);
        return new Tags(map);
    }

    /** Those without the keys; a key that is not there is no error. */
    public Tags without(Collection<String> keys) {
        Map<String, String> map = new LinkedHashMap<>(byKey);
        keys.forEach(map::remove);
        return new Tags(map);
    }

    public boolean isEmpty() {
        return byKey.isEmpty();
    }

    /** How many count towards {@link #MAX}. */
    public int userCount() {
        return (int) byKey.keySet().stream().filter(key -> !key.startsWith("aws:")).count();
    }

    public List<Tag> list() {
        return byKey.entrySet().stream().map(e -> new Tag(e.getKey(), e.getValue())).toList();
    }

    /** As IAM condition keys of a request that sets them: aws:RequestTag/KEY and aws:TagKeys. */
    public Map<String, List<String>> asRequestConditions() {
        if (byKey.isEmpty()) {
            return Map.of();
        }
        Map<String, List<String>> conditions = new TreeMap<>();
        byKey.forEach((key, value) -> conditions.put("aws:RequestTag/" + key, List.of(value)));
        conditions.put("aws:TagKeys", List.copyOf(byKey.keySet()));
        return conditions;
    }

    /** As IAM condition keys of the resource that has them: aws:ResourceTag/KEY. */
    public Map<String, List<String>> asResourceConditions() {
        Map<String, List<String>> conditions = new TreeMap<>();
        byKey.forEach((key, value) -> conditions.put("aws:ResourceTag/" + key, List.of(value)));
        return conditions;
    }
}
