package dev.slipway.controlplane.logfilter;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A comparison of one value with what the pattern says: as numbers, as text with {@code *}, or by a
 * regular expression.
 */
@FunctionalInterface
interface Comparison {
    /** Longest first, so that {@code >=} is not read as {@code >}. */
    List<String> OPERATORS = List.of("!=", ">=", "<=", "=", ">", "<");

    Pattern NUMBER =
            Pattern.compile("[+-]?(?:[0-9]++(?:\\.[0-9]*+)?|\\.[0-9]++)(?:[eE][+-]?[0-9]++)?");

    boolean holds(String value);

    static Comparison read(PatternReader in, String operator, String ends)
            throws FilterPatternException {
        char first = in.peek();
        if (first == '%') {
            LimitedRegex regex = in.regex();
            return equality(operator, regex::isIn);
        }
        if (first == '"') {
            return text(operator, in.quoted('"'));
        }
        String literal = in.until(ends);
        if (literal.isEmpty()) {
            throw new FilterPatternException("a value is missing at position " + in.position());
        }
        Optional<Double> number = number(literal);
        return number.isPresent() ? numeric(operator, number.get()) : text(operator, literal);
    }

    private static Comparison text(String operator, String literal) throws FilterPatternException {
        Wildcard wildcard = new Wildcard(literal);
        return equality(operator, wildcard::matches);
    }

    private static Comparison equality(String operator, Comparison equal)
            throws FilterPatternException {
        return switch (operator) {
            case "=" -> equal;
            case "!=" -> value -> !equal.holds(value);
            default ->
                    throw new FilterPatternException(
                            "text can be compared with = and != only, not " + operator);
        };
    }

    private static Comparison numeric(String operator, double right) {
        return value ->
                number(value)
                        .map(
                                left ->
                                        switch (operator) {
                                            case "=" -> left == right;
                                            case "!=" -> left != right;
                                            case ">" -> left > right;
                                            case ">=" -> left >= right;
                                            case "<" -> left < right;
                                            default -> left <= right;
                                        })
                        .orElse(operator.equals("!="));
    }

    private static Optional<Double> number(String text) {
        // Stricter than Java, to which "1d" and "NaN" are numbers.
        return NUMBER.matcher(text).matches()
                ? Optional.of(Double.valueOf(text))
                : Optional.empty();
    }
}
