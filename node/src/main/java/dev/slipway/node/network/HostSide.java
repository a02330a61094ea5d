package dev.slipway.node.network;

import dev.slipway.node.host.LinuxException;
import dev.slipway.node.netlink.Firewall;
import dev.slipway.node.netlink.FirewallBatch;
import dev.slipway.node.netlink.FirewallBatch.Family;
import dev.slipway.node.netlink.FirewallBatch.Hook;
import dev.slipway.node.netlink.FirewallRule;
import dev.slipway.node.netlink.NetworkNamespaces;
import dev.slipway.node.netlink.RouteBatch;
import dev.slipway.node.netlink.Routes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * What the host itself holds: one link, one route for the pool, one rule table, and a word in the
 * firewalls of others.
 */
final class HostSide implements AutoCloseable {
    private static final String ANY_LINK = "slip-*";

    /**
     * Shared by all instances: as long as it stands, forwarding was off before the first of us
     * came, and only our own packets are forwarded.
     */
    private static final String FORWARDING_TABLE = "slipway_forwarding";

    private static final String FORWARDING = "net/ipv4/ip_forward";
    private static final List<String> PRIVATE =
            List.of(
                    "10.0.0.0/8",
                    "172.16.0.0/12",
                    "192.168.0.0/16",
                    "100.64.0.0/10",
                    "169.254.0.0/16",
                    "127.0.0.0/8",
                    "198.18.0.0/15");

    private final NetworkSettings settings;
    private final NetworkNamespaces namespaces;
    private final Routes routes;
    private final Firewall firewall;

    HostSide(NetworkSettings settings, NetworkNamespaces namespaces) {
        this.settings = settings;
        this.namespaces = namespaces;
        routes = namespaces.atHome(Routes::new);
        firewall = namespaces.atHome(Firewall::new);
    }

    /** Makes what is missing. */
    List<String> ensure(Edge edge) {
        rules();
        OptionalInt link = routes.index(settings.hostLink());
        if (link.isPresent() && !edge.hasHostLink()) {
            routes.apply(new RouteBatch().deleteLink(link.getAsInt())); // of an edge long gone
            link = OptionalInt.empty();
        }
        if (link.isEmpty()) {
            routes.apply(
                    new RouteBatch()
                            .veth(
                                    new RouteBatch.End(settings.hostLink(), Edge.HOST_MAC),
                                    new RouteBatch.End(Edge.HOST_LINK, Edge.EDGE_MAC),
                                    edge.file(),
                                    Vpc.MTU));
        }
        lead();
        edge.leadToHost();
        routes.awaitCarrier(routes.index(settings.hostLink()).orElseThrow());
        List<String> remarks = forward();
        ForeignFirewalls foreign = new ForeignFirewalls(firewall, settings.hostLink());
        remarks.addAll(foreign.admit(ourTables()));
        return remarks;
    }

    private List<String> ourTables() {
        return List.of(settings.hostTable(), FORWARDING_TABLE);
    }

    private void lead() {
        int index = routes.index(settings.hostLink()).orElseThrow();
        namespaces.atHome(
                () -> {
                    String ipv6 = "net/ipv6/conf/" + settings.hostLink() + "/disable_ipv6";
                    if (Files.exists(Path.of("/proc/sys").resolve(ipv6))) {
                        NetworkNamespaces.sysctl(ipv6, "1");
                    }
                    return index;
                });
        Block pool = Block.parse(settings.publicPool());
        routes.apply(
                new RouteBatch()
                        .address(index, Edge.HOST_ADDRESS)
                        .neighbour(index, Edge.EDGE_ADDRESS, Edge.EDGE_MAC)
                        .route(
                                pool.address(),
                                pool.prefix(),
                                Edge.EDGE_ADDRESS,
                                index,
                                Edge.HOST_ADDRESS));
    }

