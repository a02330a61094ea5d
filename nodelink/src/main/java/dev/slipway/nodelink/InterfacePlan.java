package dev.slipway.nodelink;

import java.util.List;

/**
 * An elastic network interface: a veth pair into the owner's network namespace.
 *
 * @param id {@code eni-...}
 * @param privateAddress IPv4, without a prefix length
 * @param macAddress six lower-case hex octets with colons; locally administered
 * @param publicAddress IPv4 from the node's public pool, mapped 1:1; empty when it has none
 * @param securityGroups group ids, one to five
 */
public record InterfacePlan(
        String id,
        String vpcId,
        String subnetId,
        String privateAddress,
        String macAddress,
        String publicAddress,
        List<String> securityGroups) {
    public InterfacePlan {
        securityGroups = List.copyOf(securityGroups);
    }
}
