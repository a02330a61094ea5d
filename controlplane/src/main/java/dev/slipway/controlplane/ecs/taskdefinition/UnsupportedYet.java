package dev.slipway.controlplane.ecs.taskdefinition;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * What a registered document asks for that a task cannot do yet. Such a document is kept as AWS
 * keeps it; running it is refused, never done with the field left out.
 */
public final class UnsupportedYet {
    private static final List<Asked<TaskDefinition>> OF_TASKS =
            List.of(
                    asked(
                            "proxyConfiguration",
                            "App Mesh proxies are not supported",
                            d -> d.proxyConfiguration().isPresent()),
                    asked(
                            "enableFaultInjection",
                            "fault injection is not supported yet",
                            TaskDefinition::enableFaultInjection),
                    asked(
                            "runtimePlatform.cpuArchitecture",
                            "ARM64 machines are not supported yet",
                            d -> d.cpuArchitecture().equals("ARM64")),
                    asked(
                            "runtimePlatform.operatingSystemFamily",
                            "Windows is not supported",
                            d -> d.operatingSystemFamily().startsWith("WINDOWS")));

    private static final List<Asked<VolumeSpec>> OF_VOLUMES =
            List.of(
                    asked(
                            "efsVolumeConfiguration",
                            "EFS is not supported yet",
                            v -> v.efs().isPresent()),
                    asked(
                            "s3filesVolumeConfiguration",
                            "S3 Files is not supported",
                            v -> v.s3Files().isPresent()),
                    asked(
                            "fsxWindowsFileServerVolumeConfiguration",
                            "FSx is not supported, nor is it on Fargate",
                            v -> v.fsxWindows().isPresent()),
                    asked(
                            "dockerVolumeConfiguration",
                            "Docker volumes are not supported, nor are they on Fargate",
                            v -> v.docker().isPresent()),
                    asked(
                            "configuredAtLaunch",
                            "EBS volumes are not supported yet",
                            v -> v.configuredAtLaunch().orElse(false)));

    private static final List<Asked<ContainerSpec>> OF_CONTAINERS =
            List.of(
                    asked(
                            "secrets",
                            "Secrets Manager and Parameter Store are not supported yet",
                            c -> !c.surroundings().secrets().isEmpty()),
                    asked(
                            "environmentFiles",
                            "S3 is not supported yet",
                            c -> !c.surroundings().environmentFiles().isEmpty()),
                    asked(
                            "repositoryCredentials",
                            "Secrets Manager is not supported yet",
                            c -> !c.repositoryCredentials().isEmpty()),
                    asked(
                            "firelensConfiguration",
                            "log routers are not supported yet",
                            c -> c.firelensConfiguration().isPresent()),
                    asked(
                            "logConfiguration.logDriver",
                            "awslogs is; splunk and awsfirelens are not supported yet",
                            c ->
                                    c.logConfiguration()
                                            .filter(log -> !log.logDriver().equals("awslogs"))
                                            .isPresent()),
                    asked(
                            "logConfiguration.options.awslogs-endpoint",
                            "logs go to this endpoint and no other",
                            c ->
                                    c.logConfiguration()
                                            .filter(
                                                    log ->
                                                            log.options()
                                                                    .containsKey(
                                                                            "awslogs-endpoint"))
                                            .isPresent()),
                    asked(
                            "logConfiguration.secretOptions",
                            "Secrets Manager and Parameter Store are not supported yet",
                            c ->
                                    c.logConfiguration()
                                            .filter(log -> !log.secretOptions().isEmpty())
                                            .isPresent()),
                    asked(
                            "credentialSpecs",
                            "Active Directory is not supported",
                            c -> !c.confinement().credentialSpecs().isEmpty()));

    private UnsupportedYet() {}

    private record Asked<T>(Field field, Predicate<T> by) {}

    /**
     * @param name as in the document, with {@code []} for every volume or container
     * @param why for people
     */
    public record Field(String name, String why) {
        private String at(String place) {
            return place + name;
        }
    }

    private static <T> Asked<T> asked(String name, String why, Predicate<T> by) {
        return new Asked<>(new Field(name, why), by);
    }

    /** Every field that a document can be refused for. */
    public static List<Field> all() {
        List<Field> all = new ArrayList<>();
        OF_TASKS.forEach(a -> all.add(a.field()));
        OF_VOLUMES.forEach(a -> all.add(new Field(a.field().at("volumes[]."), a.field().why())));
        OF_CONTAINERS.forEach(
                a -> all.add(new Field(a.field().at("containerDefinitions[]."), a.field().why())));
        return all;
    }

    /**
     * The fields, named as in the document with the container's name, such as {@code
     * containerDefinitions[web].secrets}; empty when a task of it does all that it says.
     */
    public static List<String> fields(TaskDefinition definition) {
        List<String> fields = new ArrayList<>();
        note(fields, "", OF_TASKS, definition);
        for (VolumeSpec volume : definition.volumes()) {
            note(fields, "volumes[" + volume.name() + "].", OF_VOLUMES, volume);
        }
        for (ContainerSpec container : definition.containers()) {
            note(
                    fields,
                    "containerDefinitions[" + container.name() + "].",
                    OF_CONTAINERS,
                    container);
        }
        return fields;
    }

    private static <T> void note(
            List<String> fields, String place, List<Asked<T>> candidates, T document) {
        candidates.stream()
                .filter(asked -> asked.by().test(document))
                .forEach(asked -> fields.add(asked.field().at(place)));
    }
}
