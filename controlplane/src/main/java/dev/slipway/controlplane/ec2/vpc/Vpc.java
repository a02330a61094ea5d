package dev.slipway.controlplane.ec2.vpc;

import dev.slipway.controlplane.state.Kind;
import dev.slipway.nodelink.VpcPlan;
import java.util.List;
import java.util.SortedMap;

/**
 * @param id {@code vpc-...}
 * @param owner the account, 12 digits
 * @param cidr the primary block
 * @param dnsSupport whether the name service at base + 2 answers
 * @param dnsHostnames whether interfaces get public names
 * @param defaultSecurityGroupId the group of interfaces that name none
 * @param mainRouteTableId the table of subnets that are associated with none
 */
public record Vpc(
        String id,
        String owner,
        String cidr,
        boolean isDefault,
        boolean dnsSupport,
        boolean dnsHostnames,
        String dhcpOptionsId,
        String defaultSecurityGroupId,
        String mainRouteTableId,
        SortedMap<String, String> tags) {
    public static final Kind<Vpc> KIND = Kind.of("ec2-vpc", Vpc.class);

    public Vpc withMainRouteTable(String tableId) {
        return with(dnsHostnames, defaultSecurityGroupId, tableId, tags);
    }

    public Vpc withDefaultSecurityGroup(String groupId) {
        return with(dnsHostnames, groupId, mainRouteTableId, tags);
    }

    public Vpc withTags(SortedMap<String, String> others) {
        return with(dnsHostnames, defaultSecurityGroupId, mainRouteTableId, others);
    }

    Vpc withDnsHostnames(boolean given) {
        return with(given, defaultSecurityGroupId, mainRouteTableId, tags);
    }

    /** All that can change once it is made. */
    private Vpc with(
            boolean hostnames, String groupId, String tableId, SortedMap<String, String> others) {
        return new Vpc(
                id,
                owner,
                cidr,
                isDefault,
                dnsSupport,
                hostnames,
                dhcpOptionsId,
                groupId,
                tableId,
                others);
    }

    public VpcPlan plan() {
        return new VpcPlan(id, List.of(cidr));
    }
}
