package dev.slipway.controlplane.ecs.taskdefinition;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A container as a task definition describes it, in groups. Field names are AWS's; an empty text,
 * list, map or flag means that the document does not say.
 *
 * @param versionConsistency {@code enabled}, {@code disabled} or empty
 * @param repositoryCredentials Secrets Manager ARN or name; empty for none
 * @param dockerLabels in the document's order
 */
public record ContainerSpec(
        String name,
        String image,
        boolean essential,
        String versionConsistency,
        String repositoryCredentials,
        Sizes sizes,
        Execution execution,
        Surroundings surroundings,
        List<PortMapping> portMappings,
        List<MountPoint> mountPoints,
        List<VolumeFrom> volumesFrom,
        Lifecycle lifecycle,
        Confinement confinement,
        Optional<LogConfiguration> logConfiguration,
        Optional<FirelensConfiguration> firelensConfiguration,
        DockerNetworking dockerNetworking,
        Map<String, String> dockerLabels) {

    /**
     * @param cpu shares; 0 when the document does not say
     * @param memoryMib hard limit
     * @param memoryReservationMib soft limit
     * @param resourceRequirements GPUs and inference accelerators; refused on Fargate
     */
    public record Sizes(
            int cpu,
            Optional<Integer> memoryMib,
            Optional<Integer> memoryReservationMib,
            List<ResourceRequirement> resourceRequirements) {
        public Sizes {
            resourceRequirements = List.copyOf(resourceRequirements);
        }
    }

    /**
     * What is run.
     *
     * @param entryPoint empty: the image's
     * @param command empty: the image's
     */
    public record Execution(
            List<String> entryPoint,
            List<String> command,
            String workingDirectory,
            String user,
            Optional<Boolean> interactive,
            Optional<Boolean> pseudoTerminal) {
        public Execution {
            entryPoint = List.copyOf(entryPoint);
            command = List.copyOf(command);
        }
    }

    /**
     * Where its environment comes from.
     *
     * @param environment in the document's order; wins over the files
     * @param environmentFiles type and object ARN
     * @param secrets name and {@code valueFrom}
     */
    public record Surroundings(
            List<NameAndValue> environment,
            List<EnvironmentFile> environmentFiles,
            List<NameAndValue> secrets) {
        public Surroundings {
            environment = List.copyOf(environment);
            environmentFiles = List.copyOf(environmentFiles);
            secrets = List.copyOf(secrets);
        }
    }

    /**
     * @param containerPort 0 when a range is given
     * @param hostPort the container port in awsvpc mode; absent with a range
     * @param protocol {@code tcp} or {@code udp}
     * @param name empty for none
     * @param appProtocol empty for none
     * @param containerPortRange {@code a-b}; empty when a port is given
     */
    public record PortMapping(
            int containerPort,
            Optional<Integer> hostPort,
            String protocol,
            String name,
            String appProtocol,
            String containerPortRange) {}

    public record MountPoint(
            String sourceVolume, String containerPath, Optional<Boolean> readOnly) {}

    public record VolumeFrom(String sourceContainer, Optional<Boolean> readOnly) {}

    /** When it starts, restarts and stops. Times in seconds. */
    public record Lifecycle(
            List<Dependency> dependsOn,
            Optional<Integer> startTimeout,
            Optional<Integer> stopTimeout,
            Optional<HealthCheck> healthCheck,
            Optional<RestartPolicy> restartPolicy) {
        public Lifecycle {
            dependsOn = List.copyOf(dependsOn);
        }
    }

    /**
     * @param condition {@code START}, {@code COMPLETE}, {@code SUCCESS} or {@code HEALTHY}
     */
    public record Dependency(String containerName, String condition) {}

    /** Seconds and counts with AWS's defaults filled in; the start period stays absent. */
    public record HealthCheck(
            List<String> command,
            int interval,
            int timeout,
            int retries,
            Optional<Integer> startPeriod) {
        public HealthCheck {
            command = List.copyOf(command);
        }

        /** Whether there is anything to check: {@code NONE} turns an image's own check off. */
        public boolean checks() {
            return !command.getFirst().equals("NONE");
        }
    }

    /**
     * @param restartAttemptPeriod seconds; absent: 300
     */
    public record RestartPolicy(
            boolean enabled,
            List<Integer> ignoredExitCodes,
            Optional<Integer> restartAttemptPeriod) {
        public RestartPolicy {
            ignoredExitCodes = List.copyOf(ignoredExitCodes);
        }
    }

    /** What it may and may not do. */
    public record Confinement(
            Optional<Boolean> privileged,
            Optional<Boolean> readonlyRootFilesystem,
            Optional<LinuxParameters> linuxParameters,
            List<Ulimit> ulimits,
            List<SystemControl> systemControls,
            List<String> dockerSecurityOptions,
            List<String> credentialSpecs) {
        public Confinement {
            ulimits = List.copyOf(ulimits);
            systemControls = List.copyOf(systemControls);
            dockerSecurityOptions = List.copyOf(dockerSecurityOptions);
            credentialSpecs = List.copyOf(credentialSpecs);
        }
    }

    /**
     * @param addCapabilities without {@code CAP_}
     * @param dropCapabilities without {@code CAP_}, or {@code ALL}
     */
    public record LinuxParameters(
            List<String> addCapabilities,
            List<String> dropCapabilities,
            Optional<Boolean> initProcessEnabled,
            List<Device> devices,
            Optional<Integer> sharedMemorySizeMib,
            List<Tmpfs> tmpfs,
            Optional<Integer> maxSwap,
            Optional<Integer> swappiness) {
        public LinuxParameters {
            addCapabilities = List.copyOf(addCapabilities);
            dropCapabilities = List.copyOf(dropCapabilities);
            devices = List.copyOf(devices);
            tmpfs = List.copyOf(tmpfs);
        }
    }

    public record Device(String hostPath, String containerPath, List<String> permissions) {
        public Device {
            permissions = List.copyOf(permissions);
        }
    }

    public record Tmpfs(String containerPath, int sizeMib, List<String> mountOptions) {
        public Tmpfs {
            mountOptions = List.copyOf(mountOptions);
        }
    }

    public record Ulimit(String name, int softLimit, int hardLimit) {}

    public record SystemControl(String namespace, String value) {}

    /**
     * @param type {@code s3}
     */
    public record EnvironmentFile(String value, String type) {}

    /**
     * @param type {@code GPU} or {@code InferenceAccelerator}
     */
    public record ResourceRequirement(String type, String value) {}

    /**
     * @param logDriver {@code awslogs}, {@code splunk}, {@code awsfirelens}; others only off
     *     Fargate
     * @param options in the document's order
     * @param secretOptions name and {@code valueFrom}
     */
    public record LogConfiguration(
            String logDriver, Map<String, String> options, List<NameAndValue> secretOptions) {
        public LogConfiguration {
            options = InOrder.copyOf(options);
            secretOptions = List.copyOf(secretOptions);
        }
    }

    /**
     * @param type {@code fluentd} or {@code fluentbit}
     */
    public record FirelensConfiguration(String type, Map<String, String> options) {
        public FirelensConfiguration {
            options = InOrder.copyOf(options);
        }
    }

    /** Docker's own networking; nothing of it goes with awsvpc. */
    public record DockerNetworking(
            List<String> links,
            String hostname,
            Optional<Boolean> disableNetworking,
            List<String> dnsServers,
            List<String> dnsSearchDomains,
            List<ExtraHost> extraHosts) {
        public DockerNetworking {
            links = List.copyOf(links);
            dnsServers = List.copyOf(dnsServers);
            dnsSearchDomains = List.copyOf(dnsSearchDomains);
            extraHosts = List.copyOf(extraHosts);
        }
    }

    public record ExtraHost(String hostname, String ipAddress) {}

    public ContainerSpec {
        portMappings = List.copyOf(portMappings);
        mountPoints = List.copyOf(mountPoints);
        volumesFrom = List.copyOf(volumesFrom);
        dockerLabels = InOrder.copyOf(dockerLabels);
    }
}
