package dev.slipway.controlplane.ecs;

import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.controlplane.api.AwsService;
import dev.slipway.controlplane.api.ErrorForm;
import dev.slipway.controlplane.ecs.accountsetting.AccountSettings;
import dev.slipway.controlplane.ecs.capacityprovider.CapacityProviders;
import dev.slipway.controlplane.ecs.cluster.ClusterContents;
import dev.slipway.controlplane.ecs.cluster.Clusters;
import dev.slipway.controlplane.ecs.containerinstance.ContainerInstances;
import dev.slipway.controlplane.ecs.tag.Taggable;
import dev.slipway.controlplane.ecs.tag.TaggedResources;
import dev.slipway.controlplane.ecs.taskdefinition.TaskDefinitions;
import dev.slipway.controlplane.state.Kind;
import dev.slipway.controlplane.state.State;
import java.util.ArrayList;
import java.util.List;

/** The front door: ECS as one service. */
public final class EcsService {
    private EcsService() {}

    /**
     * The kinds of record of the rooms that this class knows; rooms that join in have their own.
     */
    public static List<Kind<?>> kinds() {
        List<Kind<?>> kinds = new ArrayList<>();
        kinds.add(Clusters.KIND);
        kinds.add(AccountSettings.KIND);
        kinds.addAll(TaskDefinitions.KINDS);
        return kinds;
    }

    /**
     * @param contents what the rooms that join in have in clusters
     * @param taggables what of theirs can be tagged
     * @param operations theirs
     */
    public static AwsService of(
            State state,
            List<ClusterContents.Count> contents,
            List<Taggable> taggables,
            List<AwsOperation<?, ?>> operations) {
        List<Taggable> tagged = new ArrayList<>();
        tagged.add(Clusters.taggable());
        tagged.add(TaskDefinitions.taggable());
        tagged.addAll(taggables);
        List<AwsOperation<?, ?>> all = new ArrayList<>();
        all.addAll(Clusters.operations(state, ClusterContents.all(contents)));
        all.addAll(CapacityProviders.operations());
        all.addAll(TaskDefinitions.operations(state));
        all.addAll(AccountSettings.operations(state));
        all.addAll(new TaggedResources(tagged).operations(state));
        all.addAll(ContainerInstances.operations(state));
        all.addAll(operations);
        return new AwsService(
                "ecs", ErrorForm.JSON, all, RefusedOperations.all(), RefusedOperations.UNSUPPORTED);
    }
}
