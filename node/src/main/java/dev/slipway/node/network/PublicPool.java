package dev.slipway.node.network;

import dev.slipway.node.netlink.NetworkNamespaces;
import dev.slipway.node.netlink.Routes;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The block of public addresses of an instance. */
public final class PublicPool {

    private PublicPool() {}

    /**
     * Purely from what is in use: the first /24 of 198.18.0.0/15 (set aside for benchmarks, so on
     * no network that people use) clear of all blocks in use; the search starts at a place given by
     * the instance's name, so that an instance tends to keep its pool.
     *
     * @param inUse the destinations of the host's routes and other instances' pools, as IPv4 blocks
     *     or addresses; a default route does not count
     * @return empty when all 512 are taken
     */
    public static Optional<String> choose(String instance, List<String> inUse) {
        int start = Math.floorMod(instance.hashCode(), 512);
        List<Block> taken =
                inUse.stream().map(Block::parse).filter(block -> block.prefix() > 0).toList();
        for (int i = 0; i < 512; i++) {
            Block candidate = new Block(0xC612_0000 + (((start + i) % 512) << 8), 24);
            if (taken.stream().noneMatch(candidate::overlaps)) {
                return Optional.of(candidate.toString());
            }
        }
        return Optional.empty();
    }

    /** The block that the instance holds already, else a free one. */
    static Optional<String> held(String instance, NetworkNamespaces namespaces) {
        try (Routes routes = namespaces.atHome(Routes::new)) {
            return held(instance, routes);
        }
    }

    /**
     * As {@link #held(String, NetworkNamespaces)}, by the routes of the host: reading them needs no
     * root.
     */
    static Optional<String> held(String instance, Routes routes) {
        String link = new NetworkSettings(instance, "", Path.of("/"), List.of(), false).hostLink();
        int own = routes.index(link).orElse(-1);
        List<Routes.Route> all = routes.routes();
        return all.stream()
                .filter(route -> route.link() == own)
                .map(route -> new Block(route.address(), route.prefix()).toString())
                .findFirst()
                .or(
                        () ->
                                choose(
                                        instance,
                                        all.stream()
                                                .map(r -> new Block(r.address(), r.prefix()))
                                                .map(Block::toString)
                                                .toList()));
    }
}
