package dev.slipway.controlplane.ecs.cluster;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.ClusterConfiguration;
import software.amazon.awssdk.services.ecs.model.ClusterServiceConnectDefaultsRequest;
import software.amazon.awssdk.services.ecs.model.ClusterSetting;
import software.amazon.awssdk.services.ecs.model.ExecuteCommandConfiguration;
import software.amazon.awssdk.services.ecs.model.ExecuteCommandLogConfiguration;

/** The parts that requests about clusters share, read and checked. */
final class ClusterRequest {
    private ClusterRequest() {}

    static void requireNamed(@Nullable String cluster) {
        if (cluster == null || cluster.isEmpty()) {
            throw Refusals.clusterRequired();
        }
    }

    static Optional<String> containerInsights(List<ClusterSetting> settings) {
        Optional<String> found = Optional.empty();
        for (ClusterSetting setting : settings.stream().filter(Objects::nonNull).toList()) {
            if (!"containerInsights".equals(setting.nameAsString())) {
                throw Refusals.unknownSetting(String.valueOf(setting.nameAsString()));
            }
            String value = Objects.requireNonNullElse(setting.value(), "");
            if (!List.of("enabled", "disabled", "enhanced").contains(value)) {
                throw Refusals.badContainerInsights(value);
            }
            found = Optional.of(value);
        }
        return found;
    }

    static void requireNoServiceConnect(@Nullable ClusterServiceConnectDefaultsRequest defaults) {
        // An empty namespace takes the default away, which is what every cluster has.
        if (defaults != null && defaults.namespace() != null && !defaults.namespace().isEmpty()) {
            throw Refusals.serviceConnect(defaults.namespace());
        }
    }

    static Optional<ExecConfiguration> exec(@Nullable ClusterConfiguration configuration) {
        if (configuration == null) {
            return Optional.empty();
        }
        if (configuration.managedStorageConfiguration() != null) {
            throw Refusals.managedStorage();
        }
        return Optional.ofNullable(configuration.executeCommandConfiguration())
                .map(ClusterRequest::exec);
    }

    private static ExecConfiguration exec(ExecuteCommandConfiguration in) {
        String logging = Objects.requireNonNullElse(in.loggingAsString(), "DEFAULT");
        if (!List.of("NONE", "DEFAULT", "OVERRIDE").contains(logging)) {
            throw Refusals.badExec("logging must be NONE, DEFAULT or OVERRIDE.");
        }
        boolean override = logging.equals("OVERRIDE");
        if (override != (in.logConfiguration() != null)) {
            throw Refusals.badExec(
                    "logConfiguration is required with logging OVERRIDE and not valid without.");
        }
        return new ExecConfiguration(
                text(in.kmsKeyId()),
                logging,
                Optional.ofNullable(in.logConfiguration()).map(ClusterRequest::log));
    }

    private static ExecConfiguration.Log log(ExecuteCommandLogConfiguration in) {
        if (text(in.cloudWatchLogGroupName()).isEmpty() && text(in.s3BucketName()).isEmpty()) {
            throw Refusals.badExec(
                    "logConfiguration needs a cloudWatchLogGroupName or an s3BucketName.");
        }
        return new ExecConfiguration.Log(
                text(in.cloudWatchLogGroupName()),
                Boolean.TRUE.equals(in.cloudWatchEncryptionEnabled()),
                text(in.s3BucketName()),
                Boolean.TRUE.equals(in.s3EncryptionEnabled()),
                text(in.s3KeyPrefix()));
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }
}
