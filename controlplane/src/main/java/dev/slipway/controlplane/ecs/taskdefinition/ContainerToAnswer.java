package dev.slipway.controlplane.ecs.taskdefinition;

import static dev.slipway.controlplane.ecs.taskdefinition.ToAnswer.given;
import static dev.slipway.controlplane.ecs.taskdefinition.ToAnswer.pairs;

import java.util.List;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.ContainerDependency;
import software.amazon.awssdk.services.ecs.model.ContainerRestartPolicy;
import software.amazon.awssdk.services.ecs.model.Device;
import software.amazon.awssdk.services.ecs.model.EnvironmentFile;
import software.amazon.awssdk.services.ecs.model.HealthCheck;
import software.amazon.awssdk.services.ecs.model.HostEntry;
import software.amazon.awssdk.services.ecs.model.KernelCapabilities;
import software.amazon.awssdk.services.ecs.model.LinuxParameters;
import software.amazon.awssdk.services.ecs.model.LogConfiguration;
import software.amazon.awssdk.services.ecs.model.MountPoint;
import software.amazon.awssdk.services.ecs.model.PortMapping;
import software.amazon.awssdk.services.ecs.model.ResourceRequirement;
import software.amazon.awssdk.services.ecs.model.Secret;
import software.amazon.awssdk.services.ecs.model.SystemControl;
import software.amazon.awssdk.services.ecs.model.Tmpfs;
import software.amazon.awssdk.services.ecs.model.Ulimit;
import software.amazon.awssdk.services.ecs.model.VolumeFrom;

/** A container of our record as AWS answers it. */
final class ContainerToAnswer {
    private ContainerToAnswer() {}

    static ContainerDefinition container(ContainerSpec from) {
        ContainerDefinition.Builder b =
                ContainerDefinition.builder()
                        .name(from.name())
                        .image(from.image())
                        .essential(from.essential())
                        .versionConsistency(given(from.versionConsistency()))
                        .dockerLabels(given(from.dockerLabels()))
                        .portMappings(
                                from.portMappings().stream().map(ContainerToAnswer::port).toList());
        if (!from.repositoryCredentials().isEmpty()) {
            b.repositoryCredentials(c -> c.credentialsParameter(from.repositoryCredentials()));
        }
        sizes(b, from.sizes());
        execution(b, from.execution());
        surroundings(b, from.surroundings());
        mounts(b, from);
        lifecycle(b, from.lifecycle());
        confinement(b, from.confinement());
        logging(b, from);
        networking(b, from.dockerNetworking());
        return b.build();
    }

    private static void sizes(ContainerDefinition.Builder b, ContainerSpec.Sizes from) {
        b.cpu(from.cpu())
                .memory(from.memoryMib().orElse(null))
                .memoryReservation(from.memoryReservationMib().orElse(null));
        b.resourceRequirements(
                given(
                        from.resourceRequirements().stream()
                                .map(
                                        r ->
                                                ResourceRequirement.builder()
                                                        .type(r.type())
                                                        .value(r.value())
                                                        .build())
                                .toList()));
    }

    private static void execution(ContainerDefinition.Builder b, ContainerSpec.Execution from) {
        b.entryPoint(given(from.entryPoint()))
                .command(given(from.command()))
                .workingDirectory(given(from.workingDirectory()))
                .user(given(from.user()))
                .interactive(from.interactive().orElse(null))
                .pseudoTerminal(from.pseudoTerminal().orElse(null));
    }

    private static void surroundings(
            ContainerDefinition.Builder b, ContainerSpec.Surroundings from) {
        b.environment(pairs(from.environment()))
                .secrets(given(secrets(from.secrets())))
                .environmentFiles(
                        given(
                                from.environmentFiles().stream()
                                        .map(
                                                f ->
                                                        EnvironmentFile.builder()
                                                                .value(f.value())
                                                                .type(f.type())
                                                                .build())
                                        .toList()));
    }

    private static PortMapping port(ContainerSpec.PortMapping from) {
        return PortMapping.builder()
                .containerPort(from.containerPort() == 0 ? null : from.containerPort())
                .hostPort(from.hostPort().orElse(null))
                .protocol(from.protocol())
                .name(given(from.name()))
                .appProtocol(given(from.appProtocol()))
                .containerPortRange(given(from.containerPortRange()))
                .build();
    }

    private static void mounts(ContainerDefinition.Builder b, ContainerSpec from) {
        b.mountPoints(
                from.mountPoints().stream()
                        .map(
                                m ->
                                        MountPoint.builder()
                                                .sourceVolume(m.sourceVolume())
                                                .containerPath(m.containerPath())
                                                .readOnly(m.readOnly().orElse(null))
                                                .build())
                        .toList());
        b.volumesFrom(
                from.volumesFrom().stream()
                        .map(
                                v ->
                                        VolumeFrom.builder()
                                                .sourceContainer(v.sourceContainer())
                                                .readOnly(v.readOnly().orElse(null))
                                                .build())
                        .toList());
    }