    /** Our table, replaced in one step. */
    private void rules() {
        String link = settings.hostLink();
        Block pool = Block.parse(settings.publicPool());
        int answers = FirewallRule.ESTABLISHED | FirewallRule.RELATED;
        FirewallBatch batch =
                new FirewallBatch(Family.INET, settings.hostTable())
                        .table()
                        .deleteTable()
                        .table()
                        .chain("input", "filter", Hook.INPUT, 0, false)
                        .rule("input", new FirewallRule().in(link).state(answers).accept())
                        .rule("input", new FirewallRule().in(link).drop())
                        .chain("forward", "filter", Hook.FORWARD, 0, false)
                        .rule("forward", new FirewallRule().in(link).clampSegments())
                        .rule("forward", new FirewallRule().out(link).clampSegments())
                        .rule("forward", new FirewallRule().out(link).state(answers).accept())
                        .rule("forward", new FirewallRule().out(link).drop())
                        .rule("forward", new FirewallRule().in(link).state(answers).accept());
        if (!settings.privateNetworks()) {
            for (String block : PRIVATE) {
                Block there = Block.parse(block);
                batch.rule(
                        "forward",
                        new FirewallRule()
                                .in(link)
                                .ipv4()
                                .to(there.address(), there.prefix())
                                .drop());
            }
        }
        batch.chain("postrouting", "nat", Hook.POSTROUTING, 100, false)
                .rule(
                        "postrouting",
                        new FirewallRule()
                                .notOut(link)
                                .ipv4()
                                .from(pool.address(), pool.prefix())
                                .masquerade());
        firewall.apply(batch);
    }

    /** Turns forwarding on; where it was off, for our packets only. */
    private List<String> forward() {
        List<String> remarks = new ArrayList<>();
        if (!forwarding()) {
            firewall.apply(
                    new FirewallBatch(Family.INET, FORWARDING_TABLE)
                            .table()
                            .deleteTable()
                            .table()
                            .chain("forward", "filter", Hook.FORWARD, 0, false)
                            .rule(
                                    "forward",
                                    new FirewallRule().notIn(ANY_LINK).notOut(ANY_LINK).drop()));
            sysctl("1");
        }
        if (firewall.tables(Family.INET).contains(FORWARDING_TABLE)) {
            remarks.add(
                    "The host did not forward packets: it does now, but only Slipway's (table inet "
                            + FORWARDING_TABLE
                            + ")");
        }
        return remarks;
    }

    private boolean forwarding() {
        return namespaces.atHome(
                () -> {
                    try {
                        return "1"
                                .equals(Files.readString(Path.of("/proc/sys", FORWARDING)).strip());
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
    }

    private void sysctl(String value) {
        namespaces.atHome(
                () -> {
                    NetworkNamespaces.sysctl(FORWARDING, value);
                    return value;
                });
    }

    /** What of this instance the host holds, in words. */
    List<String> remains() {
        List<String> found = new ArrayList<>();
        routes.index(settings.hostLink())
                .ifPresent(index -> found.add("interface " + settings.hostLink()));
        if (firewall.tables(Family.INET).contains(settings.hostTable())) {
            found.add("rule table inet " + settings.hostTable());
        }
        new ForeignFirewalls(firewall, settings.hostLink())
                .ours()
                .forEach(rule -> found.add("rule in " + ForeignFirewalls.place(rule.chain())));
        return found;
    }

    /** Takes it all back. */
    void dismantle() {
        new ForeignFirewalls(firewall, settings.hostLink()).leave();
        routes.index(settings.hostLink())
                .ifPresent(index -> routes.apply(new RouteBatch().deleteLink(index)));
        deleteTable(settings.hostTable());
        String prefix = ANY_LINK.substring(0, ANY_LINK.length() - 1);
        boolean last = routes.links().stream().noneMatch(l -> l.name().startsWith(prefix));
        if (last && firewall.tables(Family.INET).contains(FORWARDING_TABLE)) {
            sysctl("0");
            deleteTable(FORWARDING_TABLE);
        }
    }

    private void deleteTable(String name) {
        try {
            firewall.apply(new FirewallBatch(Family.INET, name).deleteTable());
        } catch (LinuxException e) {
            if (!e.isMissing()) {
                throw e;
            }
        }
    }

    @Override
    public void close() {
        routes.close();
        firewall.close();
    }
}
