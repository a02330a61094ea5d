package dev.slipway.controlplane.ecs.task;

import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.placement.Machine;
import dev.slipway.controlplane.state.Key;
import dev.slipway.controlplane.state.Kind;

/** Where a task's record is, for those who know no more than its id: nodes. */
record TaskAddress(String account, String region, String cluster) {

    static final Kind<TaskAddress> KIND = Kind.of("ecs-task-address", TaskAddress.class);

    static Key keyOf(String taskId) {
        return Key.of(Machine.NOBODY, taskId);
    }

    Key taskKey(String taskId) {
        return Key.of(new Scope(account, region), Task.nameOf(cluster, taskId));
    }
}
