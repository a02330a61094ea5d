package dev.slipway.controlplane.ecs.taskdefinition;

import dev.slipway.controlplane.ecs.grammar.EcsName;
import dev.slipway.wire.AwsException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** What AWS asks of every document, whatever it is to run on. */
final class DocumentRules {
    private static final List<String> COMPATIBILITIES =
            List.of("EC2", "FARGATE", "EXTERNAL", "MANAGED_INSTANCES");
    private static final List<String> NETWORK_MODES = List.of("bridge", "host", "awsvpc", "none");
    private static final List<String> SYSTEMS =
            List.of(
                    "LINUX",
                    "WINDOWS_SERVER_2004_CORE",
                    "WINDOWS_SERVER_20H2_CORE",
                    "WINDOWS_SERVER_2016_FULL",
                    "WINDOWS_SERVER_2019_CORE",
                    "WINDOWS_SERVER_2019_FULL",
                    "WINDOWS_SERVER_2022_CORE",
                    "WINDOWS_SERVER_2022_FULL",
                    "WINDOWS_SERVER_2025_CORE",
                    "WINDOWS_SERVER_2025_FULL");
    private static final Pattern ROLE_ARN =
            Pattern.compile("arn:aws:iam::\\d{12}:role/[\\w+=,.@/-]{1,512}");
    private static final Pattern ROLE_NAME = Pattern.compile("[\\w+=,.@-]{1,64}");

    private DocumentRules() {}

    static void requireFamily(String family) {
        if (family.isEmpty()) {
            throw Refusals.document("Family should not be null or empty.");
        }
        if (!EcsName.wellFormed(family)) {
            throw Refusals.document(
                    "Invalid family. It must be 1 to 255 letters, numbers, hyphens and"
                            + " underscores.");
        }
    }

    /**
     * @throws AwsException ClientException for the first rule that the document breaks
     */
    static void check(TaskDefinition document) {
        requireFamily(document.family());
        oneOfEach("requiresCompatibilities", document.requiresCompatibilities(), COMPATIBILITIES);
        oneOf("networkMode", document.networkMode(), NETWORK_MODES);
        oneOf("pidMode", document.pidMode(), List.of("host", "task"));
        oneOf("ipcMode", document.ipcMode(), List.of("host", "task", "none"));
        oneOf("cpuArchitecture", document.cpuArchitecture(), List.of("X86_64", "ARM64"));
        oneOf("operatingSystemFamily", document.operatingSystemFamily(), SYSTEMS);
        role(document.taskRoleArn());
        role(document.executionRoleArn());
        sizes(document);
        placement(document);
        containers(document);
        VolumeRules.check(document);
        StartOrder.check(document.containers());
        document.proxyConfiguration().ifPresent(proxy -> proxy(document, proxy));
    }

    private static void sizes(TaskDefinition document) {
        boolean fargate = document.requiresCompatibilities().contains("FARGATE");
        document.cpu()
                .filter(cpu -> !fargate && (cpu < 128 || cpu > 196_608))
                .ifPresent(
                        cpu -> {
                            throw Refusals.document(
                                    "Invalid 'cpu' setting for task. It must be between 128 and"
                                            + " 196608 CPU units.");
                        });
        document.ephemeralStorageGib()
                .filter(size -> size < 21 || size > 200)
                .ifPresent(
                        size -> {
                            throw Refusals.document(
                                    "Invalid setting 'ephemeralStorage.sizeInGiB': it must be"
                                            + " between 21 and 200.");
                        });
    }

    private static void placement(TaskDefinition document) {
        if (document.placementConstraints().size() > 10) {
            throw Refusals.document("A task definition can have at most 10 placementConstraints.");
        }
        for (TaskDefinition.PlacementConstraint constraint : document.placementConstraints()) {
            if (!constraint.type().equals("memberOf")) {
                throw Refusals.document(
                        "Invalid placementConstraints type '"
                                + constraint.type()
                                + "'. Valid values: memberOf.");
            }
        }
    }

    private static void containers(TaskDefinition document) {
        List<ContainerSpec> containers = document.containers();
        if (containers.isEmpty()) {
            throw Refusals.document("Container list cannot be empty.");
        }
        if (containers.size() > 10) {
            throw Refusals.document("A task definition can have at most 10 containers.");
        }
        Set<String> names = new HashSet<>();
        for (ContainerSpec container : containers) {
            ContainerRules.check(document, container);
            if (!names.add(container.name())) {
                throw Refusals.document(
                        "Container names must be unique within a task definition: '"
                                + container.name()
                                + "' is used more than once.");
            }
        }
        if (containers.stream().noneMatch(ContainerSpec::essential)) {
            throw Refusals.document(
                    "At least one container of a task definition must be essential.");
        }
        PortRules.check(document);
        LogRules.checkRouters(containers);
        sums(document);
    }

    private static void sums(TaskDefinition document) {
        long cpu = document.containers().stream().mapToLong(c -> c.sizes().cpu()).sum();
        if (document.cpu().filter(limit -> cpu > limit).isPresent()) {
            throw Refusals.document(
                    "The sum of all container 'cpu' values cannot be greater than the value of the"
                            + " task 'cpu'.");
        }
        long memory = document.containers().stream().mapToLong(DocumentRules::memory).sum();
        if (document.memoryMib().filter(limit -> memory > limit).isPresent()) {
            throw Refusals.document(
                    "The sum of all container 'memory' values (or 'memoryReservation' where"
                            + " 'memory' is not given) cannot be greater than the value of the"
                            + " task 'memory'.");
        }
    }

    private static long memory(ContainerSpec container) {
        ContainerSpec.Sizes sizes = container.sizes();
        return sizes.memoryMib().or(sizes::memoryReservationMib).orElse(0);
    }

    private static void proxy(TaskDefinition document, TaskDefinition.ProxyConfiguration proxy) {
        oneOf("proxyConfiguration.type", proxy.type(), List.of("APPMESH"));
        if (document.container(proxy.containerName()).isEmpty()) {
            throw Refusals.document(
                    "proxyConfiguration.containerName '"
                            + proxy.containerName()
                            + "' is not a container of the task definition.");
        }
    }

    private static void role(String role) {
        if (!role.isEmpty()
                && !ROLE_ARN.matcher(role).matches()
                && !ROLE_NAME.matcher(role).matches()) {
            throw Refusals.document("Role is not valid");
        }
    }

    private static void oneOfEach(String field, List<String> values, List<String> valid) {
        values.forEach(value -> oneOf(field, value, valid));
    }

    /** An empty text is a field that is not there. */
    private static void oneOf(String field, String value, List<String> valid) {
        if (!value.isEmpty() && !valid.contains(value)) {
            throw Refusals.document(
                    "Invalid value '"
                            + value
                            + "' for "
                            + field
                            + ". Valid values: "
                            + String.join(", ", valid)
                            + ".");
        }
    }
}
