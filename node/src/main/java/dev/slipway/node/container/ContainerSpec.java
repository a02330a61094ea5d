package dev.slipway.node.container;

import dev.slipway.node.image.Image;
import dev.slipway.nodelink.ContainerPlan;
import dev.slipway.nodelink.TaskPlan;
import java.nio.file.Path;
import java.util.Map;

/**
 * A container to be made.
 *
 * @param id on this machine, unique for ever: letters, digits and dashes, at most 64
 * @param task that it belongs to
 * @param plan the line of the task definition
 * @param image what {@link ContainerPlan#image()} turned out to be
 * @param environment what we add: wins over the image's, loses against the plan's
 * @param hostname in its own UTS namespace, and in {@code /etc/hostname}
 * @param networkNamespace path of a network namespace; it may still be without interfaces
 * @param hosts contents of {@code /etc/hosts}
 * @param resolvConf contents of {@code /etc/resolv.conf}
 */
public record ContainerSpec(
        String id,
        TaskPlan task,
        ContainerPlan plan,
        Image image,
        Map<String, String> environment,
        String hostname,
        Path networkNamespace,
        String hosts,
        String resolvConf) {
    public ContainerSpec {
        environment =
                java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(environment));
    }

    String taskId() {
        return task.id();
    }
}
