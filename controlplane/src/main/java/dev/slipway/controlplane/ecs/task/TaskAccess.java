package dev.slipway.controlplane.ecs.task;

import dev.slipway.controlplane.api.Access;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.ecs.cluster.Clusters;
import dev.slipway.controlplane.ecs.grammar.EcsName;
import dev.slipway.controlplane.state.Key;
import dev.slipway.controlplane.state.Reader;
import dev.slipway.wire.Call;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What IAM is asked about tasks. */
final class TaskAccess {
    private TaskAccess() {}

    static Access toTask(
            Reader reader,
            Call call,
            String operation,
            @Nullable String cluster,
            @Nullable String idOrArn) {
        return toTasks(
                reader, call, operation, cluster, idOrArn == null ? List.of() : List.of(idOrArn));
    }

    /** An action on tasks of one cluster, with their tags where there is but one. */
    static Access toTasks(
            Reader reader,
            Call call,
            String operation,
            @Nullable String cluster,
            List<String> idsOrArns) {
        Scope scope = EcsName.scope(call);
        List<String> arns =
                idsOrArns.stream()
                        .map(task -> TaskName.arnNamedBy(scope, cluster, task))
                        .distinct()
                        .toList();
        Map<String, List<String>> conditions = new TreeMap<>(Clusters.condition(scope, cluster));
        if (arns.size() == 1) {
            String arn = arns.getFirst();
            String[] parts = arn.split("/", 3);
            if (parts.length == 3) {
                reader.find(Task.KIND, Key.of(scope, Task.nameOf(parts[1], parts[2])))
                        .ifPresent(t -> conditions.putAll(t.tags().asResourceConditions()));
            }
        }
        return new Access("ecs:" + operation, arns.isEmpty() ? List.of("*") : arns, conditions);
    }
}
