package dev.slipway.wire.facts;

import dev.slipway.wire.AwsError;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;

/**
 * What AWS's front ends check of a request before an operation sees it: required members, lengths,
 * ranges, patterns, enumerations, each in the words of the service's family.
 */
public final class Rules {
    private static final int LONGEST_QUOTE = 1024;

    private final ServiceFacts facts;
    private final List<String> broken = new ArrayList<>();

    private Rules(ServiceFacts facts) {
        this.facts = facts;
    }

    /** The error for an input that breaks a rule; empty when it keeps them all. */
    public static Optional<AwsError> broken(
            ServiceFacts facts, OperationFacts operation, SdkPojo input) {
        if (operation.inputShape().isEmpty()) {
            return Optional.empty();
        }
        Shape shape = facts.shape(operation.inputShape());
        if (facts.looksAtTopLevelOnly()) {
            return missing(facts, shape, input);
        }
        Rules rules = new Rules(facts);
        rules.structure(shape, input, "");
        return rules.error();
    }

    private static Optional<AwsError> missing(ServiceFacts facts, Shape shape, SdkPojo input) {
        for (SdkField<?> field : input.sdkFields()) {
            String name = field.memberName();
            if (shape.required().contains(name) && Members.value(field, input) == null) {
                String spoken = name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
                return Optional.of(AwsError.of(facts.ruleCode(), spoken + " can not be blank."));
            }
        }
        return Optional.empty();
    }

    private Optional<AwsError> error() {
        if (broken.isEmpty()) {
            return Optional.empty();
        }
        if (facts.dialect() == Dialect.EC2) {
            return Optional.of(AwsError.of(facts.ruleCode(), broken.getFirst()));
        }
        String detected =
                broken.size() == 1
                        ? "1 validation error detected: "
                        : broken.size() + " validation errors detected: ";
        return Optional.of(AwsError.of(facts.ruleCode(), detected + String.join("; ", broken)));
    }

    private void structure(Shape shape, SdkPojo pojo, String path) {
        for (SdkField<?> field : pojo.sdkFields()) {
            String name = field.memberName();
            String place = path + placeName(field);
            Object value = Members.value(field, pojo);
            if (value == null) {
                if (shape.required().contains(name)) {
                    missing(place);
                }
                continue;
            }
            String child = shape.members().get(name);
            if (child != null) {
                value(facts.shape(child), field, value, place);
            }
        }
    }

    private String placeName(SdkField<?> field) {
        return switch (facts.dialect()) {
            case JSON -> field.memberName();
            case QUERY -> // named as Java would, whatever the parameter's case
                    field.memberName().substring(0, 1).toLowerCase(Locale.ROOT)
                            + field.memberName().substring(1);
            case EC2 -> field.locationName();
        };
    }

    private void missing(String place) {
        broken.add(
                facts.dialect() == Dialect.EC2
                        ? "The request must contain the parameter " + place
                        : "Value null at '%s' failed to satisfy constraint: Member must not be null"
                                .formatted(place));
    }

    private void value(Shape shape, SdkField<?> field, Object value, String place) {
        switch (value) {
            case SdkPojo pojo -> structure(shape, pojo, place + ".");
            case List<?> list -> {
                length(shape, list.size(), list, place);
                SdkField<?> element = field.getRequiredTrait(ListTrait.class).memberFieldInfo();
                String member = facts.dialect() == Dialect.EC2 ? "" : ".member";
                for (int i = 0; i < list.size(); i++) {
                    below(shape.element(), element, list.get(i), place + "." + (i + 1) + member);
                }
            }
            case Map<?, ?> map -> {
                length(shape, map.size(), map, place);
                SdkField<?> element = field.getRequiredTrait(MapTrait.class).valueFieldInfo();
                map.forEach(
                        (key, each) -> {
                            text(facts.shape(shape.key()), String.valueOf(key), place);
                            below(shape.element(), element, each, place + "." + key + ".member");
                        });
            }
            case String text -> text(shape, text, place);
            case SdkBytes bytes ->
                    length(
                            shape,
                            bytes.asByteArrayUnsafe().length,
                            "java.nio.HeapByteBuffer",
                            place);
            case Number number -> range(shape, new BigDecimal(number.toString()), place);
            default -> {
                // times and flags have no rules
            }
        }
    }

    private void below(String shape, SdkField<?> field, @Nullable Object value, String place) {
        if (!shape.isEmpty() && value != null) {
            value(facts.shape(shape), field, value, place);
        }
    }

    private void text(Shape shape, String text, String place) {
        if (!shape.allowed().isEmpty() && !shape.allowed().contains(text)) {
            breaks(
                    text,
                    place,
                    "Member must satisfy enum value set: [%s]"
                            .formatted(String.join(", ", shape.allowed())));
        }
        boolean fits = length(shape, text.codePointCount(0, text.length()), text, place);
        Optional<Pattern> pattern = shape.pattern();
        // A text of the wrong length is not matched: patterns are written for short ones.
        if (fits && pattern.isPresent() && !pattern.get().matcher(text).matches()) {
            breaks(
                    text,
                    place,
                    "Member must satisfy regular expression pattern: " + pattern.get().pattern());
        }
    }

    private boolean length(Shape shape, int length, Object value, String place) {
        BigDecimal size = BigDecimal.valueOf(length);
        boolean fits = true;
        if (shape.max().isPresent() && size.compareTo(shape.max().get()) > 0) {
            breaks(
                    value,
                    place,
                    "Member must have length less than or equal to " + shape.max().get());
            fits = false;
        }
        if (shape.min().isPresent() && size.compareTo(shape.min().get()) < 0) {
            breaks(
                    value,
                    place,
                    "Member must have length greater than or equal to " + shape.min().get());
            fits = false;
        }
        return fits;
    }

    private void range(Shape shape, BigDecimal value, String place) {
        if (shape.max().isPresent() && value.compareTo(shape.max().get()) > 0) {
            breaks(
                    value,
                    place,
                    "Member must have value less than or equal to " + shape.max().get());
        }
        if (shape.min().isPresent() && value.compareTo(shape.min().get()) < 0) {
            breaks(
                    value,
                    place,
                    "Member must have value greater than or equal to " + shape.min().get());
        }
    }

    private void breaks(Object value, String place, String rule) {
        String quoted = value.toString();
        if (quoted.length() > LONGEST_QUOTE) {
            quoted = quoted.substring(0, LONGEST_QUOTE) + "...";
        }
        broken.add(
                "Value '%s' at '%s' failed to satisfy constraint: %s"
                        .formatted(quoted, place, rule));
    }
}
