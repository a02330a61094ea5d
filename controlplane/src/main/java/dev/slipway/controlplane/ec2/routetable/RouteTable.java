package dev.slipway.controlplane.ec2.routetable;

import dev.slipway.controlplane.state.Kind;
import java.util.List;
import java.util.SortedMap;

/**
 * @param id {@code rtb-...}
 * @param owner the account
 * @param mainAssociationId {@code rtbassoc-...} of the VPC's main table; empty when it is not that
 * @param localCidr the VPC's block, which stays inside
 * @param routes beside the local one
 */
public record RouteTable(
        String id,
        String owner,
        String vpcId,
        String mainAssociationId,
        String localCidr,
        List<Route> routes,
        SortedMap<String, String> tags) {
    public static final Kind<RouteTable> KIND = Kind.of("ec2-route-table", RouteTable.class);

    public RouteTable {
        routes = List.copyOf(routes);
    }

    /**
     * @param cidr the destination
     * @param gatewayId an internet gateway
     */
    public record Route(String cidr, String gatewayId) {}

    public boolean isMain() {
        return !mainAssociationId.isEmpty();
    }

    public boolean leadsToInternet() {
        return routes.stream()
                .anyMatch(r -> r.gatewayId().startsWith("igw-") && r.cidr().equals("0.0.0.0/0"));
    }
}
