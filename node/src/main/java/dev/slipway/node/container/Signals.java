package dev.slipway.node.container;

import java.util.Locale;
import java.util.Map;

/** Signal numbers of Linux, alike on x86 and arm. */
final class Signals {
    static final int KILL = 9;
    static final int TERM = 15;
    static final int CONT = 18;
    static final int STOP = 19;
    private static final Map<String, Integer> NUMBERS =
            Map.ofEntries(
                    Map.entry("HUP", 1),
                    Map.entry("INT", 2),
                    Map.entry("QUIT", 3),
                    Map.entry("ABRT", 6),
                    Map.entry("KILL", KILL),
                    Map.entry("USR1", 10),
                    Map.entry("USR2", 12),
                    Map.entry("PIPE", 13),
                    Map.entry("ALRM", 14),
                    Map.entry("TERM", TERM),
                    Map.entry("CONT", CONT),
                    Map.entry("STOP", STOP),
                    Map.entry("WINCH", 28),
                    Map.entry("PWR", 30));

    private Signals() {}

    /**
     * @param text {@code SIGQUIT}, {@code QUIT}, {@code 3}, {@code SIGRTMIN+3}; anything else, and
     *     nothing, is SIGTERM
     */
    static int number(String text) {
        String name = text.toUpperCase(Locale.ROOT).replaceFirst("^SIG", "");
        if (name.matches("[0-9]{1,2}")) {
            int number = Integer.parseInt(name);
            return number >= 1 && number <= 64 ? number : TERM;
        }
        if (name.matches("RTMIN(\\+[0-9]{1,2})?")) {
            int above = name.length() > 6 ? Integer.parseInt(name.substring(6)) : 0;
            return Math.min(64, 34 + above); // the C library keeps 32 and 33 for itself
        }
        return NUMBERS.getOrDefault(name, TERM);
    }
}
