package dev.slipway.controlplane.iam;

import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.state.Key;
import dev.slipway.controlplane.state.Kind;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which temporary keys a task has.
 *
 * @param accessKeyIds oldest first
 */
record TaskKeys(String roleArn, List<String> accessKeyIds) {
    static final Kind<TaskKeys> KIND = Kind.of("iam-task-keys", TaskKeys.class);

    TaskKeys {
        accessKeyIds = List.copyOf(accessKeyIds);
    }

    static Key key(Scope scope, String taskId) {
        return Key.of(scope, taskId);
    }

    TaskKeys and(String accessKeyId) {
        return new TaskKeys(
                roleArn, Stream.concat(accessKeyIds.stream(), Stream.of(accessKeyId)).toList());
    }

    Key newest() {
        return AccessKeyRecord.key(accessKeyIds.getLast());
    }
}
