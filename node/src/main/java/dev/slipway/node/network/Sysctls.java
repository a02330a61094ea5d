package dev.slipway.node.network;

import dev.slipway.node.netlink.NetworkNamespaces;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Variables of our namespaces, set one by one: a new namespace inherits the host's values for IPv4,
 * whatever they are. Called inside the namespace.
 */
final class Sysctls {

    private Sysctls() {}

    static void router() {
        ipv6Off();
        set("net/ipv4/ip_forward", "1");
        for (String which : new String[] {"all", "default"}) {
            // Strict: a packet whose source is not routed back to its own link is dropped, so an
            // interface sends from its own address only.
            set("net/ipv4/conf/" + which + "/rp_filter", "1");
            set("net/ipv4/conf/" + which + "/send_redirects", "0");
            set("net/ipv4/conf/" + which + "/accept_redirects", "0");
            set("net/ipv4/conf/" + which + "/accept_source_route", "0");
            set("net/ipv4/conf/" + which + "/route_localnet", "0");
            set("net/ipv4/conf/" + which + "/accept_local", "0");
        }
        set("net/netfilter/nf_conntrack_tcp_loose", "0");
    }

    static void task() {
        ipv6Off();
        set("net/ipv4/ip_forward", "0");
        for (String which : new String[] {"all", "default"}) {
            set("net/ipv4/conf/" + which + "/rp_filter", "0");
            set("net/ipv4/conf/" + which + "/accept_redirects", "0");
        }
        set("net/ipv4/ip_unprivileged_port_start", "0");
        set("net/ipv4/ping_group_range", "0 2147483647");
    }

    private static void ipv6Off() {
        if (Files.exists(Path.of("/proc/sys/net/ipv6/conf/default/disable_ipv6"))) {
            set("net/ipv6/conf/all/disable_ipv6", "1");
            set("net/ipv6/conf/default/disable_ipv6", "1");
        }
    }

    private static void set(String name, String value) {
        NetworkNamespaces.sysctl(name, value);
    }
}
