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
import software.amazon.awssdk.services.ecs.model.UpdateClusterSettingsRequest;
import software.amazon.awssdk.services.ecs.model.UpdateClusterSettingsResponse;

/** Changes the settings of a cluster. */
final class UpdateClusterSettings
        implements AwsOperation<UpdateClusterSettingsRequest, UpdateClusterSettingsResponse> {
    private final State state;
    private final ClusterContents.Count contents;

    UpdateClusterSettings(State state, ClusterContents.Count contents) {
        this.state = state;
        this.contents = contents;
    }

    @Override
    public Supplier<? extends SdkPojo> newInput() {
        return UpdateClusterSettingsRequest::builder;
    }

    @Override
    public List<Access> access(Call call, UpdateClusterSettingsRequest in) {
        Scope scope = EcsName.scope(call);
        return List.of(
                ClusterAccess.to("ecs:UpdateClusterSettings", state.read(), scope, in.cluster()));
    }

    @Override
    public UpdateClusterSettingsResponse answer(Call call, UpdateClusterSettingsRequest in) {
        Scope scope = EcsName.scope(call);
        ClusterRequest.requireNamed(in.cluster());
        String insights =
                ClusterRequest.containerInsights(in.settings())
                        .orElseThrow(Refusals::settingsRequired);
        Cluster updated =
                state.commit(
                        transaction -> {
                            Cluster it =
                                    Clusters.resolveForUse(
                                                    transaction,
                                                    scope,
                                                    in.cluster(),
                                                    call.receivedAt())
                                            .withContainerInsights(insights);
                            Clusters.put(transaction, scope, it);
                            return it;
                        });
        ClusterContents inside = contents.of(state.read(), scope, updated.name());
        return UpdateClusterSettingsResponse.builder()
                .cluster(ClusterAnswer.whole(updated, inside))
                .build();
    }
}
