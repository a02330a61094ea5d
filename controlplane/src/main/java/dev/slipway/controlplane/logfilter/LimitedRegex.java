package dev.slipway.controlplane.logfilter;

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

    private LimitedRegex() {}

    static Pattern compile(String body) throws FilterPatternException {
        if (!ALLOWED.matcher(body).matches()) {
            throw new FilterPatternException(
                    "unsupported character in regular expression %" + body + "%");
        }
        try {
            return Pattern.compile(body);
        } catch (PatternSyntaxException e) {
            throw new FilterPatternException("invalid regular expression %" + body + "%");
        }
    }
}
