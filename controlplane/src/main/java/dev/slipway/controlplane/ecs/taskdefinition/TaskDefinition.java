package dev.slipway.controlplane.ecs.taskdefinition;

import dev.slipway.controlplane.aws.Tags;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One revision of a family.
 *
 * @param taskRoleArn role name or ARN as registered; empty for none
 * @param executionRoleArn the same
 * @param networkMode {@code awsvpc}, {@code bridge}, {@code host} or {@code none}; empty when the
 *     document does not say, which means bridge
 * @param requiresCompatibilities as registered; empty when the document does not say
 * @param compatibilities the launch types that it fits, computed; {@code FARGATE} among them when a
 *     task of it can run here
 * @param cpu task units, 1024 for one vCPU; absent only when it does not fit Fargate
 * @param memoryMib the same
 * @param ephemeralStorageGib as registered; absent for the 20 GiB that every task has
 * @param cpuArchitecture {@code X86_64} or {@code ARM64}; empty when the document does not say,
 *     which means X86_64
 * @param operatingSystemFamily {@code LINUX} and others; empty: LINUX
 * @param pidMode {@code task}, {@code host} or empty
 * @param ipcMode empty on Fargate
 * @param requiresAttributes names, computed
 * @param registeredBy ARN of the principal
 */
public record TaskDefinition(
        String family,
        int revision,
        String arn,
        Status status,
        String taskRoleArn,
        String executionRoleArn,
        String networkMode,
        List<String> requiresCompatibilities,
        List<String> compatibilities,
        Optional<Integer> cpu,
        Optional<Integer> memoryMib,
        Optional<Integer> ephemeralStorageGib,
        String cpuArchitecture,
        String operatingSystemFamily,
        boolean runtimePlatformGiven,
        String pidMode,
        String ipcMode,
        boolean enableFaultInjection,
        List<ContainerSpec> containers,
        List<VolumeSpec> volumes,
        List<PlacementConstraint> placementConstraints,
        Optional<ProxyConfiguration> proxyConfiguration,
        List<String> requiresAttributes,
        Tags tags,
        Instant registeredAt,
        String registeredBy,
        Optional<Instant> deregisteredAt,
        Optional<Instant> deleteRequestedAt) {

    /** Where a revision is in its life. */
    public enum Status {
        ACTIVE,
        INACTIVE,
        DELETE_IN_PROGRESS
    }

    /**
     * @param type {@code memberOf}
     */
    public record PlacementConstraint(String type, String expression) {}

    /**
     * @param type {@code APPMESH}
     */
    public record ProxyConfiguration(
            String type, String containerName, List<NameAndValue> properties) {
        public ProxyConfiguration {
            properties = List.copyOf(properties);
        }
    }

    public TaskDefinition {
        requiresCompatibilities = List.copyOf(requiresCompatibilities);
        compatibilities = List.copyOf(compatibilities);
        containers = List.copyOf(containers);
        volumes = List.copyOf(volumes);
        placementConstraints = List.copyOf(placementConstraints);
        requiresAttributes = List.copyOf(requiresAttributes);
    }

    public boolean active() {
        return status == Status.ACTIVE;
    }

    public boolean fitsFargate() {
        return compatibilities.contains("FARGATE");
    }

    /** {@code family:revision}. */
    public String name() {
        return family + ":" + revision;
    }

    /** What a task gets. */
    public int ephemeralStorageGibOrDefault() {
        return ephemeralStorageGib.orElse(20);
    }

    public Optional<ContainerSpec> container(String containerName) {
        return containers.stream().filter(c -> c.name().equals(containerName)).findFirst();
    }

    TaskDefinition registered(
            int newRevision, String newArn, List<String> fits, List<String> attributes) {
        return copy(
                newRevision,
                newArn,
                status,
                fits,
                attributes,
                tags,
                deregisteredAt,
                deleteRequestedAt);
    }

    TaskDefinition deregistered(Instant now) {
        return with(Status.INACTIVE, tags, Optional.of(now), deleteRequestedAt);
    }

    TaskDefinition deleteRequested(Instant now) {
        return with(Status.DELETE_IN_PROGRESS, tags, deregisteredAt, Optional.of(now));
    }

    TaskDefinition withTags(Tags newTags) {
        return with(status, newTags, deregisteredAt, deleteRequestedAt);
    }

    private TaskDefinition with(
            Status newStatus,
            Tags newTags,
            Optional<Instant> deregistered,
            Optional<Instant> deleteRequested) {
        return copy(
                revision,
                arn,
                newStatus,
                compatibilities,
                requiresAttributes,
                newTags,
                deregistered,
                deleteRequested);
    }

    private TaskDefinition copy(
            int newRevision,
            String newArn,
            Status newStatus,
            List<String> fits,
            List<String> attributes,
            Tags newTags,
            Optional<Instant> deregistered,
            Optional<Instant> deleteRequested) {
        return new TaskDefinition(
                family,
                newRevision,
                newArn,
                newStatus,
                taskRoleArn,
                executionRoleArn,
                networkMode,
                requiresCompatibilities,
                fits,
                cpu,
                memoryMib,
                ephemeralStorageGib,
                cpuArchitecture,
                operatingSystemFamily,
                runtimePlatformGiven,
                pidMode,
                ipcMode,
                enableFaultInjection,
                containers,
                volumes,
                placementConstraints,
                proxyConfiguration,
                attributes,
                newTags,
                registeredAt,
                registeredBy,
                deregistered,
                deleteRequested);
    }
}
