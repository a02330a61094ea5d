package dev.slipway.controlplane.logfilter;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * The small regular expressions between percent signs: no groups, no braces, so that matching stays
 * quick.
 */
final class LimitedRegex {
    private static final Pattern ALLOWED =
            Pattern.compile(
                    "(?:[A-Za-z0-9_\\-#=@/;, :.^$?*+|\\[\\]&<>!'~`\"]|\\\\[dDwWsS]|\\\\[\\^$.?*+|\\[\\]\\\\(){}%/\\-])*");

    static final int MOST_IN_A_FILTER = 2;

    /** Characters looked at in one message before it counts as one that does not match. */
    private static final int MOST_LOOKS = 20_000_000;

    private final Pattern pattern;

    private LimitedRegex(Pattern pattern) {
        this.pattern = pattern;
    }

    static LimitedRegex compile(String body) throws FilterPatternException {
        if (!ALLOWED.matcher(body).matches()) {
            throw new FilterPatternException(
                    "unsupported character in regular expression %" + body + "%");
        }
        try {
            return new LimitedRegex(Pattern.compile(body));
        } catch (PatternSyntaxException e) {
            throw new FilterPatternException("invalid regular expression %" + body + "%");
        }
    }

    boolean isIn(String message) {
        try {
            return pattern.matcher(new Watched(message, 0, message.length(), new AtomicInteger()))
                    .find();
        } catch (TooManyLooksException _) {
            return false;
        }
    }

    /** Several stars in a row make a backtracking matcher run for hours; this one gives up. */
    private record Watched(String text, int from, int to, AtomicInteger looks)
            implements CharSequence {
        @Override
        public int length() {
            return to - from;
        }

        @Override
        public char charAt(int index) {
            if (looks.incrementAndGet() > MOST_LOOKS) {
                throw new TooManyLooksException();
            }
            return text.charAt(from + index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return new Watched(text, from + start, from + end, looks);
        }

        @Override
        public String toString() {
            return text.substring(from, to);
        }
    }

    private static final class TooManyLooksException extends RuntimeException {
        private static final long serialVersionUID = 1;

        TooManyLooksException() {
            super(null, null, false, false);
        }
    }
}
