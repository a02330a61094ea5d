package dev.slipway.controlplane.ecs.taskdefinition;

import static dev.slipway.controlplane.ecs.taskdefinition.FromRequest.map;
import static dev.slipway.controlplane.ecs.taskdefinition.FromRequest.text;
import static dev.slipway.controlplane.ecs.taskdefinition.ToAnswer.given;

import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.ecs.model.DockerVolumeConfiguration;
import software.amazon.awssdk.services.ecs.model.EFSAuthorizationConfig;
import software.amazon.awssdk.services.ecs.model.EFSVolumeConfiguration;
import software.amazon.awssdk.services.ecs.model.FSxWindowsFileServerVolumeConfiguration;
import software.amazon.awssdk.services.ecs.model.HostVolumeProperties;
import software.amazon.awssdk.services.ecs.model.S3FilesVolumeConfiguration;
import software.amazon.awssdk.services.ecs.model.Volume;

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
        Optional<Boolean> configuredAtLaunch) {

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
                && !atLaunch();
    }

    /** Its size is told by the launch. */
    public boolean atLaunch() {
        return configuredAtLaunch.orElse(false);
    }

    static VolumeSpec of(Volume in) {
        return new VolumeSpec(
                text(in.name()),
                Optional.ofNullable(in.host()).map(host -> new Host(text(host.sourcePath()))),
                Optional.ofNullable(in.dockerVolumeConfiguration())
                        .map(
                                docker ->
                                        new Docker(
                                                text(docker.scopeAsString()),
                                                Optional.ofNullable(docker.autoprovision()),
                                                text(docker.driver()),
                                                map(docker.driverOpts()),
                                                map(docker.labels()))),
                Optional.ofNullable(in.efsVolumeConfiguration()).map(VolumeSpec::efs),
                Optional.ofNullable(in.s3filesVolumeConfiguration())
                        .map(
                                s3 ->
                                        new S3Files(
                                                text(s3.fileSystemArn()),
                                                text(s3.rootDirectory()),
                                                Optional.ofNullable(s3.transitEncryptionPort()),
                                                text(s3.accessPointArn()))),
                Optional.ofNullable(in.fsxWindowsFileServerVolumeConfiguration())
                        .map(VolumeSpec::fsx),
                Optional.ofNullable(in.configuredAtLaunch()));
    }

    private static Efs efs(EFSVolumeConfiguration in) {
        boolean authorization = in.authorizationConfig() != null;
        return new Efs(
                text(in.fileSystemId()),
                text(in.rootDirectory()),
                text(in.transitEncryptionAsString()),
                Optional.ofNullable(in.transitEncryptionPort()),
                authorization,
                authorization ? text(in.authorizationConfig().accessPointId()) : "",
                authorization ? text(in.authorizationConfig().iamAsString()) : "");
    }

    private static FsxWindows fsx(FSxWindowsFileServerVolumeConfiguration in) {
        boolean authorization = in.authorizationConfig() != null;
        return new FsxWindows(
                text(in.fileSystemId()),
                text(in.rootDirectory()),
                authorization ? text(in.authorizationConfig().credentialsParameter()) : "",
                authorization ? text(in.authorizationConfig().domain()) : "");
    }

    Volume onTheWire() {
        return Volume.builder()
                .name(name)
                .host(host.map(VolumeSpec::hostOnTheWire).orElse(null))
                .dockerVolumeConfiguration(docker.map(VolumeSpec::dockerOnTheWire).orElse(null))
                .efsVolumeConfiguration(efs.map(VolumeSpec::efsOnTheWire).orElse(null))
                .s3filesVolumeConfiguration(s3Files.map(VolumeSpec::s3OnTheWire).orElse(null))
                .fsxWindowsFileServerVolumeConfiguration(
                        fsxWindows.map(VolumeSpec::fsxOnTheWire).orElse(null))
                .configuredAtLaunch(configuredAtLaunch.orElse(null))
                .build();
    }

    private static HostVolumeProperties hostOnTheWire(Host host) {
        return HostVolumeProperties.builder().sourcePath(given(host.sourcePath())).build();
    }

    private static DockerVolumeConfiguration dockerOnTheWire(Docker docker) {
        return DockerVolumeConfiguration.builder()
                .scope(given(docker.scope()))
                .autoprovision(docker.autoprovision().orElse(null))
                .driver(given(docker.driver()))
                .driverOpts(given(docker.driverOpts()))
                .labels(given(docker.labels()))
                .build();
    }

    private static EFSVolumeConfiguration efsOnTheWire(Efs efs) {
        EFSAuthorizationConfig authorization =
                EFSAuthorizationConfig.builder()
                        .accessPointId(given(efs.accessPointId()))
                        .iam(given(efs.iam()))
                        .build();
        return EFSVolumeConfiguration.builder()
                .fileSystemId(efs.fileSystemId())
                .rootDirectory(given(efs.rootDirectory()))
                .transitEncryption(given(efs.transitEncryption()))
                .transitEncryptionPort(efs.transitEncryptionPort().orElse(null))
                .authorizationConfig(efs.authorizationGiven() ? authorization : null)
                .build();
    }

    private static S3FilesVolumeConfiguration s3OnTheWire(S3Files s3) {
        return S3FilesVolumeConfiguration.builder()
                .fileSystemArn(s3.fileSystemArn())
                .rootDirectory(given(s3.rootDirectory()))
                .transitEncryptionPort(s3.transitEncryptionPort().orElse(null))
                .accessPointArn(given(s3.accessPointArn()))
                .build();
    }

    private static FSxWindowsFileServerVolumeConfiguration fsxOnTheWire(FsxWindows fsx) {
        return FSxWindowsFileServerVolumeConfiguration.builder()
                .fileSystemId(fsx.fileSystemId())
                .rootDirectory(fsx.rootDirectory())
                .authorizationConfig(
                        a ->
                                a.credentialsParameter(given(fsx.credentialsParameter()))
                                        .domain(given(fsx.domain())))
                .build();
    }
}
