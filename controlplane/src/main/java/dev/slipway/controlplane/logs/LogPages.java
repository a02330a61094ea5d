package dev.slipway.controlplane.logs;

import dev.slipway.controlplane.aws.PageToken;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.state.Entry;
import dev.slipway.controlplane.state.Kind;
import dev.slipway.controlplane.state.Reader;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Paging over recorded groups and streams. */
final class LogPages {
    private LogPages() {}

    static int size(@Nullable Integer asked, int most) {
        if (asked == null) {
            return most;
        }
        if (asked < 1) {
            throw LogsRefusals.constraint(
                    asked.toString(), "limit", "have value greater than or equal to 1");
        }
        if (asked > most) {
            throw LogsRefusals.constraint(
                    asked.toString(), "limit", "have value less than or equal to " + most);
        }
        return asked;
    }

    /**
     * What comes after the token's position, which is the name of the last item shown (without
     * {@code keyPrefix}).
     */
    static <T extends Record> Stream<Entry<T>> rest(
            Reader reader,
            Kind<T> kind,
            Scope scope,
            String prefix,
            PageToken tokens,
            @Nullable String token) {
        return token == null
                ? reader.list(kind, scope, prefix)
                : reader.listAfter(kind, scope, prefix, position(tokens, token));
    }

    static String position(PageToken tokens, String token) {
        return tokens.position(token)
                .orElseThrow(() -> LogsRefusals.invalid("The specified nextToken is invalid."));
    }
}
