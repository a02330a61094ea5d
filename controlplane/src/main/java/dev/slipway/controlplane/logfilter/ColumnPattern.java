package dev.slipway.controlplane.logfilter;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * {@code [ip, user, ..., status=4*, bytes>1000 && bytes<2000]}: a message split at blanks, where
 * quotes and square brackets hold a column together and {@code ...} stands for any number of
 * columns.
 */
final class ColumnPattern implements FilterPattern {
    private final List<Predicate<String>> before;
    private final List<Predicate<String>> after;
    private final boolean gap;

    private ColumnPattern(
            List<Predicate<String>> before, List<Predicate<String>> after, boolean gap) {
        this.before = List.copyOf(before);
        this.after = List.copyOf(after);
        this.gap = gap;
    }

    static ColumnPattern parse(String pattern) throws FilterPatternException {
        PatternReader in = new PatternReader(pattern);
        in.expect("[");
        List<Predicate<String>> before = new ArrayList<>();
        List<Predicate<String>> after = new ArrayList<>();
        boolean gap = false;
        if (in.peek() != ']') {
            do {
                if (in.take("...")) {
                    if (gap) {
                        throw new FilterPatternException("... may stand only once");
                    }
                    gap = true;
                } else {
                    (gap ? after : before).add(column(in));
                }
            } while (in.take(","));
        }
        in.expect("]");
        if (!in.atEnd()) {
            throw new FilterPatternException(
                    "something follows the closing ] at position " + in.position());
        }
        return new ColumnPattern(before, after, gap);
    }

    /** {@code &&} binds tighter than {@code ||}. */
    private static Predicate<String> column(PatternReader in) throws FilterPatternException {
        Predicate<String> any = together(in);
        while (in.take("||")) {
            any = any.or(together(in));
        }
        return any;
    }

    private static Predicate<String> together(PatternReader in) throws FilterPatternException {
        Predicate<String> all = condition(in);
        while (in.take("&&")) {
            all = all.and(condition(in));
        }
        return all;
    }

    private static Predicate<String> condition(PatternReader in) throws FilterPatternException {
        boolean bracketed = in.take("(");
        in.until(" =!<>,]&|)\t"); // the column's name is for people
        Optional<Predicate<String>> condition = Optional.empty();
        for (String operator : Comparison.OPERATORS) {
            if (condition.isEmpty() && in.take(operator)) {
                Comparison comparison = Comparison.read(in, operator, " ,]&|)\t");
                condition = Optional.of(comparison::holds);
            }
        }
        if (bracketed) {
            in.expect(")");
        }
        return condition.orElse(_ -> true);
    }

    @Override
    public boolean matches(String message) {
        List<String> columns = columns(message);
        int wanted = before.size() + after.size();
        if (gap ? columns.size() < wanted : columns.size() != wanted) {
            return false;
        }
        return holds(before, columns, 0) && holds(after, columns, columns.size() - after.size());
    }

    private static boolean holds(
            List<Predicate<String>> conditions, List<String> columns, int from) {
        for (int i = 0; i < conditions.size(); i++) {
            if (!conditions.get(i).test(columns.get(from + i))) {
                return false;
            }
        }
        return true;
    }

    private static List<String> columns(String message) {
        List<String> columns = new ArrayList<>();
        int at = 0;
        while (at < message.length()) {
            char c = message.charAt(at);
            if (Character.isWhitespace(c)) {
                at++;
                continue;
            }
            int close =
                    c == '"'
                            ? message.indexOf('"', at + 1)
                            : c == '[' ? message.indexOf(']', at + 1) : -1;
            if (close > at) {
                columns.add(message.substring(at + 1, close));
                at = close + 1;
            } else {
                int end = at;
                while (end < message.length() && !Character.isWhitespace(message.charAt(end))) {
                    end++;
                }
                columns.add(message.substring(at, end));
                at = end;
            }
        }
        return columns;
    }
}
