package dev.slipway.controlplane.ecs.cluster;

import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.aws.Tags;
import dev.slipway.controlplane.ecs.capacityprovider.StrategyItem;
import dev.slipway.controlplane.ecs.grammar.EcsName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A cluster.
 *
 * @param containerInsights {@code disabled}, {@code enabled} or {@code enhanced}
 * @param exec how ExecuteCommand sessions are logged and sealed, when told
 * @param capacityProviders short names, in the order given
 * @param defaultStrategy empty: the launch type decides
 * @param changedAt when it came to its status
 */
public record Cluster(
        String name,
        String arn,
        Status status,
        String containerInsights,
        Optional<ExecConfiguration> exec,
        List<String> capacityProviders,
        List<StrategyItem> defaultStrategy,
        Tags tags,
        Instant changedAt) {

    /** Where a cluster is in its life. */
    public enum Status {
        ACTIVE,
        INACTIVE
    }

    public Cluster {
        capacityProviders = List.copyOf(capacityProviders);
        defaultStrategy = List.copyOf(defaultStrategy);
    }

    static Cluster create(Scope scope, String name, String containerInsights, Instant now) {
        return new Cluster(
                name,
                EcsName.arn(scope, Clusters.TYPE, name),
                Status.ACTIVE,
                containerInsights,
                Optional.empty(),
                List.of(),
                List.of(),
                Tags.none(),
                now);
    }

    public boolean active() {
        return status == Status.ACTIVE;
    }

    Cluster deleted(Instant now) {
        return new Cluster(
                name,
                arn,
                Status.INACTIVE,
                containerInsights,
                exec,
                capacityProviders,
                defaultStrategy,
                tags,
                now);
    }

    Cluster withContainerInsights(String value) {
        return new Cluster(
                name,
                arn,
                status,
                value,
                exec,
                capacityProviders,
                defaultStrategy,
                tags,
                changedAt);
    }

    Cluster withExec(Optional<ExecConfiguration> value) {
        return new Cluster(
                name,
                arn,
                status,
                containerInsights,
                value,
                capacityProviders,
                defaultStrategy,
                tags,
                changedAt);
    }

    Cluster withCapacity(List<String> providers, List<StrategyItem> strategy) {
        return new Cluster(
                name, arn, status, containerInsights, exec, providers, strategy, tags, changedAt);
    }

    Cluster withTags(Tags value) {
        return new Cluster(
                name,
                arn,
                status,
                containerInsights,
                exec,
                capacityProviders,
                defaultStrategy,
                value,
                changedAt);
    }
}
