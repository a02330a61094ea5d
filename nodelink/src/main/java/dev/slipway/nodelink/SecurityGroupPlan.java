package dev.slipway.nodelink;

import java.util.List;

/**
 * A security group with its rules. Rules only allow; what no rule of any of an interface's groups
 * allows is dropped. Return traffic of an allowed flow passes.
 */
public record SecurityGroupPlan(String id, List<Rule> ingress, List<Rule> egress) {
    public SecurityGroupPlan {
        ingress = List.copyOf(ingress);
        egress = List.copyOf(egress);
    }

    /**
     * @param protocol IANA number, or -1 for all (ports are then ignored)
     * @param fromPort first port, or ICMP type; -1 for all
     * @param toPort last port, or ICMP code; -1 for all
     * @param peer who is at the other end
     */
    public record Rule(int protocol, int fromPort, int toPort, Peer peer) {}

    public sealed interface Peer {
        /** IPv4 or IPv6 block. */
        record Cidr(String block) implements Peer {}

        /** The private addresses of the interfaces that are in this group. */
        record Group(String groupId) implements Peer {}
    }
}
