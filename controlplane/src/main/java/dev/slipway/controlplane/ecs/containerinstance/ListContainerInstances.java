package dev.slipway.controlplane.ecs.containerinstance;

import dev.slipway.controlplane.api.Access;
import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.ecs.cluster.Clusters;
import dev.slipway.controlplane.ecs.grammar.EcsError;
import dev.slipway.controlplane.ecs.grammar.EcsName;
import dev.slipway.controlplane.ecs.grammar.EcsPages;
import dev.slipway.controlplane.state.State;
import dev.slipway.wire.Call;
import java.util.List;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ecs.model.ListContainerInstancesRequest;
import software.amazon.awssdk.services.ecs.model.ListContainerInstancesResponse;

/** Lists none: the machines of Fargate tasks are not shown. */
final class ListContainerInstances
        implements AwsOperation<ListContainerInstancesRequest, ListContainerInstancesResponse> {
    private static final List<String> STATUSES =
            List.of("ACTIVE", "DRAINING", "REGISTERING", "DEREGISTERING", "REGISTRATION_FAILED");

    private final State state;

    ListContainerInstances(State state) {
        this.state = state;
    }

    @Override
    public Supplier<? extends SdkPojo> newInput() {
        return ListContainerInstancesRequest::builder;
    }

    @Override
    public List<Access> access(Call call, ListContainerInstancesRequest in) {
        Scope scope = EcsName.scope(call);
        String cluster = Clusters.arnNamedBy(scope, in.cluster());
        return List.of(
                new Access(
                        "ecs:ListContainerInstances",
                        List.of(cluster),
                        Clusters.condition(scope, in.cluster())));
    }

    @Override
    public ListContainerInstancesResponse answer(Call call, ListContainerInstancesRequest in) {
        Scope scope = EcsName.scope(call);
        EcsPages.size(in.maxResults(), 100, 100);
        Clusters.resolve(state.read(), scope, in.cluster());
        if (in.status() != null && !STATUSES.contains(in.statusAsString())) {
            throw EcsError.invalidParameter(
                    "Invalid value '"
                            + in.statusAsString()
                            + "' for status. Valid values: "
                            + String.join(", ", STATUSES)
                            + ".");
        }
        // No page of this listing was ever handed out with a token.
        if (in.nextToken() != null) {
            throw EcsError.invalidParameter("Invalid token.");
        }
        return ListContainerInstancesResponse.builder().containerInstanceArns(List.of()).build();
    }
}
