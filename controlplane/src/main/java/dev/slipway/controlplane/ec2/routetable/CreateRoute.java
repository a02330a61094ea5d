package dev.slipway.controlplane.ec2.routetable;

import dev.slipway.controlplane.api.Access;
import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.ec2.lookup.Asked;
import dev.slipway.controlplane.ec2.lookup.Ledger;
import dev.slipway.controlplane.ec2.lookup.ResourceType;
import dev.slipway.wire.Call;
import java.util.List;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ec2.model.CreateRouteRequest;
import software.amazon.awssdk.services.ec2.model.CreateRouteResponse;

final class CreateRoute implements AwsOperation<CreateRouteRequest, CreateRouteResponse> {
    private final Ledger ledger;

    CreateRoute(Ledger ledger) {
        this.ledger = ledger;
    }

    @Override
    public Supplier<? extends SdkPojo> newInput() {
        return CreateRouteRequest::builder;
    }

    @Override
    public List<Access> access(Call call, CreateRouteRequest input) {
        Scope scope = new Scope(call.caller().account(), call.region());
        return List.of(
                RouteTables.access(
                        "ec2:CreateRoute", ledger.read(scope), scope, input.routeTableId()));
    }

    @Override
    public CreateRouteResponse answer(Call call, CreateRouteRequest input) {
        Destination destination = Destination.of(input, input.destinationCidrBlock());
        String tableId = ResourceType.ROUTE_TABLE.asked(input.routeTableId(), "routeTableId");
        String gatewayId = Asked.required(input.gatewayId(), "gatewayId");
        Scope scope = new Scope(call.caller().account(), call.region());
        ledger.commit(
                scope,
                tx -> {
                    RouteTable table = RouteTables.require(tx, scope, tableId);
                    if (destination.isInside(table)) {
                        throw Refusals.insideVpc(destination.cidr());
                    }
                    RouteTable.Route route = destination.through(tx, scope, table, gatewayId);
                    if (table.route(route.cidr()).isPresent()) {
                        throw Refusals.routeExists(route.cidr());
                    }
                    RouteTables.put(tx, scope, table.with(route));
                    return tableId;
                });
        return CreateRouteResponse.builder().returnValue(true).build();
    }
}
