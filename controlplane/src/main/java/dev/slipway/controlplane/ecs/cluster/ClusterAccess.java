package dev.slipway.controlplane.ecs.cluster;

import dev.slipway.controlplane.api.Access;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.state.Reader;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What IAM is asked about an action on a cluster itself. */
final class ClusterAccess {
    private ClusterAccess() {}

    static Access to(String action, Reader reader, Scope scope, @Nullable String cluster) {
        return new Access(
                action,
                List.of(Clusters.arnNamedBy(scope, cluster)),
                Clusters.tagsOf(reader, scope, cluster).asResourceConditions());
    }
}
