package dev.slipway.controlplane.ecs.cluster;

import dev.slipway.controlplane.api.Access;
import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.controlplane.aws.Page;
import dev.slipway.controlplane.aws.PageToken;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.ecs.grammar.EcsName;
import dev.slipway.controlplane.ecs.grammar.EcsPages;
import dev.slipway.controlplane.state.Entry;
import dev.slipway.controlplane.state.State;
import dev.slipway.wire.Call;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ecs.model.ListClustersRequest;
import software.amazon.awssdk.services.ecs.model.ListClustersResponse;

/** Lists the ARNs of ACTIVE clusters, by name. */
final class ListClusters implements AwsOperation<ListClustersRequest, ListClustersResponse> {
    private final State state;

    ListClusters(State state) {
        this.state = state;
    }

    @Override
    public Supplier<? extends SdkPojo> newInput() {
        return ListClustersRequest::builder;
    }

    @Override
    public List<Access> access(Call call, ListClustersRequest in) {
        return List.of(Access.to("ecs:ListClusters", "*"));
    }

    @Override
    public ListClustersResponse answer(Call call, ListClustersRequest in) {
        Scope scope = EcsName.scope(call);
        int size = EcsPages.size(in.maxResults(), 100, 100);
        PageToken listing = PageToken.of(scope, name());
        String after = EcsPages.position(listing, in.nextToken());
        Stream<Cluster> rest =
                state.read()
                        .listAfter(Clusters.KIND, scope, "", after)
                        .map(Entry::value)
                        .filter(Cluster::active);
        Page<Cluster> page = listing.page(rest, size, Cluster::name);
        return ListClustersResponse.builder()
                .clusterArns(page.items().stream().map(Cluster::arn).toList())
                .nextToken(page.nextToken().orElse(null))
                .build();
    }
}
