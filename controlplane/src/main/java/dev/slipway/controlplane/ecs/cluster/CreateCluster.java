package dev.slipway.controlplane.ecs.cluster;

import dev.slipway.controlplane.api.Access;
import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.aws.Tags;
import dev.slipway.controlplane.ecs.accountsetting.AccountSettings;
import dev.slipway.controlplane.ecs.capacityprovider.CapacityProviderStrategy;
import dev.slipway.controlplane.ecs.capacityprovider.CapacityProviders;
import dev.slipway.controlplane.ecs.capacityprovider.StrategyItem;
import dev.slipway.controlplane.ecs.grammar.EcsName;
import dev.slipway.controlplane.ecs.grammar.EcsTags;
import dev.slipway.controlplane.state.State;
import dev.slipway.wire.Call;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ecs.model.CreateClusterRequest;
import software.amazon.awssdk.services.ecs.model.CreateClusterResponse;

/** Makes a cluster, or gives back the ACTIVE one of that name as it is. */
final class CreateCluster implements AwsOperation<CreateClusterRequest, CreateClusterResponse> {
    private final State state;
    private final ClusterContents.Count contents;

    CreateCluster(State state, ClusterContents.Count contents) {
        this.state = state;
        this.contents = contents;
    }

    @Override
    public Supplier<? extends SdkPojo> newInput() {
        return CreateClusterRequest::builder;
    }

    @Override
    public List<Access> access(Call call, CreateClusterRequest in) {
        String arn = Clusters.arnNamedBy(EcsName.scope(call), in.clusterName());
        return EcsTags.accessWithTags(Access.to("ecs:CreateCluster", arn), name(), in.tags());
    }

    @Override
    public CreateClusterResponse answer(Call call, CreateClusterRequest in) {
        Scope scope = EcsName.scope(call);
        String name = Clusters.newName(in.clusterName());
        Tags tags = EcsTags.checked(in.tags());
        Optional<String> insights = ClusterRequest.containerInsights(in.settings());
        Optional<ExecConfiguration> exec = ClusterRequest.exec(in.configuration());
        ClusterRequest.requireNoServiceConnect(in.serviceConnectDefaults());
        List<String> providers = CapacityProviders.resolveAll(scope, in.capacityProviders());
        List<StrategyItem> strategy =
                CapacityProviderStrategy.checked(
                        scope, in.defaultCapacityProviderStrategy(), providers);
        Cluster cluster =
                state.commit(
                        transaction -> {
                            Optional<Cluster> active =
                                    Clusters.find(transaction, scope, name).filter(Cluster::active);
                            if (active.isPresent()) {
                                return active.get();
                            }
                            String setting =
                                    insights.orElseGet(
                                            () ->
                                                    AccountSettings.containerInsights(
                                                            transaction, scope));
                            Cluster created =
                                    Cluster.create(scope, name, setting, call.receivedAt())
                                            .withExec(exec)
                                            .withCapacity(providers, strategy)
                                            .withTags(tags);
                            Clusters.put(transaction, scope, created);
                            return created;
                        });
        return CreateClusterResponse.builder()
                .cluster(ClusterAnswer.whole(cluster, contents.of(state.read(), scope, name)))
                .build();
    }
}
