package dev.slipway.controlplane.ec2.routetable;

import dev.slipway.controlplane.state.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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

    Optional<Route> route(String cidr) {
        return routes.stream().filter(r -> r.cidr().equals(cidr)).findFirst();
    }

    /** With a route for its destination, in place of the one that was there. */
    public RouteTable with(Route route) {
        List<Route> all = new ArrayList<>(without(route.cidr()).routes());
        all.add(route);
        return withRoutes(all);
    }

    RouteTable without(String cidr) {
        return withRoutes(routes.stream().filter(r -> !r.cidr().equals(cidr)).toList());
    }

    public RouteTable withTags(SortedMap<String, String> others) {
        return new RouteTable(id, owner, vpcId, mainAssociationId, localCidr, routes, others);
    }

    private RouteTable withRoutes(List<Route> others) {
        return new RouteTable(id, owner, vpcId, mainAssociationId, localCidr, others, tags);
    }

    /**
     * @param associationId empty: no longer the main one
     */
    RouteTable withMainAssociation(String associationId) {
        return new RouteTable(id, owner, vpcId, associationId, localCidr, routes, tags);
    }
}
