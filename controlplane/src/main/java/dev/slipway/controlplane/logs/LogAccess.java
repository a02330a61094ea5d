package dev.slipway.controlplane.logs;

import dev.slipway.controlplane.api.Access;
import dev.slipway.controlplane.aws.Arn;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.aws.Tags;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The resources that IAM is asked about. A group's ARN ends in {@code :*} there, save for tagging.
 */
final class LogAccess {
    private LogAccess() {}

    static Access group(String action, Scope scope, @Nullable String name, Tags requestTags) {
        return new Access(
                action,
                List.of(LogGroup.arn(scope, name == null ? "*" : name) + ":*"),
                requestTags.asRequestConditions());
    }

    static Access group(
            String action, Scope scope, @Nullable String name, @Nullable String identifier) {
        if (identifier != null && Arn.parse(identifier).isPresent()) {
            return Access.to(action, identifier.endsWith(":*") ? identifier : identifier + ":*");
        }
        return group(action, scope, identifier == null ? name : identifier, Tags.none());
    }

    static Access stream(
            String action, Scope scope, @Nullable String group, @Nullable String name) {
        return Access.to(
                action,
                LogStream.arn(scope, group == null ? "*" : group, name == null ? "*" : name)
                        .toString());
    }
}
