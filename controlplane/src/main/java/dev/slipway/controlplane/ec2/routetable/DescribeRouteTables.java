package dev.slipway.controlplane.ec2.routetable;

import dev.slipway.controlplane.api.Access;
import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.controlplane.aws.Page;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.ec2.lookup.Filters;
import dev.slipway.controlplane.ec2.lookup.Lookup;
import dev.slipway.controlplane.ec2.lookup.Lookup.Question;
import dev.slipway.controlplane.ec2.lookup.ResourceType;
import dev.slipway.controlplane.ec2.lookup.TagSet;
import dev.slipway.controlplane.state.Reader;
import dev.slipway.wire.Call;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ec2.model.DescribeRouteTablesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeRouteTablesResponse;
import software.amazon.awssdk.services.ec2.model.Route;
import software.amazon.awssdk.services.ec2.model.RouteTableAssociation;

final class DescribeRouteTables
        implements AwsOperation<DescribeRouteTablesRequest, DescribeRouteTablesResponse> {
    private static final Lookup<RouteTable> TABLES =
            new Lookup<>(
                    "DescribeRouteTables",
                    RouteTable.KIND,
                    ResourceType.ROUTE_TABLE,
                    "routeTableIds",
                    filters());

    private final Function<Scope, Reader> network;

    DescribeRouteTables(Function<Scope, Reader> network) {
        this.network = network;
    }

    @Override
    public Supplier<? extends SdkPojo> newInput() {
        return DescribeRouteTablesRequest::builder;
    }

    @Override
    public List<Access> access(Call call, DescribeRouteTablesRequest input) {
        return List.of(Access.to("ec2:DescribeRouteTables", "*"));
    }

    @Override
    public DescribeRouteTablesResponse answer(Call call, DescribeRouteTablesRequest input) {
        Scope scope = new Scope(call.caller().account(), call.region());
        Page<RouteTable> page =
                TABLES.find(
                        network.apply(scope),
                        scope,
                        Question.of(
                                input.routeTableIds(),
                                input.filters(),
                                input.maxResults(),
                                input.nextToken()));
        DescribeRouteTablesResponse.Builder answer =
                DescribeRouteTablesResponse.builder()
                        .routeTables(
                                page.items().stream().map(DescribeRouteTables::shape).toList());
        page.nextToken().ifPresent(answer::nextToken);
        return answer.build();
    }

    private static Filters<RouteTable> filters() {
        return new Filters<RouteTable>()
                .many("association.gateway-id", t -> List.of())
                .many(
                        "association.route-table-association-id",
                        t -> ifMain(t, t.mainAssociationId()))
                .many("association.route-table-id", t -> ifMain(t, t.id()))
                .many("association.subnet-id", t -> List.of()) // the main table's is implicit
                .many("association.main", t -> ifMain(t, "true"))
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

    private static Collection<String> ifMain(RouteTable table, String value) {
        return table.isMain() ? List.of(value) : List.of();
    }

    private static Collection<String> routes(RouteTable table, Function<Route, String> value) {
        return routes(table).stream().map(value).toList();
    }

    private static List<Route> routes(RouteTable table) {
        List<Route> routes = new ArrayList<>();
        routes.add(route(table.localCidr(), "local", "CreateRouteTable"));
        table.routes().forEach(r -> routes.add(route(r.cidr(), r.gatewayId(), "CreateRoute")));
        return routes;
    }

    private static Route route(String cidr, String gateway, String origin) {
        return Route.builder()
                .destinationCidrBlock(cidr)
                .gatewayId(gateway)
                .origin(origin)
                .state("active")
                .build();
    }

    private static software.amazon.awssdk.services.ec2.model.RouteTable shape(RouteTable table) {
        List<RouteTableAssociation> associations =
                table.isMain()
                        ? List.of(
                                RouteTableAssociation.builder()
                                        .main(true)
                                        .routeTableAssociationId(table.mainAssociationId())
                                        .routeTableId(table.id())
                                        .associationState(s -> s.state("associated"))
                                        .build())
                        : List.of();
        return software.amazon.awssdk.services.ec2.model.RouteTable.builder()
                .routeTableId(table.id())
                .vpcId(table.vpcId())
                .ownerId(table.owner())
                .associations(associations)
                .propagatingVgws(List.of())
                .routes(routes(table))
                .tags(TagSet.of(table.tags()))
                .build();
    }
}
