package dev.slipway.controlplane.ecs.cluster;

import dev.slipway.controlplane.api.Access;
import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.ecs.grammar.EcsError;
import dev.slipway.controlplane.ecs.grammar.EcsName;
import dev.slipway.controlplane.state.Reader;
import dev.slipway.controlplane.state.State;
import dev.slipway.wire.Call;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ecs.model.DescribeClustersRequest;
import software.amazon.awssdk.services.ecs.model.DescribeClustersResponse;
import software.amazon.awssdk.services.ecs.model.Failure;

/** Shows clusters with what runs in them; a deleted one is still shown. */
final class DescribeClusters
        implements AwsOperation<DescribeClustersRequest, DescribeClustersResponse> {
    private static final List<String> INCLUDES =
            List.of("ATTACHMENTS", "CONFIGURATIONS", "SETTINGS", "STATISTICS", "TAGS");

    private final State state;
    private final ClusterContents.Count contents;

    DescribeClusters(State state, ClusterContents.Count contents) {
        this.state = state;
        this.contents = contents;
    }

    @Override
    public Supplier<? extends SdkPojo> newInput() {
        return DescribeClustersRequest::builder;
    }

    @Override
    public List<Access> access(Call call, DescribeClustersRequest in) {
        Scope scope = EcsName.scope(call);
        List<String> asked = names(in);
        return asked.stream()
                .map(name -> ClusterAccess.to("ecs:DescribeClusters", state.read(), scope, name))
                .toList();
    }

    @Override
    public DescribeClustersResponse answer(Call call, DescribeClustersRequest in) {
        Scope scope = EcsName.scope(call);
        List<String> asked = names(in);
        if (asked.size() > 100) {
            throw EcsError.invalidParameter("clusters can have at most 100 entries.");
        }
        for (String include : in.includeAsStrings()) {
            if (!INCLUDES.contains(include)) {
                throw EcsError.invalidParameter(
                        "Invalid value '"
                                + include
                                + "' for include. Valid values: "
                                + String.join(", ", INCLUDES)
                                + ".");
            }
        }
        Reader reader = state.read();
        List<software.amazon.awssdk.services.ecs.model.Cluster> found = new ArrayList<>();
        List<Failure> failures = new ArrayList<>();
        for (String one : new LinkedHashSet<>(asked)) {
            String name = Clusters.name(scope, one);
            Clusters.find(reader, scope, name)
                    .ifPresentOrElse(
                            cluster ->
                                    found.add(
                                            ClusterAnswer.including(
                                                    cluster,
                                                    contents.of(reader, scope, name),
                                                    in.includeAsStrings())),
                            () -> failures.add(missing(scope, one)));
        }
        return DescribeClustersResponse.builder().clusters(found).failures(failures).build();
    }

    private static List<String> names(DescribeClustersRequest in) {
        List<String> names = in.clusters().stream().filter(Objects::nonNull).toList();
        return names.isEmpty() ? List.of(Clusters.DEFAULT) : names;
    }

    private static Failure missing(Scope scope, String nameOrArn) {
        return Failure.builder()
                .arn(Clusters.arnNamedBy(scope, nameOrArn))
                .reason("MISSING")
                .build();
    }
}
