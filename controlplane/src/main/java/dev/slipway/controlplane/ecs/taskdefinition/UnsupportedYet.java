package dev.slipway.controlplane.ecs.taskdefinition;

import java.util.ArrayList;
import java.util.List;

/**
 * What a registered document asks for that a task cannot do yet. Such a document is kept as AWS
 * keeps it; running it is refused, never done with the field left out.
 */
public final class UnsupportedYet {
    private UnsupportedYet() {}

    /**
     * The fields, named as in the document with the container's name, such as {@code
     * containerDefinitions[web].healthCheck}; empty when a task of it does all that it says.
     */
    public static List<String> fields(TaskDefinition definition) {
        List<String> fields = new ArrayList<>();
        note(fields, !definition.volumes().isEmpty(), "volumes");
        note(fields, definition.proxyConfiguration().isPresent(), "proxyConfiguration");
        note(fields, definition.enableFaultInjection(), "enableFaultInjection");
        note(fields, !definition.pidMode().isEmpty(), "pidMode");
        note(
                fields,
                definition.cpuArchitecture().equals("ARM64"),
                "runtimePlatform.cpuArchitecture");
        note(
                fields,
                !definition.operatingSystemFamily().isEmpty()
                        && !definition.operatingSystemFamily().equals("LINUX"),
                "runtimePlatform.operatingSystemFamily");
        for (ContainerSpec container : definition.containers()) {
            container(fields, container, "containerDefinitions[" + container.name() + "].");
        }
        return fields;
    }

    private static void container(List<String> fields, ContainerSpec container, String at) {
        ContainerSpec.Surroundings from = container.surroundings();
        note(fields, !from.secrets().isEmpty(), at + "secrets");
        note(fields, !from.environmentFiles().isEmpty(), at + "environmentFiles");
        note(fields, !container.repositoryCredentials().isEmpty(), at + "repositoryCredentials");
        note(fields, !container.mountPoints().isEmpty(), at + "mountPoints");
        note(fields, !container.volumesFrom().isEmpty(), at + "volumesFrom");
        note(fields, container.firelensConfiguration().isPresent(), at + "firelensConfiguration");
        container
                .logConfiguration()
                .ifPresent(
                        log -> {
                            note(
                                    fields,
                                    !log.logDriver().equals("awslogs"),
                                    at + "logConfiguration.logDriver");
                            // Logs go to this endpoint and no other.
                            note(
                                    fields,
                                    log.options().containsKey("awslogs-endpoint"),
                                    at + "logConfiguration.options.awslogs-endpoint");
                            note(
                                    fields,
                                    !log.secretOptions().isEmpty(),
                                    at + "logConfiguration.secretOptions");
                        });
        lifecycle(fields, container.lifecycle(), at);
        confinement(fields, container, at);
    }

    private static void lifecycle(List<String> fields, ContainerSpec.Lifecycle life, String at) {
        note(fields, !life.dependsOn().isEmpty(), at + "dependsOn");
        note(fields, life.startTimeout().isPresent(), at + "startTimeout");
        note(fields, life.healthCheck().isPresent(), at + "healthCheck");
        note(
                fields,
                life.restartPolicy().filter(ContainerSpec.RestartPolicy::enabled).isPresent(),
                at + "restartPolicy");
    }

    private static void confinement(List<String> fields, ContainerSpec container, String at) {
        ContainerSpec.Confinement bounds = container.confinement();
        note(fields, !bounds.systemControls().isEmpty(), at + "systemControls");
        note(fields, !bounds.credentialSpecs().isEmpty(), at + "credentialSpecs");
        note(
                fields,
                bounds.linuxParameters()
                        .flatMap(ContainerSpec.LinuxParameters::initProcessEnabled)
                        .orElse(false),
                at + "linuxParameters.initProcessEnabled");
        note(fields, container.execution().interactive().orElse(false), at + "interactive");
        note(fields, container.execution().pseudoTerminal().orElse(false), at + "pseudoTerminal");
    }

    private static void note(List<String> fields, boolean asked, String name) {
        if (asked) {
            fields.add(name);
        }
    }
}
