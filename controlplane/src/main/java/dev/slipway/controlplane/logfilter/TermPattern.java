package dev.slipway.controlplane.logfilter;

import java.util.ArrayList;
import java.util.List;

/**
 * Terms and phrases: all of them, any of those with a question mark, none of those with a minus.
 */
final class TermPattern implements FilterPattern {
    private enum Sign {
        ALL,
        ANY,
        NONE
    }

    private record Term(Sign sign, FilterPattern test) {}

    private final List<FilterPattern> all;
    private final List<FilterPattern> any;
    private final List<FilterPattern> none;

    private TermPattern(List<Term> terms) {
        all = of(terms, Sign.ALL);
        // Beside plain terms, those with a question mark are ignored: so AWS documents it.
        any = all.isEmpty() ? of(terms, Sign.ANY) : List.of();
        none = of(terms, Sign.NONE);
    }

    private static List<FilterPattern> of(List<Term> terms, Sign sign) {
        return terms.stream().filter(term -> term.sign == sign).map(Term::test).toList();
    }

    static TermPattern parse(String pattern) throws FilterPatternException {
        List<Term> terms = new ArrayList<>();
        int at = 0;
        int regexes = 0;
        while (at < pattern.length()) {
            char c = pattern.charAt(at);
            if (Character.isWhitespace(c)) {
                at++;
                continue;
            }
            Sign sign = c == '?' ? Sign.ANY : c == '-' ? Sign.NONE : Sign.ALL;
            int start = sign == Sign.ALL ? at : at + 1;
            int end = endOfTerm(pattern, start);
            regexes += pattern.charAt(start) == '%' ? 1 : 0;
            if (regexes > LimitedRegex.MOST_IN_A_FILTER) {
                throw PatternReader.tooManyRegexes();
            }
            terms.add(new Term(sign, test(pattern.substring(start, end))));
            at = end;
        }
        return new TermPattern(terms);
    }

    private static int endOfTerm(String pattern, int start) throws FilterPatternException {
        if (start >= pattern.length() || Character.isWhitespace(pattern.charAt(start))) {
            throw new FilterPatternException("a term is missing at position " + start);
        }
        char quote = pattern.charAt(start);
        if (quote == '"' || quote == '%') {
            int end = start + 1;
            while (end < pattern.length() && pattern.charAt(end) != quote) {
                end += pattern.charAt(end) == '\\' ? 2 : 1;
            }
            if (end >= pattern.length()) {
                throw new FilterPatternException("a closing " + quote + " is missing");
            }
            return end + 1;
        }
        int end = start;
        while (end < pattern.length() && !Character.isWhitespace(pattern.charAt(end))) {
            char c = pattern.charAt(end);
            if (!Character.isLetterOrDigit(c) && c != '_') {
                throw new FilterPatternException(
                        "a term with the character '" + c + "' must stand in double quotes");
            }
            end++;
        }
        return end;
    }

    private static FilterPattern test(String term) throws FilterPatternException {
        if (term.startsWith("%")) {
            LimitedRegex regex = LimitedRegex.compile(term.substring(1, term.length() - 1));
            return regex::isIn;
        }
        String text =
                term.startsWith("\"")
                        ? term.substring(1, term.length() - 1)
                                .replace("\\\"", "\"")
                                .replace("\\\\", "\\")
                        : term;
        return message -> message.contains(text);
    }

    @Override
    public boolean matches(String message) {
        return all.stream().allMatch(term -> term.matches(message))
                && (any.isEmpty() || any.stream().anyMatch(term -> term.matches(message)))
                && none.stream().noneMatch(term -> term.matches(message));
    }
}
