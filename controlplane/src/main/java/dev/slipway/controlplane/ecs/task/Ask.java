package dev.slipway.controlplane.ecs.task;

import dev.slipway.controlplane.aws.Arn;
import dev.slipway.controlplane.aws.Scope;

/**
 * What was asked for, with every default resolved; it never changes.
 *
 * @param cluster its name
 * @param family of the task definition, with {@code revision}
 * @param capacityProvider FARGATE or FARGATE_SPOT; empty when a launch type was asked for
 * @param platformVersion a number, such as {@code 1.4.0}
 * @param architecture {@code x86_64} or {@code arm64}
 * @param cpuUnits of the task, 1024 are one CPU; overrides applied
 * @param memoryMib of the task; overrides applied
 * @param ephemeralStorageGib of the task; overrides applied
 * @param taskRoleArn empty for none; overrides applied
 * @param executionRoleArn empty for none; overrides applied
 * @param logMode what awslogs does when a buffer is full and the definition does not say: {@code
 *     blocking} or {@code non-blocking}
 * @param startedBy empty for none
 * @param clientToken empty for none
 */
public record Ask(
        String account,
        String region,
        String cluster,
        String family,
        int revision,
        String capacityProvider,
        String platformVersion,
        String architecture,
        int cpuUnits,
        int memoryMib,
        int ephemeralStorageGib,
        String taskRoleArn,
        String executionRoleArn,
        Overrides overrides,
        String logMode,
        String group,
        String startedBy,
        boolean executeCommand,
        String clientToken) {

    public Scope scope() {
        return new Scope(account, region);
    }

    public String clusterArn() {
        return Arn.of("ecs", scope(), "cluster/" + cluster).toString();
    }

    public String definitionArn() {
        return Arn.of("ecs", scope(), "task-definition/" + family + ":" + revision).toString();
    }
}
