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
import software.amazon.awssdk.services.ec2.model.ReplaceRouteRequest;
import software.amazon.awssdk.services.ec2.model.ReplaceRouteResponse;

final class ReplaceRoute implements AwsOperation<ReplaceRouteRequest, ReplaceRouteResponse> {
    private final Ledger ledger;

    ReplaceRoute(Ledger ledger) {
        this.ledger = ledger;
    }

    @Override
    public Supplier<? extends SdkPojo> newInput() {
        return ReplaceRouteRequest::builder;
    }

    @Override
    public List<Access> access(Call call, ReplaceRouteRequest input) {
        Scope scope = new Scope(call.caller().account(), call.region());
        return List.of(
                RouteTables.access(
                        "ec2:ReplaceRoute", ledger.read(scope), scope, input.routeTableId()));
    }

    @Override
    public ReplaceRouteResponse answer(Call call, ReplaceRouteRequest input) {
        Destination destination = Destination.of(input, input.destinationCidrBlock());
        String tableId = ResourceType.ROUTE_TABLE.asked(input.routeTableId(), "routeTableId");
        String gatewayId = Asked.required(input.gatewayId(), "gatewayId");
        Scope scope = new Scope(call.caller().account(), call.region());
        ledger.commit(
                scope,
                tx -> {
                    RouteTable table = RouteTables.require(tx, scope, tableId);
                    if (destination.isLocalOf(table)) {
                        throw Refusals.localRoute("replace", table);
                    }
                    if (table.route(destination.cidr()).isEmpty()) {
                        throw Refusals.nothingToReplace(destination.cidr());
                    }
                    RouteTables.put(
                            tx,
                            scope,
                            table.with(destination.through(tx, scope, table, gatewayId)));
                    return tableId;
                });
        return ReplaceRouteResponse.builder().build();
    }
}
