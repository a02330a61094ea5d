package dev.slipway.controlplane.logfilter;

import java.util.List;

/**
 * Text in which {@code *} stands for anything, matched in time that no pattern can blow up: each
 * part is sought once, as far to the left as it goes.
 */
final class Wildcard {
    private final List<String> parts;

    Wildcard(String text) {
        this.parts = List.of(text.split("\\*", -1));
    }

    boolean matches(String value) {
        String first = parts.getFirst();
        if (parts.size() == 1) {
            return value.equals(first);
        }
        String last = parts.getLast();
        int end = value.length() - last.length();
        if (end < first.length() || !value.startsWith(first) || !value.endsWith(last)) {
            return false;
        }
        int at = first.length();
        for (String part : parts.subList(1, parts.size() - 1)) {
            int found = value.indexOf(part, at);
            if (found < 0 || found + part.length() > end) {
                return false;
            }
            at = found + part.length();
        }
        return true;
    }
}
