package dev.slipway.controlplane.api;

import java.util.List;
import java.util.Map;

/**
 * One question to IAM.
 *
 * @param action such as {@code ecs:RunTask}
 * @param resources ARNs, or {@code *} for an action that has no resource type
 * @param conditions condition keys of the service with their values, such as {@code ecs:cluster};
 *     global keys (aws:...) are the gate's business, save request tags
 */
public record Access(String action, List<String> resources, Map<String, List<String>> conditions) {
    public Access {
        if (resources.isEmpty()) {
            throw new IllegalArgumentException(action + " needs a resource; * where it has none");
        }
        resources = List.copyOf(resources);
        conditions = Map.copyOf(conditions);
    }

    public static Access to(String action, String resource) {
        return new Access(action, List.of(resource), Map.of());
    }

    public static Access to(String action, List<String> resources) {
        return new Access(action, resources, Map.of());
    }
}
