package dev.slipway.controlplane.ecs.taskdefinition;

import static dev.slipway.controlplane.ecs.taskdefinition.FromRequest.each;
import static dev.slipway.controlplane.ecs.taskdefinition.FromRequest.map;
import static dev.slipway.controlplane.ecs.taskdefinition.FromRequest.number;
import static dev.slipway.controlplane.ecs.taskdefinition.FromRequest.pairs;
import static dev.slipway.controlplane.ecs.taskdefinition.FromRequest.secrets;
import static dev.slipway.controlplane.ecs.taskdefinition.FromRequest.text;

import dev.slipway.controlplane.ecs.taskdefinition.ContainerSpec.Confinement;
import dev.slipway.controlplane.ecs.taskdefinition.ContainerSpec.Lifecycle;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.LinuxParameters;
import software.amazon.awssdk.services.ecs.model.PortMapping;

/** A container of a registration request as our record, normalised. */
final class ContainerFromRequest {
    /** Below every range that a number is checked against. */
    private static final int MISSING = -1;

    private ContainerFromRequest() {}

    static ContainerSpec container(ContainerDefinition in, String networkMode) {
        return new ContainerSpec(
                text(in.name()),
                text(in.image()),
                !Boolean.FALSE.equals(in.essential()),
                text(in.versionConsistencyAsString()),
                in.repositoryCredentials() == null
                        ? ""
                        : text(in.repositoryCredentials().credentialsParameter()),
                sizes(in),
                new ContainerSpec.Execution(
                        each(in.entryPoint()),
                        each(in.command()),
                        text(in.workingDirectory()),
                        text(in.user()),
                        Optional.ofNullable(in.interactive()),
                        Optional.ofNullable(in.pseudoTerminal())),
                surroundings(in),
                each(in.portMappings()).stream().map(p -> port(p, networkMode)).toList(),
                each(in.mountPoints()).stream()
                        .map(
                                m ->
                                        new ContainerSpec.MountPoint(
                                                text(m.sourceVolume()),
                                                text(m.containerPath()),
                                                Optional.ofNullable(m.readOnly())))
                        .toList(),
                each(in.volumesFrom()).stream()
                        .map(
                                v ->
                                        new ContainerSpec.VolumeFrom(
                                                text(v.sourceContainer()),
                                                Optional.ofNullable(v.readOnly())))
                        .toList(),
                lifecycle(in),
                confinement(in),
                Optional.ofNullable(in.logConfiguration())
                        .map(
                                log ->
                                        new ContainerSpec.LogConfiguration(
                                                text(log.logDriverAsString()),
                                                map(log.options()),
                                                secrets(log.secretOptions()))),
                Optional.ofNullable(in.firelensConfiguration())
                        .map(
                                f ->
                                        new ContainerSpec.FirelensConfiguration(
                                                text(f.typeAsString()), map(f.options()))),
                networking(in),
                map(in.dockerLabels()));
    }

    private static ContainerSpec.Sizes sizes(ContainerDefinition in) {
        return new ContainerSpec.Sizes(
                number(in.cpu(), 0),
                Optional.ofNullable(in.memory()),
                Optional.ofNullable(in.memoryReservation()),
                each(in.resourceRequirements()).stream()
                        .map(
                                r ->
                                        new ContainerSpec.ResourceRequirement(
                                                text(r.typeAsString()), text(r.value())))
                        .toList());
    }

    private static ContainerSpec.Surroundings surroundings(ContainerDefinition in) {
        return new ContainerSpec.Surroundings(
                pairs(in.environment()),
                each(in.environmentFiles()).stream()
                        .map(
                                f ->
                                        new ContainerSpec.EnvironmentFile(
                                                text(f.value()), text(f.typeAsString())))
                        .toList(),
                secrets(in.secrets()));
    }

