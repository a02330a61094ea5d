package dev.slipway.node.network;

import dev.slipway.node.host.LinuxException;
import dev.slipway.node.netlink.NetworkNamespaces;
import dev.slipway.node.netlink.RouteBatch;
import dev.slipway.node.netlink.Routes;
import java.nio.file.Path;
import java.util.Set;

/**
 * The instance's edge namespace, between the host's one link and the VPCs. It only routes: a public
 * address in use has a route to its VPC, the rest of the pool a route to nowhere, and strict
 * reverse path filtering keeps each VPC to its own addresses.
 */
final class Edge implements AutoCloseable {
    static final String NAME = "edge";

    /** The edge's link to the host, inside the edge. */
    static final String HOST_LINK = "host";

    static final String HOST_MAC = "02:53:4c:00:00:04";
    static final String EDGE_MAC = "02:53:4c:00:00:05";
    private static final String EDGE_TO_VPC_MAC = "02:53:4c:00:00:01";
    private static final String VPC_MAC = "02:53:4c:00:00:02";

    static final int HOST_ADDRESS = Block.addressOf("169.254.100.1");
    static final int EDGE_ADDRESS = Block.addressOf("169.254.100.2");

    /** What the edge calls every VPC: each has its own link, so one address serves all. */
    private static final int VPC_ADDRESS = Block.addressOf("169.254.100.3");

    private static final String LINK_PREFIX = "vpc-";

    private final Path file;
    private final Block pool;
    private final Routes routes;

    Edge(NetworkSettings settings, NetworkNamespaces namespaces) {
        file = settings.namespaces().resolve(NAME);
        pool = Block.parse(settings.publicPool());
        routes =
                namespaces.create(
                        file,
                        () -> {
                            Sysctls.router();
                            return new Routes();
                        });
        int loopback = routes.index("lo").orElseThrow();
        routes.apply(
                new RouteBatch()
                        .up(loopback)
                        .address(loopback, EDGE_ADDRESS)
                        .blackhole(pool.address(), pool.prefix()));
    }

    Path file() {
        return file;
    }

    boolean hasHostLink() {
        return routes.index(HOST_LINK).isPresent();
    }

    void removeHostLink() {
        routes.index(HOST_LINK)
                .ifPresent(index -> routes.apply(new RouteBatch().deleteLink(index)));
    }

    /** The way out, once the link is there. */
    void leadToHost() {
        int index = routes.index(HOST_LINK).orElseThrow();
        routes.apply(
                new RouteBatch()
                        .up(index)
                        .neighbour(index, HOST_ADDRESS, HOST_MAC)
                        .route(0, 0, HOST_ADDRESS, index, 0));
    }

    /** The link between a VPC and the edge; nothing new where it is. */
    void connect(Vpc vpc) {
        String name = linkName(vpc.id());
        boolean here = routes.index(name).isPresent();
        boolean there = vpc.routes().index(Vpc.UPLINK).isPresent();
        if (here && !there) {
            disconnect(vpc.id());
        }
        if (!there) {
            routes.apply(
                    new RouteBatch()
                            .veth(
                                    new RouteBatch.End(name, EDGE_TO_VPC_MAC),
                                    new RouteBatch.End(Vpc.UPLINK, VPC_MAC),
                                    vpc.file(),
                                    Vpc.MTU));
        }
        int index = routes.index(name).orElseThrow();
        routes.apply(new RouteBatch().neighbour(index, VPC_ADDRESS, VPC_MAC));
        int inside = vpc.routes().index(Vpc.UPLINK).orElseThrow();
        vpc.routes()
                .apply(
                        new RouteBatch()
                                .up(inside)
                                .neighbour(inside, HOST_ADDRESS, EDGE_TO_VPC_MAC)
                                .route(0, 0, HOST_ADDRESS, inside, 0));
        routes.awaitCarrier(index);
    }

    void disconnect(String vpcId) {
        routes.index(linkName(vpcId))
                .ifPresent(index -> routes.apply(new RouteBatch().deleteLink(index)));
    }

    /** Leads a public address to its VPC. */
    void publish(String address, String vpcId) {
        int index = routes.index(linkName(vpcId)).orElseThrow();
        int number = Block.addressOf(address);
        if (!pool.contains(number)) {
            throw new IllegalArgumentException(address + " is not in the public pool " + pool);
        }
        routes.apply(new RouteBatch().route(number, 32, VPC_ADDRESS, index, 0));
    }

    void withdraw(String address) {
        try {
            routes.apply(new RouteBatch().deleteRoute(Block.addressOf(address), 32));
        } catch (LinuxException e) {
            if (!e.isMissing()) {
                throw e;
            }
        }
    }

    /** The public addresses that lead somewhere. */
    Set<String> published() {
        Set<String> found = new java.util.TreeSet<>();
        for (Routes.Route route : routes.routes()) {
            if (route.prefix() == 32 && pool.contains(route.address())) {
                found.add(Block.textOf(route.address()));
            }
        }
        return found;
    }

    static String linkName(String vpcId) {
        return LINK_PREFIX + Vpc.tail(vpcId);
    }

    @Override
    public void close() {
        routes.close();
    }
}
