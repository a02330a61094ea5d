package dev.slipway.controlplane.ecs.taskdefinition;

import dev.slipway.controlplane.ecs.grammar.EcsName;
import dev.slipway.wire.AwsException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What AWS asks of volumes and of the mounts that use them. */
final class VolumeRules {
    private static final List<String> SWITCH = List.of("", "ENABLED", "DISABLED");

    private VolumeRules() {}

    /**
     * @throws AwsException ClientException for the first rule that is broken
     */
    static void check(TaskDefinition document) {
        Set<String> names = new HashSet<>();
        for (VolumeSpec volume : document.volumes()) {
            if (!EcsName.wellFormed(volume.name())) {
                throw Refusals.document(
                        "Invalid volume name '"
                                + volume.name()
                                + "'. It must be 1 to 255 letters, numbers, hyphens and"
                                + " underscores.");
            }
            if (!names.add(volume.name())) {
                throw Refusals.volume(volume.name(), "Volume names must be unique.");
            }
            kind(volume);
        }
        if (document.volumes().stream().filter(VolumeSpec::atLaunch).count() > 1) {
            throw Refusals.document(
                    "Only one volume of a task definition can be 'configuredAtLaunch'.");
        }
        document.containers().forEach(container -> mounts(document, container, names));
    }

    private static void kind(VolumeSpec volume) {
        long kinds =
                Stream.of(
                                volume.host().filter(h -> !h.sourcePath().isEmpty()),
                                volume.docker(),
                                volume.efs(),
                                volume.s3Files(),
                                volume.fsxWindows(),
                                volume.configuredAtLaunch().filter(v -> v))
                        .filter(Optional::isPresent)
                        .count();
        if (kinds > 1) {
            throw Refusals.volume(volume.name(), "Only one volume configuration can be given.");
        }
        volume.efs().ifPresent(efs -> efs(volume.name(), efs));
        volume.s3Files()
                .filter(s3 -> s3.fileSystemArn().isEmpty())
                .ifPresent(
                        s3 -> {
                            throw Refusals.volume(
                                    volume.name(),
                                    "'s3filesVolumeConfiguration.fileSystemArn' is required.");
                        });
    }

    private static void efs(String volume, VolumeSpec.Efs efs) {
        String at = "efsVolumeConfiguration.";
        if (efs.fileSystemId().isEmpty()) {
            throw Refusals.volume(volume, "'" + at + "fileSystemId' is required.");
        }
        if (!SWITCH.contains(efs.transitEncryption()) || !SWITCH.contains(efs.iam())) {
            throw Refusals.volume(
                    volume, "'" + at + "transitEncryption' and 'iam' must be ENABLED or DISABLED.");
        }
        boolean encrypted = efs.transitEncryption().equals("ENABLED");
        if (efs.iam().equals("ENABLED") && !encrypted) {
            throw Refusals.volume(
                    volume, "'" + at + "transitEncryption' must be ENABLED when iam is ENABLED.");
        }
        if (!efs.accessPointId().isEmpty()) {
            if (!List.of("", "/").contains(efs.rootDirectory())) {
                throw Refusals.volume(
                        volume,
                        "'" + at + "rootDirectory' must be / or omitted with an accessPointId.");
            }
            if (!encrypted) {
                throw Refusals.volume(
                        volume,
                        "'" + at + "transitEncryption' must be ENABLED with an accessPointId.");
            }
        }
        if (efs.transitEncryptionPort().filter(p -> p < 1 || p > 65_535).isPresent()) {
            throw Refusals.volume(
                    volume, "'" + at + "transitEncryptionPort' must be between 1 and 65535.");
        }
    }

    private static void mounts(
            TaskDefinition document, ContainerSpec container, Set<String> volumes) {
        Set<String> paths = new HashSet<>();
        for (ContainerSpec.MountPoint mount : container.mountPoints()) {
            if (!volumes.contains(mount.sourceVolume())) {
                throw Refusals.document("Unknown volume '" + mount.sourceVolume() + "'.");
            }
            if (mount.containerPath().isEmpty()) {
                throw Refusals.container(container.name(), "'mountPoints' need a 'containerPath'.");
            }
            if (!paths.add(withoutSlashes(mount.containerPath()))) {
                throw Refusals.container(
                        container.name(),
                        "'mountPoints' has '" + mount.containerPath() + "' more than once.");
            }
        }
        Set<String> sources = new HashSet<>();
        for (ContainerSpec.VolumeFrom from : container.volumesFrom()) {
            if (!sources.add(from.sourceContainer())) {
                throw Refusals.container(
                        container.name(),
                        "'volumesFrom' has '" + from.sourceContainer() + "' more than once.");
            }
            if (from.sourceContainer().equals(container.name())
                    || document.container(from.sourceContainer()).isEmpty()) {
                throw Refusals.container(
                        container.name(),
                        "'volumesFrom' refers to '"
                                + from.sourceContainer()
                                + "', which is not another container of the task definition.");
            }
        }
    }

    /** {@code /data} and {@code //data/} are the same place. */
    private static String withoutSlashes(String path) {
        return path.replaceAll("/+", "/").replaceAll("(?<=.)/$", "");
    }
}
