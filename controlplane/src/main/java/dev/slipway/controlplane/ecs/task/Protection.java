package dev.slipway.controlplane.ecs.task;

import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.ecs.cluster.Clusters;
import dev.slipway.controlplane.state.Reader;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.Failure;

/** Protection from scale-in, which tasks that no service started do not have. */
final class Protection {
    private static final int MOST = 10;

    private Protection() {}

    static List<Failure> failures(
            Reader reader,
            Tasks tasks,
            Scope scope,
            @Nullable String clusterNamed,
            List<String> named) {
        if (clusterNamed == null || clusterNamed.isEmpty()) {
            throw Refusals.blank("Cluster");
        }
        String cluster = Clusters.resolve(reader, scope, clusterNamed).name();
        if (named.isEmpty()) {
            throw Refusals.blank("Tasks");
        }
        if (named.size() > MOST) {
            throw Refusals.tooMany("tasks", MOST);
        }
        List<Failure> failures = new ArrayList<>();
        for (String text : named) {
            String id = TaskName.id(scope, cluster, text);
            boolean known = tasks.find(reader, scope, cluster, id).isPresent();
            failures.add(
                    TaskOnTheWire.failure(
                            scope, cluster, id, known ? "TASK_NOT_VALID" : "MISSING"));
        }
        return failures;
    }
}
