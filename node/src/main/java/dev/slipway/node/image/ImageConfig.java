package dev.slipway.node.image;

import java.util.List;
import java.util.Map;

/**
 * What an image says about how it wants to be run. Empty means that it says nothing.
 *
 * @param environment {@code NAME=value}, in the image's order
 * @param user user, user:group, uid, uid:gid, user:gid or uid:group
 * @param stopSignal a name such as {@code SIGQUIT} or a number
 * @param exposedPorts such as {@code 80/tcp}
 * @param volumes paths
 */
public record ImageConfig(
        List<String> environment,
        List<String> entrypoint,
        List<String> command,
        String user,
        String workingDirectory,
        String stopSignal,
        List<String> exposedPorts,
        List<String> volumes,
        Map<String, String> labels) {
    public ImageConfig {
        environment = List.copyOf(environment);
        entrypoint = List.copyOf(entrypoint);
        command = List.copyOf(command);
        exposedPorts = List.copyOf(exposedPorts);
        volumes = List.copyOf(volumes);
        labels = Map.copyOf(labels);
    }

    /** The configuration of an image that says nothing but what to run. */
    public static ImageConfig ofCommand(List<String> command) {
        return new ImageConfig(
                List.of(), List.of(), command, "", "", "", List.of(), List.of(), Map.of());
    }
}
