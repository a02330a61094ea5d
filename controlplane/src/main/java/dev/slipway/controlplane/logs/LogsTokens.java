package dev.slipway.controlplane.logs;

import dev.slipway.controlplane.logstore.EventKey;
import java.util.Optional;

/** The tokens of event listings: {@code f/} goes forward from an event, {@code b/} backward. */
final class LogsTokens {
    /** Sequence tokens are taken and ignored since 2023, yet old clients wait for one. */
    static final String UPLOAD = "49660000000000000000000000000000000000000000000000000000";

    private LogsTokens() {}

    static String forward(EventKey last) {
        return "f/" + last.token() + "/s";
    }

    static String backward(EventKey first) {
        return "b/" + first.token() + "/s";
    }

    static boolean isBackward(String token) {
        return token.startsWith("b/");
    }

    static EventKey parse(String token) {
        Optional<EventKey> key = Optional.empty();
        if ((token.startsWith("f/") || token.startsWith("b/")) && token.endsWith("/s")) {
            key = EventKey.parse(token.substring(2, token.length() - 2));
        }
        return key.orElseThrow(() -> LogsRefusals.invalid("The specified nextToken is invalid."));
    }
}