    private static void lifecycle(ContainerDefinition.Builder b, ContainerSpec.Lifecycle from) {
        b.dependsOn(
                        given(
                                from.dependsOn().stream()
                                        .map(
                                                d ->
                                                        ContainerDependency.builder()
                                                                .containerName(d.containerName())
                                                                .condition(d.condition())
                                                                .build())
                                        .toList()))
                .startTimeout(from.startTimeout().orElse(null))
                .stopTimeout(from.stopTimeout().orElse(null))
                .healthCheck(
                        from.healthCheck()
                                .map(
                                        h ->
                                                HealthCheck.builder()
                                                        .command(h.command())
                                                        .interval(h.interval())
                                                        .timeout(h.timeout())
                                                        .retries(h.retries())
                                                        .startPeriod(h.startPeriod().orElse(null))
                                                        .build())
                                .orElse(null))
                .restartPolicy(
                        from.restartPolicy()
                                .map(
                                        r ->
                                                ContainerRestartPolicy.builder()
                                                        .enabled(r.enabled())
                                                        .ignoredExitCodes(
                                                                given(r.ignoredExitCodes()))
                                                        .restartAttemptPeriod(
                                                                r.restartAttemptPeriod()
                                                                        .orElse(null))
                                                        .build())
                                .orElse(null));
    }

    private static void confinement(ContainerDefinition.Builder b, ContainerSpec.Confinement from) {
        b.privileged(from.privileged().orElse(null))
                .readonlyRootFilesystem(from.readonlyRootFilesystem().orElse(null))
                .linuxParameters(from.linuxParameters().map(ContainerToAnswer::linux).orElse(null))
                .dockerSecurityOptions(given(from.dockerSecurityOptions()))
                .credentialSpecs(given(from.credentialSpecs()));
        b.ulimits(
                given(
                        from.ulimits().stream()
                                .map(
                                        u ->
                                                Ulimit.builder()
                                                        .name(u.name())
                                                        .softLimit(u.softLimit())
                                                        .hardLimit(u.hardLimit())
                                                        .build())
                                .toList()));
        b.systemControls(
                from.systemControls().stream()
                        .map(
                                s ->
                                        SystemControl.builder()
                                                .namespace(s.namespace())
                                                .value(s.value())
                                                .build())
                        .toList());
    }

    private static LinuxParameters linux(ContainerSpec.LinuxParameters from) {
        boolean capabilities =
                !from.addCapabilities().isEmpty() || !from.dropCapabilities().isEmpty();
        KernelCapabilities told =
                KernelCapabilities.builder()
                        .add(given(from.addCapabilities()))
                        .drop(given(from.dropCapabilities()))
                        .build();
        return LinuxParameters.builder()
                .capabilities(capabilities ? told : null)
                .initProcessEnabled(from.initProcessEnabled().orElse(null))
                .sharedMemorySize(from.sharedMemorySizeMib().orElse(null))
                .maxSwap(from.maxSwap().orElse(null))
                .swappiness(from.swappiness().orElse(null))
                .devices(
                        given(
                                from.devices().stream()
                                        .map(
                                                d ->
                                                        Device.builder()
                                                                .hostPath(d.hostPath())
                                                                .containerPath(
                                                                        given(d.containerPath()))
                                                                .permissionsWithStrings(
                                                                        given(d.permissions()))
                                                                .build())
                                        .toList()))
                .tmpfs(
                        given(
                                from.tmpfs().stream()
                                        .map(
                                                t ->
                                                        Tmpfs.builder()
                                                                .containerPath(t.containerPath())
                                                                .size(t.sizeMib())
                                                                .mountOptions(
                                                                        given(t.mountOptions()))
                                                                .build())
                                        .toList()))
                .build();
    }

    private static void logging(ContainerDefinition.Builder b, ContainerSpec from) {
        from.logConfiguration()
                .map(
                        log ->
                                LogConfiguration.builder()
                                        .logDriver(log.logDriver())
                                        .options(given(log.options()))
                                        .secretOptions(given(secrets(log.secretOptions())))
                                        .build())
                .ifPresent(b::logConfiguration);
        from.firelensConfiguration()
                .ifPresent(
                        router ->
                                b.firelensConfiguration(
                                        f ->
                                                f.type(router.type())
                                                        .options(given(router.options()))));
    }

    private static void networking(
            ContainerDefinition.Builder b, ContainerSpec.DockerNetworking from) {
        b.links(given(from.links()))
                .hostname(given(from.hostname()))
                .disableNetworking(from.disableNetworking().orElse(null))
                .dnsServers(given(from.dnsServers()))
                .dnsSearchDomains(given(from.dnsSearchDomains()))
                .extraHosts(
                        given(
                                from.extraHosts().stream()
                                        .map(
                                                h ->
                                                        HostEntry.builder()
                                                                .hostname(h.hostname())
                                                                .ipAddress(h.ipAddress())
                                                                .build())
                                        .toList()));
    }

    private static List<Secret> secrets(List<NameAndValue> secrets) {
        return secrets.stream()
                .map(s -> Secret.builder().name(s.name()).valueFrom(s.value()).build())
                .toList();
    }
}
