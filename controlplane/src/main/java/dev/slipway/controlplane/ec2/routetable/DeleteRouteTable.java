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
import software.amazon.awssdk.services.ec2.model.DeleteRouteTableRequest;
import software.amazon.awssdk.services.ec2.model.DeleteRouteTableResponse;

final class DeleteRouteTable
        implements AwsOperation<DeleteRouteTableRequest, DeleteRouteTableResponse> {
    private final Ledger ledger;

    DeleteRouteTable(Ledger ledger) {
        this.ledger = ledger;
    }

    @Override
    public Supplier<? extends SdkPojo> newInput() {
        return DeleteRouteTableRequest::builder;
    }

    @Override
    public List<Access> access(Call call, DeleteRouteTableRequest input) {
        Scope scope = new Scope(call.caller().account(), call.region());
        return List.of(
                RouteTables.access(
                        "ec2:DeleteRouteTable", ledger.read(scope), scope, input.routeTableId()));
    }

    @Override
    public DeleteRouteTableResponse answer(Call call, DeleteRouteTableRequest input) {
        String tableId = ResourceType.ROUTE_TABLE.asked(input.routeTableId(), "routeTableId");
        Scope scope = new Scope(call.caller().account(), call.region());
        ledger.commit(
                scope,
                tx -> {
                    RouteTable table = RouteTables.require(tx, scope, tableId);
                    boolean associated =
                            RouteTables.associations(tx, scope)
                                    .anyMatch(a -> a.tableId().equals(tableId));
                    if (table.isMain() || associated) {
                        throw ResourceType.ROUTE_TABLE.hasDependencies(tableId);
                    }
                    RouteTables.delete(tx, scope, tableId);
                    return tableId;
                });
        return DeleteRouteTableResponse.builder().build();
    }
}
