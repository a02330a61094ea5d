package dev.slipway.node.logs;

import dev.slipway.nodelink.ControlPlaneLink.LogLine;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Joins lines to events where a pattern says which line starts one. */
final class EventAssembler {
    private final Optional<Pattern> start;
    private final List<LogLine> open = new ArrayList<>();
    private int openBytes;

    EventAssembler(String multilineStart) {
        this.start = pattern(multilineStart);
    }

    private static Optional<Pattern> pattern(String text) {
        try {
            return text.isEmpty() ? Optional.empty() : Optional.of(Pattern.compile(text));
        } catch (PatternSyntaxException e) {
            // Refused at registration; here a log line is worth more than a rule.
            return Optional.empty();
        }
    }

    List<LogLine> take(LogLine line) {
        if (start.isEmpty()) {
            return List.of(line);
        }
        int bytes = line.message().getBytes(StandardCharsets.UTF_8).length + 1;
        List<LogLine> done = List.of();
        if (!open.isEmpty()
                && (start.get().matcher(line.message()).find()
                        || openBytes + bytes > LineAssembler.LONGEST)) {
            done = rest();
        }
        open.add(line);
        openBytes += bytes;
        return done;
    }

    boolean waiting() {
        return !open.isEmpty();
    }

    List<LogLine> rest() {
        if (open.isEmpty()) {
            return List.of();
        }
        String message = String.join("\n", open.stream().map(LogLine::message).toList());
        LogLine event =
                new LogLine(open.getFirst().timestampMillis(), open.getLast().position(), message);
        forget();
        return List.of(event);
    }

    void forget() {
        open.clear();
        openBytes = 0;
    }
}
