package dev.slipway.node.network;

import dev.slipway.node.netlink.NetworkNamespaces;
import dev.slipway.node.netlink.RouteBatch;
import dev.slipway.node.netlink.Routes;
import java.nio.file.Path;

/** The task's end of an interface. */
final class TaskSide {

    private TaskSide() {}

    /** The empty namespace: loopback and variables. */
    static void create(NetworkNamespaces namespaces, Path file) {
        namespaces.create(
                file,
                () -> {
                    equip();
                    return file;
                });
    }

    /** What every task's namespace has before its interface; called inside. */
    static void equip() {
        Sysctls.task();
        try (Routes routes = new Routes()) {
            routes.apply(new RouteBatch().up(routes.index("lo").orElseThrow()));
        }
    }

    /** One address, one neighbour, one route: nothing is ever asked for by ARP. */
    static void configure(NetworkNamespaces namespaces, Path file, int address, int router) {
        try (Routes routes = namespaces.inside(file, Routes::new)) {
            int index = routes.index("eth0").orElseThrow();
            routes.apply(
                    new RouteBatch()
                            .up(index)
                            .address(index, address)
                            .neighbour(index, router, Vpc.ROUTER_MAC)
                            .route(0, 0, router, index, address));
        }
    }
}
