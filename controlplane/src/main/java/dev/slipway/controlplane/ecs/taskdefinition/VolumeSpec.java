package dev.slipway.controlplane.ecs.taskdefinition;

import java.util.Map;
import java.util.Optional;

/**
 * A volume of a task definition. With none of the kinds given it is a bind volume on the task's own
 * storage.
 *
 * @param host present when the document has it
 * @param configuredAtLaunch an EBS volume whose size the launch tells
 */
public record VolumeSpec(
        String name,
        Optional<Host> host,
        Optional<Docker> docker,
        Optional<Efs> efs,
        Optional<S3Files> s3Files,
        Optional<FsxWindows> fsxWindows,
        boolean configuredAtLaunch) {

    /**
     * @param sourcePath empty for none; refused on Fargate
     */
    public record Host(String sourcePath) {}

    /**
     * @param scope {@code task}, {@code shared} or empty
     */
    public record Docker(
            String scope,
            Optional<Boolean> autoprovision,
            String driver,
            Map<String, String> driverOpts,
            Map<String, String> labels) {
        public Docker {
            driverOpts = InOrder.copyOf(driverOpts);
            labels = InOrder.copyOf(labels);
        }
    }

    /**
     * @param transitEncryption {@code ENABLED}, {@code DISABLED} or empty
     * @param iam {@code ENABLED}, {@code DISABLED} or empty
     */
    public record Efs(
            String fileSystemId,
            String rootDirectory,
            String transitEncryption,
            Optional<Integer> transitEncryptionPort,
            boolean authorizationGiven,
            String accessPointId,
            String iam) {}

    public record S3Files(
            String fileSystemArn,
            String rootDirectory,
            Optional<Integer> transitEncryptionPort,
            String accessPointArn) {}

    public record FsxWindows(
            String fileSystemId,
            String rootDirectory,
            String credentialsParameter,
            String domain) {}

    /** A plain directory that the task's containers share. */
    public boolean bind() {
        return docker.isEmpty()
                && efs.isEmpty()
                && s3Files.isEmpty()
                && fsxWindows.isEmpty()
                && !configuredAtLaunch;
    }
}
