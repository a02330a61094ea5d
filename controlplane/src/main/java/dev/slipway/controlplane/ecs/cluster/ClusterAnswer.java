package dev.slipway.controlplane.ecs.cluster;

import dev.slipway.controlplane.ecs.capacityprovider.StrategyItem;
import dev.slipway.controlplane.ecs.grammar.EcsTags;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.ClusterConfiguration;
import software.amazon.awssdk.services.ecs.model.ClusterSetting;
import software.amazon.awssdk.services.ecs.model.KeyValuePair;

/** A cluster as AWS answers it; the arrays that are not asked for are there and empty. */
final class ClusterAnswer {
    private ClusterAnswer() {}

    /** As the operations that change a cluster answer it. */
    static software.amazon.awssdk.services.ecs.model.Cluster whole(
            Cluster cluster, ClusterContents inside) {
        return including(cluster, inside, List.of("SETTINGS", "CONFIGURATIONS", "TAGS"));
    }

    static software.amazon.awssdk.services.ecs.model.Cluster including(
            Cluster cluster, ClusterContents inside, List<String> include) {
        software.amazon.awssdk.services.ecs.model.Cluster.Builder answer =
                software.amazon.awssdk.services.ecs.model.Cluster.builder()
                        .clusterArn(cluster.arn())
                        .clusterName(cluster.name())
                        .status(cluster.status().name())
                        .registeredContainerInstancesCount(0)
                        .runningTasksCount(inside.runningTasks())
                        .pendingTasksCount(inside.pendingTasks())
                        .activeServicesCount(inside.activeServices())
                        .capacityProviders(cluster.capacityProviders())
                        .defaultCapacityProviderStrategy(
                                cluster.defaultStrategy().stream()
                                        .map(StrategyItem::onTheWire)
                                        .toList())
                        .statistics(include.contains("STATISTICS") ? statistics(inside) : List.of())
                        .settings(include.contains("SETTINGS") ? settings(cluster) : List.of())
                        .tags(
                                include.contains("TAGS")
                                        ? EcsTags.onTheWire(cluster.tags())
                                        : List.of());
        if (include.contains("ATTACHMENTS")) {
            // Attachments are those of Auto Scaling group providers.
            answer.attachments(List.of());
        }
        if (include.contains("CONFIGURATIONS")) {
            cluster.exec().ifPresent(exec -> answer.configuration(configuration(exec)));
        }
        return answer.build();
    }

    private static List<ClusterSetting> settings(Cluster cluster) {
        return List.of(
                ClusterSetting.builder()
                        .name("containerInsights")
                        .value(cluster.containerInsights())
                        .build());
    }

    private static List<KeyValuePair> statistics(ClusterContents inside) {
        return List.of(
                count("runningEC2TasksCount", 0),
                count("runningFargateTasksCount", inside.runningTasks()),
                count("pendingEC2TasksCount", 0),
                count("pendingFargateTasksCount", inside.pendingTasks()),
                count("activeEC2ServiceCount", 0),
                count("activeFargateServiceCount", inside.activeServices()),
                count("drainingEC2ServiceCount", 0),
                count("drainingFargateServiceCount", inside.drainingServices()));
    }

    private static KeyValuePair count(String name, int value) {
        return KeyValuePair.builder().name(name).value(String.valueOf(value)).build();
    }

    private static ClusterConfiguration configuration(ExecConfiguration exec) {
        return ClusterConfiguration.builder()
                .executeCommandConfiguration(
                        e -> {
                            e.kmsKeyId(given(exec.kmsKeyId())).logging(exec.logging());
                            exec.log()
                                    .ifPresent(
                                            log ->
                                                    e.logConfiguration(
                                                            l ->
                                                                    l.cloudWatchLogGroupName(
                                                                                    given(
                                                                                            log
                                                                                                    .cloudWatchLogGroupName()))
                                                                            .cloudWatchEncryptionEnabled(
                                                                                    log
                                                                                            .cloudWatchEncryptionEnabled())
                                                                            .s3BucketName(
                                                                                    given(
                                                                                            log
                                                                                                    .s3BucketName()))
                                                                            .s3EncryptionEnabled(
                                                                                    log
                                                                                            .s3EncryptionEnabled())
                                                                            .s3KeyPrefix(
                                                                                    given(
                                                                                            log
                                                                                                    .s3KeyPrefix()))));
                        })
                .build();
    }

    private static @Nullable String given(String text) {
        return text.isEmpty() ? null : text;
    }
}
