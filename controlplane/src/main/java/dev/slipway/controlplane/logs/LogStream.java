package dev.slipway.controlplane.logs;

import dev.slipway.controlplane.aws.Arn;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.state.Key;
import dev.slipway.controlplane.state.Kind;
import java.time.Instant;

/**
 * @param id the stream's number in the log store, never used again
 */
public record LogStream(String group, String name, long id, Instant createdAt) {
    public static final Kind<LogStream> KIND = Kind.of("log-stream", LogStream.class);

    static Key key(Scope scope, String group, String name) {
        return Key.of(scope, prefix(group) + name);
    }

    /**
     * No group's name has a colon, so that the streams of one group lie side by side and apart from
     * all others.
     */
    static String prefix(String group) {
        return group + ":";
    }

    static Arn arn(Scope scope, String group, String name) {
        return Arn.of("logs", scope, "log-group:" + group + ":log-stream:" + name);
    }
}
