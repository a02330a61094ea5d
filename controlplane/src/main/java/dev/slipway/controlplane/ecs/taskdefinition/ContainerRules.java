package dev.slipway.controlplane.ecs.taskdefinition;

import dev.slipway.controlplane.ecs.grammar.EcsName;
import dev.slipway.controlplane.ecs.taskdefinition.ContainerSpec.DockerNetworking;
import dev.slipway.wire.AwsException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/** What AWS asks of each container. */
final class ContainerRules {
    private static final Pattern IMAGE = Pattern.compile("[A-Za-z0-9_\\-.:/@#]+");
    private static final Pattern DIGEST = Pattern.compile("[^@]+(@sha256:[0-9a-f]{64})?");
    private static final List<String> ULIMITS =
            List.of(
                    "core",
                    "cpu",
                    "data",
                    "fsize",
                    "locks",
                    "memlock",
                    "msgqueue",
                    "nice",
                    "nofile",
                    "nproc",
                    "rss",
                    "rtprio",
                    "rttime",
                    "sigpending",
                    "stack");

    /** Those that AWS's page on KernelCapabilities lists. */
    private static final Set<String> CAPABILITIES =
            Set.of(
                    """
                    ALL AUDIT_CONTROL AUDIT_WRITE BLOCK_SUSPEND CHOWN DAC_OVERRIDE DAC_READ_SEARCH
                    FOWNER FSETID IPC_LOCK IPC_OWNER KILL LEASE LINUX_IMMUTABLE MAC_ADMIN
                    MAC_OVERRIDE MKNOD NET_ADMIN NET_BIND_SERVICE NET_BROADCAST NET_RAW SETFCAP
                    SETGID SETPCAP SETUID SYS_ADMIN SYS_BOOT SYS_CHROOT SYS_MODULE SYS_NICE
                    SYS_PACCT SYS_PTRACE SYS_RAWIO SYS_RESOURCE SYS_TIME SYS_TTY_CONFIG SYSLOG
                    WAKE_ALARM"""
                            .split("\\s+"));

    private ContainerRules() {}

    /**
     * @throws AwsException ClientException for the first rule that the container breaks
     */
    static void check(TaskDefinition document, ContainerSpec container) {
        name(container.name());
        image(container.image());
        sizes(document, container);
        environment(document, container);
        bounds(container);
        healthCheck(container);
        restartPolicy(container);
        LogRules.check(container);
        if (document.networkMode().equals("awsvpc")) {
            networking(container.name(), container.dockerNetworking());
        }
        if (!List.of("", "enabled", "disabled").contains(container.versionConsistency())) {
            throw Refusals.container(
                    container.name(), "'versionConsistency' must be enabled or disabled.");
        }
    }

    private static void name(String name) {
        if (name.isEmpty()) {
            throw Refusals.document("Container.name should not be null or empty.");
        }
        if (!EcsName.wellFormed(name)) {
            throw Refusals.document(
                    "Invalid container name '"
                            + name
                            + "'. It must be 1 to 255 letters, numbers, hyphens and underscores.");
        }
    }

    private static void image(String image) {
        if (image.isEmpty()) {
            throw Refusals.document("Container.image should not be null or empty.");
        }
        if (image.length() > 255) {
            throw Refusals.document("Container.image should not be longer than 255 characters.");
        }
        if (!IMAGE.matcher(image).matches() || !DIGEST.matcher(image).matches()) {
            throw Refusals.document("Container.image contains invalid characters.");
        }
    }

    private static void sizes(TaskDefinition document, ContainerSpec container) {
        ContainerSpec.Sizes sizes = container.sizes();
        if (document.memoryMib().isEmpty()
                && sizes.memoryMib().isEmpty()
                && sizes.memoryReservationMib().isEmpty()) {
            throw Refusals.container(
                    container.name(),
                    "At least one of 'memory' or 'memoryReservation' must be specified.");
        }
        if (sizes.cpu() < 0) {
            throw Refusals.container(container.name(), "'cpu' must not be negative.");
        }
        Refusals.range(container.name(), "memory", sizes.memoryMib(), 6, Integer.MAX_VALUE);
        Refusals.range(
                container.name(),
                "memoryReservation",
                sizes.memoryReservationMib(),
                6,
                Integer.MAX_VALUE);
        if (sizes.memoryMib().isPresent()
                && sizes.memoryReservationMib().isPresent()
                && sizes.memoryMib().get() <= sizes.memoryReservationMib().get()) {
            throw Refusals.container(
                    container.name(), "'memory' must be greater than 'memoryReservation'.");
        }
        for (ContainerSpec.ResourceRequirement need : sizes.resourceRequirements()) {
            if (!List.of("GPU", "InferenceAccelerator").contains(need.type())) {
                throw Refusals.container(
                        container.name(),
                        "'resourceRequirements' type must be GPU or InferenceAccelerator.");
            }
        }
    }

