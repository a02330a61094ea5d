package dev.slipway.node.network;

import dev.slipway.node.netlink.Firewall;
import dev.slipway.node.netlink.FirewallBatch;
import dev.slipway.node.netlink.FirewallBatch.Family;
import dev.slipway.node.netlink.FirewallRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Others' chains that drop what is forwarded: an accept in our own table does not help there, so
 * our link is admitted inside them. What may pass is decided by our own table all the same. Rules
 * are of the kind that iptables can list.
 */
final class ForeignFirewalls {
    private static final String DOCKER = "DOCKER-USER";

    private final Firewall firewall;
    private final String link;

    ForeignFirewalls(Firewall firewall, String link) {
        this.firewall = firewall;
        this.link = link;
    }

    /** Admits our link where it is missing; answers what was done, in words. */
    List<String> admit(List<String> ourTables) {
        List<String> remarks = new ArrayList<>();
        for (Family family : Family.values()) {
            List<Firewall.Chain> chains =
                    firewall.chains(family).stream()
                            .filter(chain -> !ourTables.contains(chain.table()))
                            .toList();
            for (Firewall.Chain chain : chains) {
                if (chain.hook().equals("FORWARD") && chain.drops()) {
                    Firewall.Chain place = docker(chains, chain.table()).orElse(chain);
                    if (firewall.rules(place).stream().noneMatch(this::isOurs)) {
                        insert(place);
                    }
                    remarks.add(
                            "Table "
                                    + chain.table()
                                    + " drops forwarded packets: admitted our link in "
                                    + place(place));
                }
            }
        }
        return remarks;
    }

    private static Optional<Firewall.Chain> docker(List<Firewall.Chain> chains, String table) {
        return chains.stream()
                .filter(chain -> chain.table().equals(table) && chain.name().equals(DOCKER))
                .findFirst();
    }

    private void insert(Firewall.Chain chain) {
        FirewallBatch batch = new FirewallBatch(chain.family(), chain.table());
        batch.insert(chain.name(), new FirewallRule().in(link).counted().accept(), comment());
        batch.insert(chain.name(), new FirewallRule().out(link).counted().accept(), comment());
        firewall.apply(batch);
    }

    private String comment() {
        return "slipway " + link;
    }

    private boolean isOurs(Firewall.Rule rule) {
        return rule.comment().equals(comment());
    }

    /** Our rules in others' chains. */
    List<Firewall.Rule> ours() {
        List<Firewall.Rule> found = new ArrayList<>();
        for (Family family : Family.values()) {
            for (Firewall.Chain chain : firewall.chains(family)) {
                if (chain.hook().equals("FORWARD") || chain.name().equals(DOCKER)) {
                    firewall.rules(chain).stream().filter(this::isOurs).forEach(found::add);
                }
            }
        }
        return found;
    }

    void leave() {
        for (Firewall.Rule rule : ours()) {
            Firewall.Chain chain = rule.chain();
            firewall.apply(
                    new FirewallBatch(chain.family(), chain.table())
                            .deleteRule(chain.name(), rule.handle()));
        }
    }

    static String place(Firewall.Chain chain) {
        return "chain " + chain.name() + " of table " + chain.table();
    }
}
