package dev.slipway.controlplane.ecs.containerinstance;

import dev.slipway.controlplane.api.Access;
import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.ecs.cluster.Clusters;
import dev.slipway.controlplane.ecs.grammar.EcsError;
import dev.slipway.controlplane.ecs.grammar.EcsName;
import dev.slipway.controlplane.state.State;
import dev.slipway.wire.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ecs.model.DescribeContainerInstancesRequest;
import software.amazon.awssdk.services.ecs.model.DescribeContainerInstancesResponse;
import software.amazon.awssdk.services.ecs.model.Failure;

/** Knows none of them. */
final class DescribeContainerInstances
        implements AwsOperation<
                DescribeContainerInstancesRequest, DescribeContainerInstancesResponse> {
    private final State state;

    DescribeContainerInstances(State state) {
        this.state = state;
    }

    @Override
    public Supplier<? extends SdkPojo> newInput() {
        return DescribeContainerInstancesRequest::builder;
    }

    @Override
    public List<Access> access(Call call, DescribeContainerInstancesRequest in) {
        Scope scope = EcsName.scope(call);
        List<String> arns =
                in.containerInstances().stream()
                        .filter(Objects::nonNull)
                        .map(id -> arn(scope, in.cluster(), id))
                        .toList();
        return List.of(
                new Access(
                        "ecs:DescribeContainerInstances",
                        arns.isEmpty() ? List.of("*") : arns,
                        Clusters.condition(scope, in.cluster())));
    }

    @Override
    public DescribeContainerInstancesResponse answer(
            Call call, DescribeContainerInstancesRequest in) {
        Scope scope = EcsName.scope(call);
        Clusters.resolve(state.read(), scope, in.cluster());
        List<String> asked = in.containerInstances().stream().filter(Objects::nonNull).toList();
        if (asked.isEmpty() || asked.size() > 100) {
            throw EcsError.invalidParameter(
                    "containerInstances must have between 1 and 100 entries.");
        }
        List<Failure> failures = new ArrayList<>();
        for (String id : asked) {
            String arn = arn(scope, in.cluster(), id);
            failures.add(Failure.builder().arn(arn).reason("MISSING").build());
        }
        return DescribeContainerInstancesResponse.builder()
                .containerInstances(List.of())
                .failures(failures)
                .build();
    }

    private static String arn(Scope scope, @Nullable String cluster, String id) {
        String clusterArn = Clusters.arnNamedBy(scope, cluster);
        String name = clusterArn.substring(clusterArn.lastIndexOf('/') + 1);
        return EcsName.arnNamedBy(scope, "container-instance", name + "/" + id)
                .replace(name + "/arn:", "arn:");
    }
}
