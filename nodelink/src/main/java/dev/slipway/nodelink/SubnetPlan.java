package dev.slipway.nodelink;

/**
 * @param id {@code subnet-...}
 * @param cidr IPv4 block inside the VPC; its first address after the network's is the router
 * @param availabilityZone such as {@code us-east-1a}
 * @param internetRoute whether a route of this subnet leads to an internet gateway: public
 *     addresses work only then
 */
public record SubnetPlan(
        String id, String vpcId, String cidr, String availabilityZone, boolean internetRoute) {}
