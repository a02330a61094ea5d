package dev.slipway.controlplane.ec2.routetable;

import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.ec2.lookup.Filters;
import dev.slipway.controlplane.ec2.lookup.TagSet;
import dev.slipway.controlplane.state.Reader;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ec2.model.Route;
import software.amazon.awssdk.services.ec2.model.RouteTableAssociation;

/** Route tables as EC2 filters and answers them. */
final class RouteTableView {
    private final Reader reader;
    private final Scope scope;
    private final Map<String, List<SubnetAssociation>> byTable;

    RouteTableView(Reader reader, Scope scope) {
        this.reader = reader;
        this.scope = scope;
        this.byTable =
                RouteTables.associations(reader, scope)
                        .collect(Collectors.groupingBy(SubnetAssociation::tableId));
    }

    Filters<RouteTable> filters() {
        return new Filters<RouteTable>()
                .many("association.gateway-id", t -> List.of())
                .many(
                        "association.route-table-association-id",
                        t -> associations(t, RouteTableAssociation::routeTableAssociationId))
                .many(
                        "association.route-table-id",
                        t -> associations(t, RouteTableAssociation::routeTableId))
                // Only what is explicit: a subnet that uses the main table is not associated.
                .many(
                        "association.subnet-id",
                        t -> associations(t, RouteTableAssociation::subnetId))
                .many("association.main", t -> associations(t, a -> "" + a.main()))
                .one("owner-id", RouteTable::owner)
                .one("route-table-id", RouteTable::id)
                .many("route.destination-cidr-block", t -> routes(t, Route::destinationCidrBlock))
                .many("route.destination-ipv6-cidr-block", t -> List.of())
                .many("route.destination-prefix-list-id", t -> List.of())
                .many("route.egress-only-internet-gateway-id", t -> List.of())
                .many("route.gateway-id", t -> routes(t, Route::gatewayId))
                .many("route.instance-id", t -> List.of())
                .many("route.nat-gateway-id", t -> List.of())
                .many("route.transit-gateway-id", t -> List.of())
                .many("route.origin", t -> routes(t, Route::originAsString))
                .many("route.state", t -> routes(t, Route::stateAsString))
                .many("route.vpc-peering-connection-id", t -> List.of())
                .one("vpc-id", RouteTable::vpcId)
                .tags(RouteTable::tags);
    }

    software.amazon.awssdk.services.ec2.model.RouteTable shape(RouteTable table) {
        return software.amazon.awssdk.services.ec2.model.RouteTable.builder()
                .routeTableId(table.id())
                .vpcId(table.vpcId())
                .ownerId(table.owner())
                .associations(associations(table))
                .propagatingVgws(List.of())
                .routes(routes(table))
                .tags(TagSet.of(table.tags()))
                .build();
    }

    private Collection<String> routes(RouteTable table, Function<Route, String> value) {
        return routes(table).stream().map(value).toList();
    }

    private List<Route> routes(RouteTable table) {
        List<Route> routes = new ArrayList<>();
        routes.add(route(table.localCidr(), "local", "CreateRouteTable", true));
        for (RouteTable.Route r : table.routes()) {
            boolean works = RouteTables.works(reader, scope, table, r);
            routes.add(route(r.cidr(), r.gatewayId(), "CreateRoute", works));
        }
        return routes;
    }

    private static Route route(String cidr, String gateway, String origin, boolean works) {
        return Route.builder()
                .destinationCidrBlock(cidr)
                .gatewayId(gateway)
                .origin(origin)
                .state(works ? "active" : "blackhole")
                .build();
    }

    private Collection<String> associations(
            RouteTable table, Function<RouteTableAssociation, String> value) {
        return associations(table).stream().map(value).filter(Objects::nonNull).toList();
    }

    private List<RouteTableAssociation> associations(RouteTable table) {
        List<RouteTableAssociation> all = new ArrayList<>();
        if (table.isMain()) {
            all.add(association(table.mainAssociationId(), table).main(true).build());
        }
        for (SubnetAssociation a : byTable.getOrDefault(table.id(), List.of())) {
            all.add(association(a.id(), table).main(false).subnetId(a.subnetId()).build());
        }
        return all;
    }

    private static RouteTableAssociation.Builder association(String id, RouteTable table) {
        return RouteTableAssociation.builder()
                .routeTableAssociationId(id)
                .routeTableId(table.id())
                .associationState(s -> s.state("associated"));
    }
}
