package dev.slipway.node.network;

import dev.slipway.nodelink.InterfacePlan;
import dev.slipway.nodelink.NodePlan;
import dev.slipway.nodelink.SubnetPlan;
import dev.slipway.nodelink.VpcPlan;
import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ThreadFactory;

/**
 * The front door. All methods may be called from many threads at once, virtual ones too; calls
 * about different interfaces run side by side. A refusal of the kernel is a {@link
 * dev.slipway.node.host.LinuxException}; whatever a failed call left behind is mended by calling it
 * again, or removed by {@link #detach} or {@link #apply}.
 */
public final class Network implements AutoCloseable {

    /** Where tasks find metadata, credentials and our own API: see {@link #listen}. */
    public static final String LINK_LOCAL = "169.254.170.2";

    /** The resolver's address in every VPC, beside the VPC's base + 2. */
    public static final String RESOLVER = "169.254.169.253";

    private final NetworkSettings settings;

    private Network(NetworkSettings settings) {
        this.settings = settings;
    }

    /**
     * Makes or finds again the edge: its namespace, the host's link, route and rules. What an
     * earlier process of this instance left (a crash) goes on working untouched until {@link
     * #apply}.
     *
     * @param threads for the platform thread that enters namespaces and for the resolvers' threads
     */
    public static Network open(NetworkSettings settings, ThreadFactory threads) {
        return new Network(settings);
    }

    /**
     * Makes VPCs, security groups and the membership of attached interfaces as planned, costing the
     * difference to the plan before; interfaces and VPCs that are not in the plan are removed. The
     * first call after {@link #open} adopts what an earlier process left: living interfaces keep
     * their connections. Interfaces of the plan that do not exist are left to {@link #attach}.
     */
    public void apply(NodePlan plan) {}

    /**
     * Makes the interface's empty namespace, with loopback up, or finds it. This is all that a
     * container runtime's {@code create} needs.
     *
     * @return a file that stands for the namespace, for the runtime's configuration
     */
    public Path openNamespace(String interfaceId) {
        return settings.namespaces().resolve(interfaceId);
    }

    /**
     * Gives the namespace its interface, {@code eth0}, with addresses, routes and rules; makes
     * namespace and VPC when they are missing. Does nothing new when it is attached already.
     */
    public void attach(InterfacePlan plan, SubnetPlan subnet, VpcPlan vpc) {}

    /**
     * Removes rules, link and namespace; returns when the address may be given to another. Unknown
     * ids are no error. Processes that still live in the namespace lose the network.
     */
    public void detach(String interfaceId) {}

    /**
     * Opens a TCP listener inside the VPC on {@link #LINK_LOCAL} (any port) that every task of that
     * VPC reaches; the remote address of an accepted connection is the task's private address, and
     * cannot be forged. The VPC must be known from {@link #apply} or {@link #attach}; its removal
     * closes the channel.
     */
    public ServerSocketChannel listen(String vpcId, String address, int port) throws IOException {
        return ServerSocketChannel.open();
    }

    /**
     * Looks at the host again (links, route, rules, foreign firewalls) and mends what others
     * removed; cheap enough for a slow sweep.
     */
    public void sweep() {}

    /** What was done about foreign firewalls and what could not be, in plain words; often empty. */
    public List<String> remarks() {
        return List.of();
    }

    /** What belongs to this instance and to nothing in the plan, one line each; sorted. */
    public List<String> leaks(NodePlan plan) {
        return List.of();
    }

    /**
     * Everything of the instance that is on this machine, one line each, sorted; for an instance
     * that does not run. Empty after {@link #dismantle}.
     */
    public static List<String> remains(NetworkSettings settings, ThreadFactory threads) {
        return List.of();
    }

    /** Removes everything of the instance; for an instance that does not run (or was closed). */
    public static void dismantle(NetworkSettings settings, ThreadFactory threads) {}

    /** Closes listeners and resolvers; the tasks' network stays. */
    @Override
    public void close() {}
}
