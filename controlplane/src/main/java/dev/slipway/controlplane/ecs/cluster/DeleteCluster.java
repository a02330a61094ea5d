package dev.slipway.controlplane.ecs.cluster;

import dev.slipway.controlplane.api.Access;
import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.ecs.grammar.EcsName;
import dev.slipway.controlplane.state.State;
import dev.slipway.wire.Call;
import java.util.List;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ecs.model.DeleteClusterRequest;
import software.amazon.awssdk.services.ecs.model.DeleteClusterResponse;

/** Makes an empty cluster INACTIVE. */
final class DeleteCluster implements AwsOperation<DeleteClusterRequest, DeleteClusterResponse> {
    private final State state;
    private final ClusterContents.Count contents;

    DeleteCluster(State state, ClusterContents.Count contents) {
        this.state = state;
        this.contents = contents;
    }

    @Override
    public Supplier<? extends SdkPojo> newInput() {
        return DeleteClusterRequest::builder;
    }

    @Override
    public List<Access> access(Call call, DeleteClusterRequest in) {
        Scope scope = EcsName.scope(call);
        return List.of(ClusterAccess.to("ecs:DeleteCluster", state.read(), scope, in.cluster()));
    }

    @Override
    public DeleteClusterResponse answer(Call call, DeleteClusterRequest in) {
        Scope scope = EcsName.scope(call);
        ClusterRequest.requireNamed(in.cluster());
        String name = Clusters.name(scope, in.cluster());
        Cluster deleted =
                state.commit(
                        transaction -> {
                            Cluster found =
                                    Clusters.find(transaction, scope, name)
                                            .orElseThrow(Refusals::notFound);
                            if (!found.active()) {
                                return found;
                            }
                            requireEmpty(contents.of(transaction, scope, name));
                            Cluster it = found.deleted(call.receivedAt());
                            Clusters.put(transaction, scope, it);
                            return it;
                        });
        return DeleteClusterResponse.builder()
                .cluster(ClusterAnswer.whole(deleted, ClusterContents.NOTHING))
                .build();
    }

    private static void requireEmpty(ClusterContents inside) {
        if (inside.activeServices() + inside.drainingServices() > 0) {
            throw Refusals.containsServices();
        }
        if (inside.runningTasks() + inside.pendingTasks() > 0) {
            throw Refusals.containsTasks();
        }
    }
}
