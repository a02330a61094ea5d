package dev.slipway.controlplane.ecs.cluster;

import dev.slipway.controlplane.api.Access;
import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.ecs.capacityprovider.CapacityProviderStrategy;
import dev.slipway.controlplane.ecs.capacityprovider.CapacityProviders;
import dev.slipway.controlplane.ecs.capacityprovider.StrategyItem;
import dev.slipway.controlplane.ecs.grammar.EcsName;
import dev.slipway.controlplane.state.State;
import dev.slipway.wire.Call;
import java.util.List;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ecs.model.PutClusterCapacityProvidersRequest;
import software.amazon.awssdk.services.ecs.model.PutClusterCapacityProvidersResponse;

/** Replaces the capacity providers and the default strategy of a cluster. */
final class PutClusterCapacityProviders
        implements AwsOperation<
                PutClusterCapacityProvidersRequest, PutClusterCapacityProvidersResponse> {
    private final State state;
    private final ClusterContents.Count contents;

    PutClusterCapacityProviders(State state, ClusterContents.Count contents) {
        this.state = state;
        this.contents = contents;
    }

    @Override
    public Supplier<? extends SdkPojo> newInput() {
        return PutClusterCapacityProvidersRequest::builder;
    }

    @Override
    public List<Access> access(Call call, PutClusterCapacityProvidersRequest in) {
        Scope scope = EcsName.scope(call);
        return List.of(
                ClusterAccess.to(
                        "ecs:PutClusterCapacityProviders", state.read(), scope, in.cluster()));
    }

    @Override
    public PutClusterCapacityProvidersResponse answer(
            Call call, PutClusterCapacityProvidersRequest in) {
        Scope scope = EcsName.scope(call);
        ClusterRequest.requireNamed(in.cluster());
        if (!in.hasCapacityProviders() || !in.hasDefaultCapacityProviderStrategy()) {
            throw Refusals.capacityRequired();
        }
        List<String> providers = CapacityProviders.resolveAll(scope, in.capacityProviders());
        List<StrategyItem> strategy =
                CapacityProviderStrategy.checked(
                        scope, in.defaultCapacityProviderStrategy(), providers);
        Cluster updated =
                state.commit(
                        transaction -> {
                            Cluster cluster =
                                    Clusters.resolveForUse(
                                            transaction, scope, in.cluster(), call.receivedAt());
                            ClusterContents inside =
                                    contents.of(transaction, scope, cluster.name());
                            for (String used : inside.capacityProvidersInUse()) {
                                boolean removed =
                                        cluster.capacityProviders().contains(used)
                                                && !providers.contains(used);
                                if (removed) {
                                    throw Refusals.capacityProviderInUse(used);
                                }
                            }
                            Cluster it = cluster.withCapacity(providers, strategy);
                            Clusters.put(transaction, scope, it);
                            return it;
                        });
        ClusterContents inside = contents.of(state.read(), scope, updated.name());
        return PutClusterCapacityProvidersResponse.builder()
                .cluster(ClusterAnswer.whole(updated, inside))
                .build();
    }
}
