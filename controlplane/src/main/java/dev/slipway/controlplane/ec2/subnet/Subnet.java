package dev.slipway.controlplane.ec2.subnet;

import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.ec2.lookup.ResourceType;
import dev.slipway.controlplane.state.Kind;
import dev.slipway.nodelink.SubnetPlan;
import java.util.SortedMap;

/**
 * @param id {@code subnet-...}
 * @param owner the account
 * @param cidr inside its VPC's block
 * @param zone the availability zone's name
 * @param defaultForZone whether it is the one AWS made for the zone
 */
public record Subnet(
        String id,
        String owner,
        String vpcId,
        String cidr,
        String zone,
        String zoneId,
        boolean defaultForZone,
        boolean mapPublicIpOnLaunch,
        SortedMap<String, String> tags) {
    public static final Kind<Subnet> KIND = Kind.of("ec2-subnet", Subnet.class);

    public Subnet withTags(SortedMap<String, String> others) {
        return new Subnet(
                id, owner, vpcId, cidr, zone, zoneId, defaultForZone, mapPublicIpOnLaunch, others);
    }

    Subnet withMapPublicIpOnLaunch(boolean given) {
        return new Subnet(id, owner, vpcId, cidr, zone, zoneId, defaultForZone, given, tags);
    }

    public String arn(Scope scope) {
        return ResourceType.SUBNET.arn(scope, id);
    }

    /**
     * @param internetRoute as {@link Subnets#isPublic} says
     */
    public SubnetPlan plan(boolean internetRoute) {
        return new SubnetPlan(id, vpcId, cidr, zone, internetRoute);
    }
}
