package dev.slipway.controlplane.logfilter;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a pattern from left to right. */
final class PatternReader {
    private final String text;
    private int at;
    private int regexes;

    PatternReader(String text) {
        this.text = text;
    }

    void skipBlanks() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    boolean atEnd() {
        skipBlanks();
        return at >= text.length();
    }

    /** Takes the word if it comes next. */
    boolean take(String word) {
        skipBlanks();
        if (text.startsWith(word, at)) {
            at += word.length();
            return true;
        }
        return false;
    }

    void expect(String word) throws FilterPatternException {
        if (!take(word)) {
            throw new FilterPatternException("expected " + word + " at position " + at);
        }
    }

    /** Takes an upper- or lower-case keyword that ends where a word ends. */
    boolean takeKeyword(String word) {
        skipBlanks();
        int end = at + word.length();
        boolean there =
                text.regionMatches(true, at, word, 0, word.length())
                        && (end >= text.length() || !Character.isLetterOrDigit(text.charAt(end)));
        at = there ? end : at;
        return there;
    }

    /** What stands between this quote and the next of its kind. */
    String quoted(char quote) throws FilterPatternException {
        StringBuilder value = new StringBuilder();
        at++;
        while (at < text.length() && text.charAt(at) != quote) {
            boolean escape = quote == '"' && text.charAt(at) == '\\' && at + 1 < text.length();
            boolean pair = quote == '%' && text.charAt(at) == '\\' && at + 1 < text.length();
            value.append(text, escape ? at + 1 : at, escape || pair ? at + 2 : at + 1);
            at += escape || pair ? 2 : 1;
        }
        if (at >= text.length()) {
            throw new FilterPatternException("a closing " + quote + " is missing");
        }
        at++;
        return value.toString();
    }

    /** The regular expression that comes next. */
    LimitedRegex regex() throws FilterPatternException {
        if (++regexes > LimitedRegex.MOST_IN_A_FILTER) {
            throw tooManyRegexes();
        }
        return LimitedRegex.compile(quoted('%'));
    }

    static FilterPatternException tooManyRegexes() {
        return new FilterPatternException(
                "more than " + LimitedRegex.MOST_IN_A_FILTER + " regular expressions");
    }

    char peek() {
        skipBlanks();
        return at < text.length() ? text.charAt(at) : '\0';
    }

    /** All characters up to one of these, without blanks at the end. */
    String until(String ends) {
        skipBlanks();
        int start = at;
        while (at < text.length() && ends.indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return text.substring(start, at).strip();
    }

    /** Takes what the pattern finds next. */
    Matcher take(Pattern pattern) throws FilterPatternException {
        Matcher next = pattern.matcher(text).region(at, text.length());
        if (!next.lookingAt()) {
            throw new FilterPatternException("invalid selector at position " + at);
        }
        at = next.end();
        return next;
    }

    int position() {
        return at;
    }
}