    private static ContainerSpec.PortMapping port(PortMapping in, String networkMode) {
        String range = text(in.containerPortRange());
        int port = number(in.containerPort(), range.isEmpty() ? MISSING : 0);
        Optional<Integer> host = Optional.ofNullable(in.hostPort());
        if (host.isEmpty() && range.isEmpty()) {
            boolean same = networkMode.equals("awsvpc") || networkMode.equals("host");
            host = Optional.of(same ? port : 0);
        }
        String protocol = text(in.protocolAsString());
        return new ContainerSpec.PortMapping(
                port,
                host,
                protocol.isEmpty() ? "tcp" : protocol,
                text(in.name()),
                text(in.appProtocolAsString()),
                range);
    }

    private static Lifecycle lifecycle(ContainerDefinition in) {
        return new Lifecycle(
                each(in.dependsOn()).stream()
                        .map(
                                d ->
                                        new ContainerSpec.Dependency(
                                                text(d.containerName()),
                                                text(d.conditionAsString())))
                        .toList(),
                Optional.ofNullable(in.startTimeout()),
                Optional.ofNullable(in.stopTimeout()),
                Optional.ofNullable(in.healthCheck())
                        .map(
                                h ->
                                        new ContainerSpec.HealthCheck(
                                                each(h.command()),
                                                number(h.interval(), 30),
                                                number(h.timeout(), 5),
                                                number(h.retries(), 3),
                                                Optional.ofNullable(h.startPeriod()))),
                Optional.ofNullable(in.restartPolicy())
                        .map(
                                r ->
                                        new ContainerSpec.RestartPolicy(
                                                Boolean.TRUE.equals(r.enabled()),
                                                each(r.ignoredExitCodes()),
                                                Optional.ofNullable(r.restartAttemptPeriod()))));
    }

    private static Confinement confinement(ContainerDefinition in) {
        return new Confinement(
                Optional.ofNullable(in.privileged()),
                Optional.ofNullable(in.readonlyRootFilesystem()),
                Optional.ofNullable(in.linuxParameters()).map(ContainerFromRequest::linux),
                each(in.ulimits()).stream()
                        .map(
                                u ->
                                        new ContainerSpec.Ulimit(
                                                text(u.nameAsString()),
                                                number(u.softLimit(), Integer.MIN_VALUE),
                                                number(u.hardLimit(), Integer.MIN_VALUE)))
                        .toList(),
                each(in.systemControls()).stream()
                        .map(
                                s ->
                                        new ContainerSpec.SystemControl(
                                                text(s.namespace()), text(s.value())))
                        .toList(),
                each(in.dockerSecurityOptions()),
                each(in.credentialSpecs()));
    }

    private static ContainerSpec.LinuxParameters linux(LinuxParameters in) {
        boolean capabilities = in.capabilities() != null;
        return new ContainerSpec.LinuxParameters(
                capabilities ? each(in.capabilities().add()) : List.of(),
                capabilities ? each(in.capabilities().drop()) : List.of(),
                Optional.ofNullable(in.initProcessEnabled()),
                each(in.devices()).stream()
                        .map(
                                d ->
                                        new ContainerSpec.Device(
                                                text(d.hostPath()),
                                                text(d.containerPath()),
                                                each(d.permissionsAsStrings())))
                        .toList(),
                Optional.ofNullable(in.sharedMemorySize()),
                each(in.tmpfs()).stream()
                        .map(
                                t ->
                                        new ContainerSpec.Tmpfs(
                                                text(t.containerPath()),
                                                number(t.size(), MISSING),
                                                each(t.mountOptions())))
                        .toList(),
                Optional.ofNullable(in.maxSwap()),
                Optional.ofNullable(in.swappiness()));
    }

    private static ContainerSpec.DockerNetworking networking(ContainerDefinition in) {
        return new ContainerSpec.DockerNetworking(
                each(in.links()),
                text(in.hostname()),
                Optional.ofNullable(in.disableNetworking()),
                each(in.dnsServers()),
                each(in.dnsSearchDomains()),
                each(in.extraHosts()).stream()
                        .map(
                                h ->
                                        new ContainerSpec.ExtraHost(
                                                text(h.hostname()), text(h.ipAddress())))
                        .toList());
    }
}
