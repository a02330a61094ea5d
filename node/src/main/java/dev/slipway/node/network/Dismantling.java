package dev.slipway.node.network;

import dev.slipway.node.netlink.NetworkNamespaces;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What an instance that does not run has left on the machine. */
final class Dismantling {

    private Dismantling() {}

    static List<String> remains(NetworkSettings settings, NetworkNamespaces namespaces) {
        NamespaceFiles files = new NamespaceFiles(settings.namespaces());
        Set<String> found = new TreeSet<>();
        files.all().forEach(id -> found.add("network namespace " + files.of(id)));
        try (HostSide host = new HostSide(settings, namespaces)) {
            found.addAll(host.remains());
        }
        return List.copyOf(found);
    }

    static void dismantle(NetworkSettings settings, NetworkNamespaces namespaces) {
        NamespaceFiles files = new NamespaceFiles(settings.namespaces());
        try (HostSide host = new HostSide(settings, namespaces)) {
            host.dismantle();
        }
        for (String id : files.all()) {
            namespaces.remove(files.of(id));
        }
        NetworkNamespaces.forget(settings.namespaces());
    }
}
