package dev.slipway.node.local;

import dev.slipway.node.image.PullPolicy;
import dev.slipway.node.network.NetworkSettings;
import dev.slipway.nodelink.NodeReport;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;

/**
 * @param nodeId as the control plane knows it
 * @param instance two to ten lower-case letters and digits: in every name that the machine sees
 * @param data folder of the node; on a file system that overlayfs can write to
 * @param run folder that does not outlive a boot, such as {@code /run/slipway/INSTANCE}; never
 *     inside {@code /run/slipway-INSTANCE}, which is the container room's and removed by it
 * @param publicPool IPv4 block of the public addresses
 * @param resolvers where tasks' questions go that we do not answer ourselves
 * @param privateNetworks whether tasks with a public address may reach private networks beyond this
 *     machine
 * @param capacity what the node lends to tasks
 * @param runtime program of the OCI runtime; empty: choose
 * @param apiPort where tasks reach the AWS API on 169.254.170.2; 80 is taken
 * @param pulls when a registry is asked about an image that is here
 */
public record LocalSettings(
        String nodeId,
        String instance,
        Path data,
        Path run,
        String publicPool,
        List<InetSocketAddress> resolvers,
        boolean privateNetworks,
        NodeReport.Capacity capacity,
        String runtime,
        int apiPort,
        PullPolicy pulls) {
    public LocalSettings {
        resolvers = List.copyOf(resolvers);
    }

    NetworkSettings network() {
        return new NetworkSettings(instance, publicPool, run, resolvers, privateNetworks);
    }

    Path images() {
        return data.resolve("images");
    }

    Path containers() {
        return data.resolve("containers");
    }

    Path journal() {
        return data.resolve("journal");
    }

    Path logs() {
        return data.resolve("logs");
    }
}
