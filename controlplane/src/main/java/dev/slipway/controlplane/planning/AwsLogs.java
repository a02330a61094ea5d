package dev.slipway.controlplane.planning;

import dev.slipway.controlplane.ecs.task.Task;
import dev.slipway.nodelink.ContainerPlan.LogPlan;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The options of the awslogs driver. */
final class AwsLogs {
    private static final Pattern SIZE = Pattern.compile("(\\d{1,9})\\s*([bkmg]?)b?");
    private static final long DEFAULT_BUFFER = 10L << 20;

    private static final Map<Character, String> DATE_PARTS =
            Map.ofEntries(
                    Map.entry('a', "(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)"),
                    Map.entry('A', "(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"),
                    Map.entry('w', "[0-6]"),
                    Map.entry('d', "(?:0[1-9]|[12][0-9]|3[01])"),
                    Map.entry('b', "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"),
                    Map.entry(
                            'B',
                            "(?:January|February|March|April|May|June|July|August|September"
                                    + "|October|November|December)"),
                    Map.entry('m', "(?:0[1-9]|1[0-2])"),
                    Map.entry('Y', "\\d{4}"),
                    Map.entry('y', "\\d{2}"),
                    Map.entry('H', "(?:[01][0-9]|2[0-3])"),
                    Map.entry('I', "(?:0[1-9]|1[0-2])"),
                    Map.entry('p', "[AP]M"),
                    Map.entry('M', "[0-5][0-9]"),
                    Map.entry('S', "[0-5][0-9]"),
                    Map.entry('L', "\\.\\d{3}"),
                    Map.entry('f', "\\d{6}"),
                    Map.entry('z', "[+-]\\d{4}"),
                    Map.entry('Z', "[A-Z]{1,4}T"),
                    Map.entry('j', "(?:[0-2]\\d\\d|3[0-5]\\d|36[0-6])"),
                    Map.entry('%', "%"));

    private AwsLogs() {}

    static LogPlan plan(Task task, String container, Map<String, String> options) {
        String prefix = options.getOrDefault("awslogs-stream-prefix", "");
        String name = container + "/" + task.id();
        return new LogPlan(
                options.getOrDefault("awslogs-region", task.ask().region()),
                options.getOrDefault("awslogs-group", ""),
                prefix.isEmpty() ? name : prefix + "/" + name,
                options.getOrDefault("awslogs-create-group", "").equalsIgnoreCase("true"),
                options.getOrDefault("mode", task.ask().logMode()).equals("blocking"),
                bytes(options.getOrDefault("max-buffer-size", "")),
                multilineStart(options));
    }

    /** Docker's way to say a size: a number and b, k, m or g. */
    private static long bytes(String text) {
        Matcher matcher = SIZE.matcher(text.toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            return DEFAULT_BUFFER;
        }
        int shift =
                switch (matcher.group(2)) {
                    case "k" -> 10;
                    case "m" -> 20;
                    case "g" -> 30;
                    default -> 0;
                };
        return Long.parseLong(matcher.group(1)) << shift;
    }

    private static String multilineStart(Map<String, String> options) {
        String pattern = options.getOrDefault("awslogs-multiline-pattern", "");
        return pattern.isEmpty()
                ? ofDates(options.getOrDefault("awslogs-datetime-format", ""))
                : pattern;
    }

    /** A strftime format as the regular expression of what it prints. */
    static String ofDates(String format) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < format.length(); i++) {
            char c = format.charAt(i);
            String part =
                    c == '%' && i + 1 < format.length()
                            ? DATE_PARTS.get(format.charAt(i + 1))
                            : null;
            if (part != null) {
                regex.append(part);
                i++;
            } else if (Character.isLetterOrDigit(c) || c == ' ') {
                regex.append(c);
            } else {
                regex.append('\\').append(c);
            }
        }
        return regex.toString();
    }
}
