package dev.slipway.controlplane.ec2.securitygroup;

import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.ec2.prefixlist.PrefixList;
import dev.slipway.controlplane.ec2.prefixlist.PrefixLists;
import dev.slipway.controlplane.ec2.securitygroup.SecurityGroup.Peer;
import dev.slipway.controlplane.ec2.securitygroup.SecurityGroup.Rule;
import dev.slipway.controlplane.state.Reader;
import java.util.List;
import java.util.function.Function;

/**
 * How many rules a group may have: each way, and for each address family on its own. A rule that
 * refers to a group counts for both families, one that refers to a prefix list counts for as many
 * as the list may have entries.
 */
final class RuleCount {
    private static final int MOST = 60;

    private RuleCount() {}

    static boolean fits(Reader reader, Scope scope, List<Rule> rules) {
        Function<Peer, Integer> ofIpv4 =
                peer ->
                        switch (peer) {
                            case Peer.Ipv4(String block) -> 1;
                            case Peer.Ipv6(String block) -> 0;
                            case Peer.Group(String group, String owner) -> 1;
                            case Peer.PrefixList(String list) ->
                                    PrefixLists.find(reader, scope, list)
                                            .map(PrefixList::maxEntries)
                                            .orElse(0);
                        };
        Function<Peer, Integer> ofIpv6 =
                peer ->
                        switch (peer) {
                            case Peer.Ipv4(String block) -> 0;
                            case Peer.Ipv6(String block) -> 1;
                            case Peer.Group(String group, String owner) -> 1;
                            case Peer.PrefixList(String list) -> 0;
                        };
        return fits(rules, true, ofIpv4)
                && fits(rules, false, ofIpv4)
                && fits(rules, true, ofIpv6)
                && fits(rules, false, ofIpv6);
    }

    private static boolean fits(List<Rule> rules, boolean egress, Function<Peer, Integer> weight) {
        return rules.stream()
                        .filter(r -> r.egress() == egress)
                        .mapToInt(r -> weight.apply(r.peer()))
                        .sum()
                <= MOST;
    }
}