    private static void environment(TaskDefinition document, ContainerSpec container) {
        ContainerSpec.Surroundings from = container.surroundings();
        Set<String> taken = new HashSet<>();
        for (NameAndValue variable : from.environment()) {
            if (variable.name().isEmpty()) {
                throw Refusals.container(
                        container.name(), "'environment' names should not be null or empty.");
            }
            taken.add(variable.name());
        }
        for (NameAndValue secret : from.secrets()) {
            secret(container.name(), "secrets", secret);
            if (!taken.add(secret.name())) {
                throw Refusals.document(
                        "The secret name must be unique and not shared with any new or existing"
                                + " environment variables set on the container, such as '"
                                + secret.name()
                                + "'.");
            }
        }
        if (!from.secrets().isEmpty() && document.executionRoleArn().isEmpty()) {
            throw Refusals.document(
                    "When you are specifying container secrets, you must also specify a value for"
                            + " 'executionRoleArn'.");
        }
        files(container.name(), from.environmentFiles());
    }

    static void secret(String container, String field, NameAndValue secret) {
        if (secret.name().isEmpty() || secret.value().isEmpty()) {
            throw Refusals.container(
                    container, "'" + field + "' need a 'name' and a 'valueFrom', both not empty.");
        }
    }

    private static void files(String container, List<ContainerSpec.EnvironmentFile> files) {
        if (files.size() > 10) {
            throw Refusals.container(container, "There can be at most 10 'environmentFiles'.");
        }
        for (ContainerSpec.EnvironmentFile file : files) {
            if (!file.type().equals("s3")) {
                throw Refusals.container(container, "'environmentFiles' type must be s3.");
            }
            if (!file.value().startsWith("arn:aws:s3:::") || !file.value().endsWith(".env")) {
                throw Refusals.container(
                        container,
                        "'environmentFiles' value must be the ARN of an S3 object whose name ends"
                                + " with .env.");
            }
        }
    }

    private static void bounds(ContainerSpec container) {
        String name = container.name();
        Set<String> seen = new HashSet<>();
        for (ContainerSpec.Ulimit limit : container.confinement().ulimits()) {
            ulimit(name, limit);
            if (!seen.add(limit.name())) {
                throw Refusals.container(
                        name, "'ulimits' has '" + limit.name() + "' more than once.");
            }
        }
        for (ContainerSpec.SystemControl control : container.confinement().systemControls()) {
            if (control.namespace().isEmpty() || control.value().isEmpty()) {
                throw Refusals.container(
                        name, "'systemControls' need a 'namespace' and a 'value', both not empty.");
            }
        }
        if (container.confinement().credentialSpecs().size() > 1) {
            throw Refusals.container(name, "There can be at most 1 of 'credentialSpecs'.");
        }
        container.confinement().linuxParameters().ifPresent(linux -> linux(name, linux));
    }

    private static void ulimit(String container, ContainerSpec.Ulimit limit) {
        if (!ULIMITS.contains(limit.name())) {
            throw Refusals.container(
                    container, "'ulimits' name must be one of " + String.join(", ", ULIMITS) + ".");
        }
        if (limit.softLimit() == Integer.MIN_VALUE || limit.hardLimit() == Integer.MIN_VALUE) {
            throw Refusals.container(
                    container,
                    "'ulimits' " + limit.name() + " needs a 'softLimit' and a 'hardLimit'.");
        }
        // -1 means unlimited.
        boolean above =
                limit.hardLimit() != -1
                        && (limit.softLimit() == -1 || limit.softLimit() > limit.hardLimit());
        if (above || limit.softLimit() < -1 || limit.hardLimit() < -1) {
            throw Refusals.container(
                    container,
                    "'ulimits' " + limit.name() + ": 'softLimit' must be at most 'hardLimit'.");
        }
        if (limit.name().equals("nofile")
                && (limit.hardLimit() > 1_048_576 || limit.hardLimit() == -1)) {
            throw Refusals.container(container, "'ulimits' nofile must be at most 1048576.");
        }
    }

