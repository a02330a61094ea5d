package dev.slipway.controlplane.ecs.cluster;

import dev.slipway.controlplane.api.Access;
import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.ecs.grammar.EcsName;
import dev.slipway.controlplane.state.State;
import dev.slipway.wire.Call;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ecs.model.UpdateClusterRequest;
import software.amazon.awssdk.services.ecs.model.UpdateClusterResponse;

/** Changes the settings and the configuration of a cluster; what is not given stays. */
final class UpdateCluster implements AwsOperation<UpdateClusterRequest, UpdateClusterResponse> {
    private final State state;
    private final ClusterContents.Count contents;

    UpdateCluster(State state, ClusterContents.Count contents) {
        this.state = state;
        this.contents = contents;
    }

    @Override
    public Supplier<? extends SdkPojo> newInput() {
        return UpdateClusterRequest::builder;
    }

    @Override
    public List<Access> access(Call call, UpdateClusterRequest in) {
        Scope scope = EcsName.scope(call);
        return List.of(ClusterAccess.to("ecs:UpdateCluster", state.read(), scope, in.cluster()));
    }

    @Override
    public UpdateClusterResponse answer(Call call, UpdateClusterRequest in) {
        Scope scope = EcsName.scope(call);
        ClusterRequest.requireNamed(in.cluster());
        Optional<String> insights = ClusterRequest.containerInsights(in.settings());
        Optional<ExecConfiguration> exec = ClusterRequest.exec(in.configuration());
        ClusterRequest.requireNoServiceConnect(in.serviceConnectDefaults());
        Cluster updated =
                state.commit(
                        transaction -> {
                            Cluster cluster =
                                    Clusters.resolveForUse(
                                            transaction, scope, in.cluster(), call.receivedAt());
                            Cluster it =
                                    cluster.withContainerInsights(
                                                    insights.orElse(cluster.containerInsights()))
                                            .withExec(exec.or(cluster::exec));
                            Clusters.put(transaction, scope, it);
                            return it;
                        });
        ClusterContents inside = contents.of(state.read(), scope, updated.name());
        return UpdateClusterResponse.builder()
                .cluster(ClusterAnswer.whole(updated, inside))
                .build();
    }
}
