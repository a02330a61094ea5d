package dev.slipway.controlplane.ecs.taskdefinition;

import dev.slipway.controlplane.ecs.taskdefinition.ContainerSpec.Confinement;
import dev.slipway.controlplane.ecs.taskdefinition.ContainerSpec.LinuxParameters;
import dev.slipway.controlplane.ecs.taskdefinition.ContainerSpec.LogConfiguration;
import dev.slipway.wire.AwsException;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What Fargate asks beyond {@link DocumentRules}. */
final class FargateRules {
    private static final List<String> DRIVERS = List.of("awslogs", "splunk", "awsfirelens");
    private static final List<String> WINDOWS =
            List.of(
                    "WINDOWS_SERVER_2019_CORE",
                    "WINDOWS_SERVER_2019_FULL",
                    "WINDOWS_SERVER_2022_CORE",
                    "WINDOWS_SERVER_2022_FULL");
    private static final Pattern SYSCTL_PART = Pattern.compile("[A-Za-z0-9_-]+");
    private static final Pattern ECR =
            Pattern.compile("\\d{12}\\.dkr\\.ecr[.-][a-z0-9.-]*amazonaws\\.com[/:].*");

    private FargateRules() {}

    static boolean fits(TaskDefinition document) {
        try {
            check(document);
            return true;
        } catch (AwsException doesNot) {
            return false;
        }
    }

    static boolean fromEcr(ContainerSpec container) {
        return ECR.matcher(container.image()).matches();
    }

    /**
     * @throws AwsException ClientException for the first rule that the document breaks
     */
    static void check(TaskDefinition document) {
        if (!document.networkMode().equals("awsvpc")) {
            throw Refusals.document("Fargate only supports network mode ‘awsvpc’.");
        }
        requireSizes(document);
        int cpu = document.cpu().orElse(0);
        int memory = document.memoryMib().orElse(0);
        FargateSizes.requireSold(cpu, memory);
        system(document, cpu);
        if (!document.ipcMode().isEmpty()) {
            throw Refusals.notOnFargate("ipcMode");
        }
        if (!document.pidMode().isEmpty() && !document.pidMode().equals("task")) {
            throw Refusals.notOnFargate("pidMode " + document.pidMode());
        }
        if (!document.placementConstraints().isEmpty()) {
            throw Refusals.notOnFargate("placementConstraints");
        }
        document.volumes().forEach(FargateRules::volume);
        document.containers().forEach(container -> container(document, container));
    }

    /** Comes before what is asked of containers, which depends on the task's sizes. */
    static void requireSizes(TaskDefinition document) {
        if (document.cpu().isEmpty()) {
            throw Refusals.document("Fargate requires that 'cpu' be defined at the task level.");
        }
        if (document.memoryMib().isEmpty()) {
            throw Refusals.document("Fargate requires that 'memory' be defined at the task level.");
        }
    }

    private static void system(TaskDefinition document, int cpu) {
        String system = document.operatingSystemFamily();
        if (system.isEmpty() || system.equals("LINUX")) {
            return;
        }
        if (!WINDOWS.contains(system)) {
            throw Refusals.notOnFargate("operatingSystemFamily " + system);
        }
        if (cpu < 1024 || cpu > 4096) {
            throw Refusals.document(
                    "Fargate tasks on Windows need a 'cpu' of 1024, 2048 or 4096 at the task"
                            + " level.");
        }
        if (document.cpuArchitecture().equals("ARM64")) {
            throw Refusals.notOnFargate("cpuArchitecture ARM64 on Windows");
        }
        if (!document.pidMode().isEmpty()) {
            throw Refusals.notOnFargate("pidMode on Windows");
        }
        for (ContainerSpec container : document.containers()) {
            if (!container.confinement().ulimits().isEmpty()) {
                throw Refusals.notOnFargate(container.name(), "ulimits on Windows");
            }
        }
    }

    private static void volume(VolumeSpec volume) {
        if (volume.host().filter(host -> !host.sourcePath().isEmpty()).isPresent()) {
            throw Refusals.document("host.sourcePath should not be set for volumes in Fargate.");
        }
        if (volume.docker().isPresent()) {
            throw Refusals.volume(
                    volume.name(),
                    "Fargate compatible task definitions do not support"
                            + " 'dockerVolumeConfiguration'.");
        }
        if (volume.fsxWindows().isPresent()) {
            throw Refusals.volume(
                    volume.name(),
                    "Fargate compatible task definitions do not support"
                            + " 'fsxWindowsFileServerVolumeConfiguration'.");
        }
    }

