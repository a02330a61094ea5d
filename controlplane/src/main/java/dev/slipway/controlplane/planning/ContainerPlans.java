package dev.slipway.controlplane.planning;

import dev.slipway.controlplane.ecs.task.Overrides;
import dev.slipway.controlplane.ecs.task.Task;
import dev.slipway.controlplane.ecs.task.TaskContainer;
import dev.slipway.controlplane.ecs.taskdefinition.ContainerSpec;
import dev.slipway.nodelink.ContainerPlan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A container of a task definition, made into what a node is to run. */
final class ContainerPlans {
    /** Fargate's own default; the node lowers it where the machine does not allow as much. */
    private static final ContainerPlan.Ulimit OPEN_FILES =
            new ContainerPlan.Ulimit("nofile", 65_535, 65_535);

    private ContainerPlans() {}

    static ContainerPlan of(Task task, TaskContainer container, ContainerSpec spec) {
        Overrides.OfContainer asked = task.ask().overrides().of(spec.name());
        ContainerSpec.Confinement bounds = spec.confinement();
        return new ContainerPlan(
                spec.name(),
                container.arn(),
                spec.image(),
                spec.essential(),
                spec.execution().entryPoint(),
                asked.command().isEmpty() ? spec.execution().command() : asked.command(),
                environment(spec, asked),
                spec.execution().user(),
                spec.execution().workingDirectory(),
                bounds.readonlyRootFilesystem().orElse(false),
                container.cpu(),
                container.memory(),
                container.memoryReservation(),
                Lifecycles.of(spec.lifecycle()),
                bounds.linuxParameters()
                        .map(ContainerSpec.LinuxParameters::dropCapabilities)
                        .orElse(List.of()),
                bounds.linuxParameters()
                        .map(ContainerSpec.LinuxParameters::addCapabilities)
                        .orElse(List.of()),
                ports(spec),
                spec.dockerLabels(),
                ulimits(bounds.ulimits()),
                spec.mountPoints().stream().map(ContainerPlans::mountPoint).toList(),
                spec.volumesFrom().stream().map(ContainerPlans::volumeFrom).toList(),
                fittings(spec),
                log(task, spec));
    }

    /** The definition's, with the override's on top: the same name gets the override's value. */
    private static Map<String, String> environment(
            ContainerSpec spec, Overrides.OfContainer asked) {
        Map<String, String> all = new LinkedHashMap<>();
        spec.surroundings().environment().forEach(e -> all.put(e.name(), e.value()));
        asked.environment().forEach(e -> all.put(e.name(), e.value()));
        return all;
    }

    private static List<ContainerPlan.Port> ports(ContainerSpec spec) {
        List<ContainerPlan.Port> ports = new ArrayList<>();
        for (ContainerSpec.PortMapping mapping : spec.portMappings()) {
            if (mapping.containerPort() > 0) {
                ports.add(new ContainerPlan.Port(mapping.containerPort(), mapping.protocol()));
            }
        }
        return ports;
    }

    private static List<ContainerPlan.Ulimit> ulimits(List<ContainerSpec.Ulimit> asked) {
        List<ContainerPlan.Ulimit> all = new ArrayList<>();
        if (asked.stream().noneMatch(u -> u.name().equals(OPEN_FILES.name()))) {
            all.add(OPEN_FILES);
        }
        asked.forEach(
                u -> all.add(new ContainerPlan.Ulimit(u.name(), u.softLimit(), u.hardLimit())));
        return all;
    }

    private static ContainerPlan.MountPoint mountPoint(ContainerSpec.MountPoint mount) {
        return new ContainerPlan.MountPoint(
                mount.sourceVolume(), mount.containerPath(), mount.readOnly().orElse(false));
    }

    private static ContainerPlan.VolumeFrom volumeFrom(ContainerSpec.VolumeFrom from) {
        return new ContainerPlan.VolumeFrom(from.sourceContainer(), from.readOnly().orElse(false));
    }

    private static ContainerPlan.Fittings fittings(ContainerSpec spec) {
        Map<String, String> sysctls = new LinkedHashMap<>();
        spec.confinement().systemControls().forEach(c -> sysctls.put(c.namespace(), c.value()));
        return new ContainerPlan.Fittings(
                sysctls,
                spec.confinement()
                        .linuxParameters()
                        .flatMap(ContainerSpec.LinuxParameters::initProcessEnabled)
                        .orElse(false),
                spec.execution().interactive().orElse(false),
                spec.execution().pseudoTerminal().orElse(false));
    }

    private static Optional<ContainerPlan.LogPlan> log(Task task, ContainerSpec spec) {
        return spec.logConfiguration()
                .filter(log -> log.logDriver().equals("awslogs"))
                .map(log -> AwsLogs.plan(task, spec.name(), log.options()));
    }
}
