package dev.slipway.controlplane.ec2.routetable;

import dev.slipway.controlplane.api.Access;
import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.ec2.lookup.Ledger;
import dev.slipway.controlplane.ec2.lookup.ResourceType;
import dev.slipway.controlplane.ec2.vpc.Vpcs;
import dev.slipway.controlplane.state.Key;
import dev.slipway.controlplane.state.Reader;
import dev.slipway.controlplane.state.Transaction;
import dev.slipway.wire.Call;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ec2.model.ReplaceRouteTableAssociationRequest;
import software.amazon.awssdk.services.ec2.model.ReplaceRouteTableAssociationResponse;

/** Also of a VPC's main table. */
final class ReplaceRouteTableAssociation
        implements AwsOperation<
                ReplaceRouteTableAssociationRequest, ReplaceRouteTableAssociationResponse> {
    private final Ledger ledger;

    ReplaceRouteTableAssociation(Ledger ledger) {
        this.ledger = ledger;
    }

    @Override
    public Supplier<? extends SdkPojo> newInput() {
        return ReplaceRouteTableAssociationRequest::builder;
    }

    @Override
    public List<Access> access(Call call, ReplaceRouteTableAssociationRequest input) {
        Scope scope = new Scope(call.caller().account(), call.region());
        Reader reader = ledger.read(scope);
        String tableId =
                Optional.ofNullable(input.associationId())
                        .flatMap(id -> Named.find(reader, scope, id))
                        .map(Named::tableId)
                        .orElse("*");
        return List.of(
                RouteTables.access("ec2:ReplaceRouteTableAssociation", reader, scope, tableId),
                RouteTables.access(
                        "ec2:ReplaceRouteTableAssociation", reader, scope, input.routeTableId()));
    }

    @Override
    public ReplaceRouteTableAssociationResponse answer(
            Call call, ReplaceRouteTableAssociationRequest input) {
        String id =
                ResourceType.ROUTE_TABLE_ASSOCIATION.asked(input.associationId(), "associationId");
        String tableId = ResourceType.ROUTE_TABLE.asked(input.routeTableId(), "routeTableId");
        Scope scope = new Scope(call.caller().account(), call.region());
        String made = ledger.commit(scope, tx -> replace(tx, scope, id, tableId));
        return ReplaceRouteTableAssociationResponse.builder()
                .newAssociationId(made)
                .associationState(s -> s.state("associated"))
                .build();
    }

    private String replace(Transaction tx, Scope scope, String id, String tableId) {
        Named named = Named.require(tx, scope, id);
        RouteTable before = RouteTables.require(tx, scope, named.tableId());
        RouteTable table = RouteTables.require(tx, scope, tableId);
        if (!table.vpcId().equals(before.vpcId())) {
            throw Refusals.otherNetwork(tableId, "association", id);
        }
        String made = ResourceType.ROUTE_TABLE_ASSOCIATION.mint(ledger.random());
        if (named.isMain()) {
            // In this order: it may be the same table.
            RouteTables.put(tx, scope, before.withMainAssociation(""));
            RouteTables.put(tx, scope, table.withMainAssociation(made));
            Vpcs.put(tx, scope, Vpcs.require(tx, scope, table.vpcId()).withMainRouteTable(tableId));
        } else {
            tx.put(
                    SubnetAssociation.KIND,
                    Key.of(scope, named.subnetId()),
                    new SubnetAssociation(made, named.subnetId(), tableId));
        }
        return made;
    }
}
