package dev.slipway.controlplane.logs;

import dev.slipway.controlplane.aws.Arn;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.aws.Tags;
import dev.slipway.controlplane.state.Transaction;
import java.util.Collection;

/** Changes to a group's tags, the same for both generations of operations. */
final class LogGroupTags {
    private LogGroupTags() {}

    /** The name in a group's ARN; tags want it without {@code :*}. */
    static String groupOf(Scope scope, String resourceArn) {
        if (Arn.parse(resourceArn).isEmpty()) {
            throw LogsRefusals.invalid("Invalid resourceArn: " + resourceArn);
        }
        return LogNames.ofIdentifier(scope, resourceArn);
    }

    static void add(Transaction tx, Scope scope, String name, Tags tags) {
        LogGroup group = Lookup.group(tx, scope, name);
        Tags all = group.tags().with(tags);
        if (all.userCount() > Tags.MAX) {
            throw LogsRefusals.tooManyTags();
        }
        tx.put(LogGroup.KIND, LogGroup.key(scope, name), group.withTags(all));
    }

    static void remove(Transaction tx, Scope scope, String name, Collection<String> keys) {
        LogGroup group = Lookup.group(tx, scope, name);
        tx.put(
                LogGroup.KIND,
                LogGroup.key(scope, name),
                group.withTags(group.tags().without(keys)));
    }
}
