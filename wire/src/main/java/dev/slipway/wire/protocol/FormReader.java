package dev.slipway.wire.protocol;

import dev.slipway.wire.AwsError;
import dev.slipway.wire.AwsException;
import dev.slipway.wire.facts.Dialect;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.core.traits.TimestampFormatTrait.Format;

/**
 * Reads the parameters of a query request into a model class: {@code Tags.member.1.Key} in
 * awsQuery, {@code Tag.1.Key} in ec2Query, where every list is flat whatever the model class says.
 */
final class FormReader {
    private static final int DEEPEST = 50;
    private static final Set<String> OF_THE_PROTOCOL =
            Set.of("Action", "Version", "AWSAccessKeyId", "Timestamp", "SecurityToken");

    private final NavigableMap<String, String> parameters;
    private final Dialect dialect;
    private final Set<String> read = new HashSet<>(); // asked for membership only

    FormReader(Form form, Dialect dialect) {
        this.parameters = form.parameters();
        this.dialect = dialect;
    }

    SdkPojo read(SdkPojo builder) {
        return structure(builder, "", 0);
    }

    /** A parameter that no member of the input asked for; EC2 refuses those. */
    Optional<String> unread() {
        return parameters.keySet().stream()
                .filter(name -> !read.contains(name))
                .filter(name -> !OF_THE_PROTOCOL.contains(name))
                .filter(name -> !name.startsWith("X-Amz-") && !name.startsWith("Signature"))
                .findFirst();
    }

    private SdkPojo structure(SdkPojo builder, String prefix, int depth) {
        if (depth > DEEPEST) {
            throw invalid(prefix, "the parameter is nested too deeply");
        }
        for (SdkField<?> field : builder.sdkFields()) {
            Object value = value(field, prefix + field.locationName(), depth);
            if (value != null) {
                field.set(builder, value);
            }
        }
        return Fields.build(builder);
    }

    private @Nullable Object value(SdkField<?> field, String name, int depth) {
        Kind kind = Kind.of(field);
        return switch (kind) {
            case STRUCTURE ->
                    anyBelow(name)
                            ? structure(field.constructor().get(), name + ".", depth + 1)
                            : null;
            case LIST -> list(field, name, depth);
            case MAP -> map(field, name, depth);
            default -> {
                String text = parameters.get(name);
                read.add(name);
                yield text == null ? null : scalar(field, kind, name, text);
            }
        };
    }

    private Object scalar(SdkField<?> field, Kind kind, String name, String text) {
        try {
            return switch (kind) {
                case STRING -> text;
                case BOOLEAN -> flag(name, text);
                case BYTE -> Byte.valueOf(text);
                case SHORT -> Short.valueOf(text);
                case INTEGER -> Integer.valueOf(text);
                case LONG -> Long.valueOf(text);
                case FLOAT -> Float.valueOf(text);
                case DOUBLE -> Double.valueOf(text);
                case DECIMAL -> new BigDecimal(text);
                case BYTES -> SdkBytes.fromByteArrayUnsafe(Base64.getDecoder().decode(text));
                case INSTANT -> instant(field, text);
                case STRUCTURE, LIST, MAP, DOCUMENT -> throw new IllegalStateException(name);
            };
        } catch (IllegalArgumentException | DateTimeException | ArithmeticException e) {
            throw invalid(name, "it is not of type " + kind.label());
        }
    }

    private boolean flag(String name, String text) {
        return switch (text) {
            case "true", "True", "TRUE", "1" -> true;
            case "false", "False", "FALSE", "0" -> false;
            default -> throw invalid(name, "it is not of type Boolean");
        };
    }

    private static Instant instant(SdkField<?> field, String text) {
        return switch (Fields.timestampFormat(field, Format.ISO_8601)) {
            case RFC_822 -> Timestamps.ofRfc822(text);
            case UNIX_TIMESTAMP -> Timestamps.ofEpochSeconds(new BigDecimal(text));
            case UNIX_TIMESTAMP_MILLIS -> Instant.ofEpochMilli(Long.parseLong(text));
            case ISO_8601 -> Timestamps.ofIso8601(text);
        };
    }

    private @Nullable List<Object> list(SdkField<?> field, String name, int depth) {
        ListTrait trait = field.getRequiredTrait(ListTrait.class);
        String member = trait.memberLocationName();
        String prefix = name;
        if (dialect == Dialect.QUERY) {
            prefix =
                    trait.isFlattened()
                            ? flattened(name, member)
                            : name + "." + (member == null ? "member" : member);
        }
        return elements(prefix, name, trait.memberFieldInfo(), depth);
    }

    /** In a flattened list the members' own name replaces the list's. */
    private static String flattened(String name, @Nullable String member) {
        return member == null ? name : name.substring(0, name.lastIndexOf('.') + 1) + member;
    }

    private @Nullable List<Object> elements(
            String prefix, String name, SdkField<?> element, int depth) {
        List<Object> list = new ArrayList<>();
        for (int index : indices(prefix)) {
            Object value = value(element, prefix + "." + index, depth + 1);
            if (value != null) {
                list.add(value);
            }
        }
        if (list.isEmpty() && "".equals(parameters.get(name))) {
            read.add(name);
            return list; // "Name=" is how an empty list is said
        }
        return list.isEmpty() ? null : list;
    }

    private @Nullable Map<String, Object> map(SdkField<?> field, String name, int depth) {
        MapTrait trait = field.getRequiredTrait(MapTrait.class);
        String keys = trait.keyLocationName() == null ? "key" : trait.keyLocationName();
        String values = trait.valueLocationName() == null ? "value" : trait.valueLocationName();
        String prefix = trait.isFlattened() || dialect == Dialect.EC2 ? name : name + ".entry";
        Map<String, Object> map = new LinkedHashMap<>();
        for (int index : indices(prefix)) {
            String entry = prefix + "." + index + ".";
            String key = parameters.get(entry + keys);
            read.add(entry + keys);
            Object value = value(trait.valueFieldInfo(), entry + values, depth + 1);
            if (key != null && value != null) {
                map.put(key, value);
            }
        }
        return map.isEmpty() ? null : map;
    }

    private SortedSet<Integer> indices(String prefix) {
        SortedSet<Integer> indices = new TreeSet<>();
        String start = prefix + ".";
        for (String name : parameters.tailMap(start, true).keySet()) {
            if (!name.startsWith(start)) {
                break;
            }
            int dot = name.indexOf('.', start.length());
            String index = name.substring(start.length(), dot < 0 ? name.length() : dot);
            if (index.length() < 9
                    && !index.isEmpty()
                    && index.chars().allMatch(Character::isDigit)) {
                indices.add(Integer.parseInt(index));
            }
        }
        return indices;
    }

    private boolean anyBelow(String name) {
        String next = parameters.ceilingKey(name + ".");
        return next != null && next.startsWith(name + ".");
    }

    private AwsException invalid(String name, String why) {
        if (dialect == Dialect.EC2) {
            String value = parameters.getOrDefault(name, "");
            return AwsError.of(
                            "InvalidParameterValue",
                            "Value ("
                                    + value
                                    + ") for parameter "
                                    + name
                                    + " is invalid: "
                                    + why
                                    + ".")
                    .asException();
        }
        return AwsError.of(
                        "MalformedInput",
                        "The value of parameter " + name + " is invalid: " + why + ".")
                .asException();
    }
}
