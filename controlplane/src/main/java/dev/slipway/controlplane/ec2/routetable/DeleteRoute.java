package dev.slipway.controlplane.ec2.routetable;

import dev.slipway.controlplane.api.Access;
import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.ec2.lookup.Ledger;
import dev.slipway.controlplane.ec2.lookup.ResourceType;
import dev.slipway.wire.Call;
import java.util.List;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ec2.model.DeleteRouteRequest;
import software.amazon.awssdk.services.ec2.model.DeleteRouteResponse;

final class DeleteRoute implements AwsOperation<DeleteRouteRequest, DeleteRouteResponse> {
    private final Ledger ledger;

    DeleteRoute(Ledger ledger) {
        this.ledger = ledger;
    }

    @Override
    public Supplier<? extends SdkPojo> newInput() {
        return DeleteRouteRequest::builder;
    }

    @Override
    public List<Access> access(Call call, DeleteRouteRequest input) {
        Scope scope = new Scope(call.caller().account(), call.region());
        return List.of(
                RouteTables.access(
                        "ec2:DeleteRoute", ledger.read(scope), scope, input.routeTableId()));
    }

    @Override
    public DeleteRouteResponse answer(Call call, DeleteRouteRequest input) {
        Destination destination = Destination.of(input, input.destinationCidrBlock());
        String tableId = ResourceType.ROUTE_TABLE.asked(input.routeTableId(), "routeTableId");
        Scope scope = new Scope(call.caller().account(), call.region());
        ledger.commit(
                scope,
                tx -> {
                    RouteTable table = RouteTables.require(tx, scope, tableId);
                    if (destination.isLocalOf(table)) {
                        throw Refusals.localRoute("remove", table);
                    }
                    if (table.route(destination.cidr()).isEmpty()) {
                        throw Refusals.noRoute(destination.cidr(), tableId);
                    }
                    RouteTables.put(tx, scope, table.without(destination.cidr()));
                    return tableId;
                });
        return DeleteRouteResponse.builder().build();
    }
}
