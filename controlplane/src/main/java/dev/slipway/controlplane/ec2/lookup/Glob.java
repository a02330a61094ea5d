package dev.slipway.controlplane.ec2.lookup;

import java.util.regex.Pattern;

/**
 * A filter's value: {@code *} is any run of characters, {@code ?} is one, a backslash before either
 * means the character itself. Case counts.
 */
final class Glob {
    private Glob() {}

    static Pattern pattern(String value) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\\' && i + 1 < value.length() && isSpecial(value.charAt(i + 1))) {
                regex.append(Pattern.quote(value.substring(i + 1, i + 2)));
                i++;
            } else if (c == '*') {
                regex.append(".*+");
            } else if (c == '?') {
                regex.append('.');
            } else {
                regex.append(Pattern.quote(value.substring(i, i + 1)));
            }
        }
        return Pattern.compile(regex.toString().replace(".*+", ".*"), Pattern.DOTALL);
    }

    private static boolean isSpecial(char c) {
        return c == '*' || c == '?' || c == '\\';
    }
}
