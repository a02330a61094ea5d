package dev.slipway.controlplane.logs;

import dev.slipway.controlplane.aws.Arn;
import dev.slipway.controlplane.aws.Scope;
import java.util.Optional;
import java.util.regex.Pattern;

/** Names of groups and streams as callers give them. */
final class LogNames {
    private static final Pattern GROUP = Pattern.compile("[\\.\\-_/#A-Za-z0-9]+");
    private static final Pattern STREAM = Pattern.compile("[^:*]*");
    private static final int LONGEST = 512;

    private LogNames() {}

    /**
     * @throws dev.slipway.wire.AwsException when no group can have this name
     */
    static String group(String name) {
        length(name, "logGroupName");
        if (!GROUP.matcher(name).matches()) {
            throw LogsRefusals.constraint(
                    name,
                    "logGroupName",
                    "satisfy regular expression pattern: [\\.\\-_/#A-Za-z0-9]+");
        }
        return name;
    }

    /**
     * @throws dev.slipway.wire.AwsException when no stream can have this name
     */
    static String stream(String name) {
        length(name, "logStreamName");
        if (!STREAM.matcher(name).matches()) {
            throw LogsRefusals.constraint(
                    name, "logStreamName", "satisfy regular expression pattern: [^:*]*");
        }
        return name;
    }

    private static void length(String value, String member) {
        if (value.isEmpty()) {
            throw LogsRefusals.constraint(value, member, "have length greater than or equal to 1");
        }
        if (value.length() > LONGEST) {
            throw LogsRefusals.constraint(
                    value, member, "have length less than or equal to " + LONGEST);
        }
    }

    /**
     * Of {@code logGroupName} and {@code logGroupIdentifier} exactly one says which group is meant.
     */
    static String either(Scope scope, Optional<String> name, Optional<String> identifier) {
        if (name.isPresent() && identifier.isPresent()) {
            throw LogsRefusals.invalid(
                    "LogGroup name and LogGroup ARN are mutually exclusive parameters.");
        }
        if (identifier.isPresent()) {
            return ofIdentifier(scope, identifier.get());
        }
        return group(
                name.orElseThrow(
                        () ->
                                LogsRefusals.invalid(
                                        "Either LogGroupName or LogGroupIdentifier must be specified.")));
    }

    /** A name, or an ARN with or without the trailing {@code :*}. */
    static String ofIdentifier(Scope scope, String identifier) {
        Optional<Arn> arn = Arn.parse(identifier);
        if (arn.isEmpty()) {
            return group(identifier);
        }
        String resource = arn.get().resource();
        if (!arn.get().service().equals("logs") || !resource.startsWith("log-group:")) {
            throw LogsRefusals.invalid(
                    "The specified ARN is not that of a log group: " + identifier);
        }
        if (!arn.get().account().equals(scope.account())
                || !arn.get().region().equals(scope.region())) {
            throw LogsRefusals.noSuchGroup();
        }
        String name = resource.substring("log-group:".length());
        return group(name.endsWith(":*") ? name.substring(0, name.length() - 2) : name);
    }
}
