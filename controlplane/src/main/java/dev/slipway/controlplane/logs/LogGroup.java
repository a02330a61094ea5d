package dev.slipway.controlplane.logs;

import dev.slipway.controlplane.aws.Arn;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.aws.Tags;
import dev.slipway.controlplane.state.Key;
import dev.slipway.controlplane.state.Kind;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * @param retentionInDays 0: events never expire
 * @param logGroupClass STANDARD or INFREQUENT_ACCESS
 */
public record LogGroup(
        String name, Instant createdAt, int retentionInDays, String logGroupClass, Tags tags) {
    public static final Kind<LogGroup> KIND = Kind.of("log-group", LogGroup.class);

    static Key key(Scope scope, String name) {
        return Key.of(scope, name);
    }

    LogGroup withRetention(int days) {
        return new LogGroup(name, createdAt, days, logGroupClass, tags);
    }

    LogGroup withTags(Tags others) {
        return new LogGroup(name, createdAt, retentionInDays, logGroupClass, others);
    }

    /** Epoch milliseconds of the oldest event that is kept. */
    long keepFrom(Instant now) {
        return retentionInDays == 0
                ? Long.MIN_VALUE
                : now.toEpochMilli() - TimeUnit.DAYS.toMillis(retentionInDays);
    }

    /** Without the trailing {@code :*} that some answers add. */
    static Arn arn(Scope scope, String name) {
        return Arn.of("logs", scope, "log-group:" + name);
    }
}
