package dev.slipway.wire.facts;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The rules of one shape of a model; only shapes that hold a rule, or lead to one, are kept.
 *
 * @param required members of a structure that must be there, in the model's order
 * @param members shapes of a structure's constrained members, by name
 * @param element shape of a list's members or a map's values; empty when unconstrained
 * @param key shape of a map's keys; empty when unconstrained
 * @param min least length of text, list or map; least value of a number
 * @param max as min
 * @param allowed values of an enumeration; empty for other shapes
 */
record Shape(
        List<String> required,
        Map<String, String> members,
        String element,
        String key,
        Optional<BigDecimal> min,
        Optional<BigDecimal> max,
        Optional<Pattern> pattern,
        List<String> allowed) {

    static final Shape FREE =
            new Shape(
                    List.of(),
                    Map.of(),
                    "",
                    "",
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    List.of());

    static Shape of(Map<String, Object> table) {
        Map<String, String> members = new LinkedHashMap<>();
        JsonTree.map(table, "members")
                .forEach((name, shape) -> members.put(name, shape.toString()));
        String value = JsonTree.text(table, "value");
        return new Shape(
                JsonTree.strings(table, "required"),
                members,
                value.isEmpty() ? JsonTree.text(table, "member") : value,
                JsonTree.text(table, "key"),
                number(table, "min"),
                number(table, "max"),
                Optional.of(JsonTree.text(table, "pattern"))
                        .filter(text -> !text.isEmpty())
                        .map(Pattern::compile),
                JsonTree.strings(table, "enum"));
    }

    private static Optional<BigDecimal> number(Map<String, Object> table, String name) {
        return table.get(name) instanceof Number found
                ? Optional.of(new BigDecimal(found.toString()))
                : Optional.empty();
    }
}
