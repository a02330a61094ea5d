package dev.slipway.controlplane.ecs.task;

import dev.slipway.controlplane.aws.Arn;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.ecs.taskdefinition.ContainerSpec;
import dev.slipway.controlplane.ecs.taskdefinition.FargateSizes;
import dev.slipway.controlplane.ecs.taskdefinition.TaskDefinition;
import dev.slipway.controlplane.placement.Size;
import dev.slipway.wire.AwsException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * A task definition with a caller's overrides applied: what the tasks of one launch have in common.
 *
 * @param taskRoleArn empty for none
 * @param executionRoleArn empty for none
 * @param architecture {@code x86_64} or {@code arm64}
 */
record Fit(
        Size size,
        int ephemeralStorageGib,
        String taskRoleArn,
        String executionRoleArn,
        String architecture,
        List<OfContainer> containers) {
    private static final Pattern ROLE = Pattern.compile("arn:aws:iam::\\d{12}:role/[!-~]{1,576}");

    Fit {
        containers = List.copyOf(containers);
    }

    /**
     * @param cpu relative weight
     * @param memory hard limit in MiB; 0 for the task's only
     * @param memoryReservation soft limit in MiB; 0 for none
     */
    record OfContainer(ContainerSpec spec, int cpu, int memory, int memoryReservation) {}

    /**
     * @throws AwsException when the overrides do not go with the definition
     */
    static Fit of(Scope scope, TaskDefinition definition, Overrides asked) {
        for (Overrides.OfContainer container : asked.containers()) {
            if (definition.container(container.name()).isEmpty()) {
                throw Refusals.unknownContainer(container.name());
            }
        }
        int cpu =
                FargateSizes.cpu(asked.cpu()).or(definition::cpu).orElseThrow(Refusals::notFargate);
        int memory =
                FargateSizes.memory(asked.memory())
                        .or(definition::memoryMib)
                        .orElseThrow(Refusals::notFargate);
        FargateSizes.requireSold(cpu, memory);
        List<OfContainer> containers =
                definition.containers().stream().map(c -> container(c, asked)).toList();
        requireRoom(containers, cpu, memory);
        return new Fit(
                new Size(cpu, memory),
                asked.ephemeralStorageGib() > 0
                        ? asked.ephemeralStorageGib()
                        : definition.ephemeralStorageGibOrDefault(),
                role(scope, "taskRoleArn", asked.taskRoleArn(), definition.taskRoleArn()),
                role(
                        scope,
                        "executionRoleArn",
                        asked.executionRoleArn(),
                        definition.executionRoleArn()),
                definition.cpuArchitecture().equals("ARM64") ? "arm64" : "x86_64",
                containers);
    }

    private static OfContainer container(ContainerSpec spec, Overrides asked) {
        Overrides.OfContainer over = asked.of(spec.name());
        return new OfContainer(
                spec,
                over.cpu().orElse(spec.sizes().cpu()),
                orElse(over.memory(), spec.sizes().memoryMib().orElse(0)),
                orElse(over.memoryReservation(), spec.sizes().memoryReservationMib().orElse(0)));
    }

    private static int orElse(OptionalInt asked, int otherwise) {
        return asked.orElse(otherwise);
    }

    private static void requireRoom(List<OfContainer> containers, int cpu, int memory) {
        for (OfContainer container : containers) {
            if (container.memory() > 0 && container.memory() <= container.memoryReservation()) {
                throw Refusals.reservationTooBig(container.spec().name());
            }
        }
        long cpus = containers.stream().mapToLong(OfContainer::cpu).sum();
        if (cpus > cpu) {
            throw Refusals.containersTooBig("cpu");
        }
        long memories =
                containers.stream()
                        .mapToLong(c -> c.memory() > 0 ? c.memory() : c.memoryReservation())
                        .sum();
        if (memories > memory) {
            throw Refusals.containersTooBig("memory");
        }
    }

    private static String role(Scope scope, String field, String asked, String defined) {
        String role = asked.isEmpty() ? defined : asked;
        if (role.isEmpty()) {
            return "";
        }
        String arn = roleArn(scope, role);
        if (!ROLE.matcher(arn).matches()) {
            throw Refusals.badRole(field, role);
        }
        return arn;
    }

    /** A role may be told by its name alone. */
    static String roleArn(Scope scope, String nameOrArn) {
        return nameOrArn.startsWith("arn:")
                ? nameOrArn
                : new Arn("iam", "", scope.account(), "role/" + nameOrArn).toString();
    }

    /** The containers of one task, not yet begun. */
    List<TaskContainer> fresh(Scope scope, String cluster, Names names) {
        List<TaskContainer> fresh = new ArrayList<>();
        for (OfContainer container : containers) {
            String id = names.containerIds().get(fresh.size());
            fresh.add(
                    new TaskContainer(
                            container.spec().name(),
                            Arn.of(
                                            "ecs",
                                            scope,
                                            "container/"
                                                    + cluster
                                                    + "/"
                                                    + names.taskId()
                                                    + "/"
                                                    + id)
                                    .toString(),
                            container.spec().image(),
                            container.spec().essential(),
                            container.cpu(),
                            container.memory(),
                            container.memoryReservation(),
                            container
                                    .spec()
                                    .lifecycle()
                                    .healthCheck()
                                    .filter(ContainerSpec.HealthCheck::checks)
                                    .map(check -> TaskContainer.Health.UNKNOWN),
                            0,
                            TaskContainer.Status.PENDING,
                            "",
                            "",
                            OptionalInt.empty(),
                            ""));
        }
        return fresh;
    }
}
