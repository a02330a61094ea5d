package dev.slipway.controlplane.ecs.taskdefinition;

import dev.slipway.controlplane.ecs.grammar.EcsError;
import dev.slipway.wire.AwsException;

/** The errors about task definitions that are not about one field of a document. */
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

    static AwsException badRevision(String revision) {
        return EcsError.client("Invalid revision number. Number: " + revision);
    }
}
