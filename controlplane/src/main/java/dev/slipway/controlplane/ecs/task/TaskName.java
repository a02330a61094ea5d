package dev.slipway.controlplane.ecs.task;

import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.ecs.grammar.EcsName;
import dev.slipway.wire.AwsException;
import org.jspecify.annotations.Nullable;

/** How callers name tasks: by id, or by ARN of the long or the short form. */
final class TaskName {
    static final String TYPE = "task";

    private TaskName() {}

    /**
     * The id that a text means; the task need not exist.
     *
     * @throws AwsException InvalidParameterException when it cannot be a task's id, or is an ARN of
     *     another cluster, account or region
     */
    static String id(Scope scope, String cluster, @Nullable String idOrArn) {
        if (idOrArn == null || idOrArn.isEmpty()) {
            throw Refusals.blank("Task");
        }
        String name = EcsName.resolve(scope, TYPE, idOrArn);
        int slash = name.indexOf('/');
        if (slash >= 0 && !name.substring(0, slash).equals(cluster)) {
            throw Refusals.otherCluster(name.substring(0, slash), cluster);
        }
        String id = name.substring(slash + 1);
        // Ids of old had 36 characters with dashes; none of ours has, but AWS takes them too.
        if (id.length() != 32 && id.length() != 36) {
            throw Refusals.badTaskId();
        }
        return id;
    }

    static String arn(Scope scope, String cluster, String id) {
        return EcsName.arn(scope, TYPE, Task.nameOf(cluster, id));
    }

    /** For IAM: never throws. */
    static String arnNamedBy(Scope scope, @Nullable String cluster, @Nullable String idOrArn) {
        if (idOrArn == null || idOrArn.isEmpty()) {
            return "*";
        }
        if (idOrArn.startsWith("arn:")) {
            return idOrArn;
        }
        String name = cluster == null || cluster.isEmpty() ? "default" : cluster;
        return arn(scope, name.substring(name.lastIndexOf('/') + 1), idOrArn);
    }
}