    private static void linux(String container, ContainerSpec.LinuxParameters linux) {
        for (List<String> names : List.of(linux.addCapabilities(), linux.dropCapabilities())) {
            for (String name : names) {
                if (!CAPABILITIES.contains(name)) {
                    throw Refusals.container(
                            container,
                            "'linuxParameters.capabilities' has '"
                                    + name
                                    + "', which is not a capability.");
                }
            }
        }
        Refusals.range(
                container,
                "linuxParameters.sharedMemorySize",
                linux.sharedMemorySizeMib(),
                0,
                Integer.MAX_VALUE);
        Refusals.range(container, "linuxParameters.swappiness", linux.swappiness(), 0, 100);
        Refusals.range(container, "linuxParameters.maxSwap", linux.maxSwap(), 0, Integer.MAX_VALUE);
        for (ContainerSpec.Tmpfs tmpfs : linux.tmpfs()) {
            if (tmpfs.containerPath().isEmpty() || tmpfs.sizeMib() < 1) {
                throw Refusals.container(
                        container,
                        "'linuxParameters.tmpfs' needs a 'containerPath' and a 'size' above 0.");
            }
        }
        for (ContainerSpec.Device device : linux.devices()) {
            if (device.hostPath().isEmpty()) {
                throw Refusals.container(container, "'linuxParameters.devices' need a 'hostPath'.");
            }
        }
    }

    private static void healthCheck(ContainerSpec container) {
        container.lifecycle().healthCheck().ifPresent(check -> healthCheck(container, check));
    }

    private static void healthCheck(ContainerSpec container, ContainerSpec.HealthCheck check) {
        String name = container.name();
        List<String> command = check.command();
        boolean known =
                !command.isEmpty()
                        && List.of("CMD", "CMD-SHELL", "NONE").contains(command.getFirst());
        if (!known || (command.size() < 2 && !command.getFirst().equals("NONE"))) {
            throw Refusals.container(
                    name,
                    "'healthCheck.command' must start with CMD or CMD-SHELL and say what to run.");
        }
        range(name, "healthCheck.interval", check.interval(), 5, 300);
        range(name, "healthCheck.timeout", check.timeout(), 2, 60);
        range(name, "healthCheck.retries", check.retries(), 1, 10);
        Refusals.range(name, "healthCheck.startPeriod", check.startPeriod(), 0, 300);
    }

    private static void range(String container, String field, int value, int min, int max) {
        Refusals.range(container, field, Optional.of(value), min, max);
    }

    private static void restartPolicy(ContainerSpec container) {
        container
                .lifecycle()
                .restartPolicy()
                .ifPresent(
                        policy -> {
                            if (policy.ignoredExitCodes().size() > 50) {
                                throw Refusals.container(
                                        container.name(),
                                        "There can be at most 50"
                                                + " 'restartPolicy.ignoredExitCodes'.");
                            }
                            Refusals.range(
                                    container.name(),
                                    "restartPolicy.restartAttemptPeriod",
                                    policy.restartAttemptPeriod(),
                                    60,
                                    1800);
                        });
    }

    private static void networking(String name, DockerNetworking docker) {
        refuseInAwsvpc(name, "links", docker, d -> !d.links().isEmpty());
        refuseInAwsvpc(name, "hostname", docker, d -> !d.hostname().isEmpty());
        refuseInAwsvpc(name, "extraHosts", docker, d -> !d.extraHosts().isEmpty());
        refuseInAwsvpc(name, "dnsServers", docker, d -> !d.dnsServers().isEmpty());
        refuseInAwsvpc(name, "dnsSearchDomains", docker, d -> !d.dnsSearchDomains().isEmpty());
        refuseInAwsvpc(name, "disableNetworking", docker, d -> d.disableNetworking().orElse(false));
    }

    private static void refuseInAwsvpc(
            String name,
            String field,
            DockerNetworking docker,
            Function<DockerNetworking, Boolean> asked) {
        if (asked.apply(docker)) {
            throw Refusals.container(
                    name, "'" + field + "' is not supported when networkMode=awsvpc.");
        }
    }
}
