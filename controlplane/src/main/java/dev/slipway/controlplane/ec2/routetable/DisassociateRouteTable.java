package dev.slipway.controlplane.ec2.routetable;

import dev.slipway.controlplane.api.Access;
import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.ec2.lookup.Ledger;
import dev.slipway.controlplane.ec2.lookup.ResourceType;
import dev.slipway.controlplane.state.Reader;
import dev.slipway.wire.Call;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ec2.model.DisassociateRouteTableRequest;
import software.amazon.awssdk.services.ec2.model.DisassociateRouteTableResponse;

final class DisassociateRouteTable
        implements AwsOperation<DisassociateRouteTableRequest, DisassociateRouteTableResponse> {
    private final Ledger ledger;

    DisassociateRouteTable(Ledger ledger) {
        this.ledger = ledger;
    }

    @Override
    public Supplier<? extends SdkPojo> newInput() {
        return DisassociateRouteTableRequest::builder;
    }

    @Override
    public List<Access> access(Call call, DisassociateRouteTableRequest input) {
        Scope scope = new Scope(call.caller().account(), call.region());
        Reader reader = ledger.read(scope);
        String tableId =
                Optional.ofNullable(input.associationId())
                        .flatMap(id -> Named.find(reader, scope, id))
                        .map(Named::tableId)
                        .orElse("*");
        return List.of(RouteTables.access("ec2:DisassociateRouteTable", reader, scope, tableId));
    }

    @Override
    public DisassociateRouteTableResponse answer(Call call, DisassociateRouteTableRequest input) {
        String id =
                ResourceType.ROUTE_TABLE_ASSOCIATION.asked(input.associationId(), "associationId");
        Scope scope = new Scope(call.caller().account(), call.region());
        ledger.commit(
                scope,
                tx -> {
                    Named named = Named.require(tx, scope, id);
                    if (named.isMain()) {
                        throw Refusals.mainAssociation(id);
                    }
                    RouteTables.disassociate(tx, scope, named.subnetId());
                    return id;
                });
        return DisassociateRouteTableResponse.builder().build();
    }
}