    private static void container(TaskDefinition document, ContainerSpec container) {
        String name = container.name();
        Confinement bounds = container.confinement();
        refuse(name, "privileged", bounds.privileged().orElse(false));
        refuse(name, "dockerSecurityOptions", !bounds.dockerSecurityOptions().isEmpty());
        refuse(name, "resourceRequirements", !container.sizes().resourceRequirements().isEmpty());
        bounds.linuxParameters().ifPresent(linux -> linux(name, linux));
        bounds.systemControls().forEach(control -> systemControl(name, control));
        if (!document.operatingSystemFamily().startsWith("WINDOWS")) {
            container.mountPoints().forEach(mount -> place(name, mount.containerPath()));
        }
        Refusals.range(name, "startTimeout", container.lifecycle().startTimeout(), 2, 120);
        Refusals.range(name, "stopTimeout", container.lifecycle().stopTimeout(), 2, 120);
        container.logConfiguration().ifPresent(log -> log(document, log));
        container
                .firelensConfiguration()
                .filter(f -> f.options().getOrDefault("config-file-type", "file").equals("s3"))
                .ifPresent(
                        f -> {
                            throw Refusals.notOnFargate(
                                    name, "firelensConfiguration config-file-type s3");
                        });
        if (document.executionRoleArn().isEmpty()) {
            executionRole(container);
        }
    }

    private static void place(String name, String path) {
        List<String> parts = Stream.of(path.split("/")).filter(part -> !part.isEmpty()).toList();
        boolean plain = parts.stream().noneMatch(part -> part.equals(".") || part.equals(".."));
        if (!path.startsWith("/") || parts.isEmpty() || !plain) {
            throw Refusals.container(
                    name,
                    "'mountPoints' containerPath '"
                            + path
                            + "' must be an absolute path other than /, without . and ..");
        }
    }

    private static void executionRole(ContainerSpec container) {
        String needed = "Fargate requires task definition to have execution role ARN to support ";
        if (fromEcr(container)) {
            throw Refusals.document(needed + "ECR images.");
        }
        if (!container.repositoryCredentials().isEmpty()) {
            throw Refusals.document(needed + "repositoryCredentials.");
        }
        if (!container.surroundings().environmentFiles().isEmpty()) {
            throw Refusals.document(needed + "environmentFiles.");
        }
    }

    private static void linux(String name, LinuxParameters linux) {
        for (String capability : linux.addCapabilities()) {
            if (!capability.equals("SYS_PTRACE")) {
                throw Refusals.notOnFargate(name, "linuxParameters.capabilities.add " + capability);
            }
        }
        refuse(name, "linuxParameters.devices", !linux.devices().isEmpty());
        refuse(name, "linuxParameters.sharedMemorySize", linux.sharedMemorySizeMib().isPresent());
        refuse(name, "linuxParameters.tmpfs", !linux.tmpfs().isEmpty());
        refuse(name, "linuxParameters.maxSwap", linux.maxSwap().isPresent());
        refuse(name, "linuxParameters.swappiness", linux.swappiness().isPresent());
    }

    /** Only what the kernel keeps apart for each network or IPC namespace. */
    private static void systemControl(String name, ContainerSpec.SystemControl control) {
        String namespace = control.namespace();
        boolean apart =
                namespace.startsWith("net.")
                        || namespace.startsWith("kernel.msg")
                        || namespace.equals("kernel.sem")
                        || namespace.startsWith("kernel.shm")
                        || namespace.startsWith("fs.mqueue.");
        // The runtime makes a path of it: nothing but names and the dots between them.
        boolean named =
                Stream.of(namespace.split("\\.", -1))
                        .allMatch(part -> SYSCTL_PART.matcher(part).matches());
        refuse(name, "systemControls " + namespace, !apart || !named);
    }

    private static void log(TaskDefinition document, LogConfiguration log) {
        if (!DRIVERS.contains(log.logDriver())) {
            throw Refusals.document(
                    "Fargate only supports the log drivers awslogs, splunk and awsfirelens, not '"
                            + log.logDriver()
                            + "'.");
        }
        if (!log.logDriver().equals("awslogs")) {
            return;
        }
        if (document.executionRoleArn().isEmpty()) {
            throw Refusals.document(
                    "Fargate requires task definition to have execution role ARN to support log"
                            + " driver awslogs.");
        }
        if (log.options().getOrDefault(LogRules.STREAM_PREFIX, "").isEmpty()) {
            throw Refusals.document(
                    "Log driver awslogs requires options: " + LogRules.STREAM_PREFIX);
        }
    }

    private static void refuse(String container, String field, boolean asked) {
        if (asked) {
            throw Refusals.notOnFargate(container, field);
        }
    }
}
