package dev.slipway.controlplane.ecs.taskdefinition;

import dev.slipway.controlplane.ecs.grammar.EcsError;
import dev.slipway.wire.AwsException;
import java.util.Optional;

/** The errors about task definitions and their documents. */
final class Refusals {
    private Refusals() {}

    static AwsException notFound() {
        return EcsError.client("TaskDefinition not found.");
    }

    static AwsException inactive() {
        return EcsError.client("TaskDefinition is inactive");
    }

    static AwsException cannotDescribe() {
        return EcsError.client("Unable to describe task definition.");
    }

    static AwsException blank() {
        return EcsError.client("Task definition can not be blank.");
    }

    static AwsException revisionMissing() {
        return EcsError.client("Revision is missing.");
    }

    static AwsException alreadyInactive() {
        return EcsError.client(
                "The specified task definition is inactive. You can only deregister active task"
                        + " definitions.");
    }

    static AwsException badRevision(String revision) {
        return EcsError.client("Invalid revision number. Number: " + revision);
    }

    // The sentences with which a document's field is refused. The field and its container are
    // always
    // named; where AWS's wording is known it stands at the rule itself.

    static AwsException document(String sentence) {
        return EcsError.client(sentence);
    }

    static AwsException container(String name, String what) {
        return EcsError.client("Invalid setting for container '" + name + "'. " + what);
    }

    static AwsException volume(String name, String what) {
        return EcsError.client("Invalid setting for volume '" + name + "'. " + what);
    }

    static AwsException notOnFargate(String field) {
        return EcsError.client("Fargate compatible task definitions do not support " + field + ".");
    }

    static AwsException notOnFargate(String container, String field) {
        return container(
                container, "Fargate compatible task definitions do not support '" + field + "'.");
    }

    static void range(String container, String field, Optional<Integer> value, int min, int max) {
        value.ifPresent(
                v -> {
                    if (v < min || v > max) {
                        throw container(
                                container,
                                "'" + field + "' must be between " + min + " and " + max + ".");
                    }
                });
    }
}
