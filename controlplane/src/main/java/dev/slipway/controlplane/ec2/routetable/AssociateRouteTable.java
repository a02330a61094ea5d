package dev.slipway.controlplane.ec2.routetable;

import dev.slipway.controlplane.api.Access;
import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.ec2.lookup.Asked;
import dev.slipway.controlplane.ec2.lookup.Ledger;
import dev.slipway.controlplane.ec2.lookup.ResourceType;
import dev.slipway.controlplane.state.Key;
import dev.slipway.controlplane.state.Reader;
import dev.slipway.controlplane.state.Transaction;
import dev.slipway.wire.Call;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ec2.model.AssociateRouteTableRequest;
import software.amazon.awssdk.services.ec2.model.AssociateRouteTableResponse;

final class AssociateRouteTable
        implements AwsOperation<AssociateRouteTableRequest, AssociateRouteTableResponse> {
    private static final Set<String> SUPPORTED = Set.of("RouteTableId", "SubnetId");

    private final Ledger ledger;
    private final BiFunction<Reader, Key, Optional<String>> vpcOfSubnet;

    AssociateRouteTable(Ledger ledger, BiFunction<Reader, Key, Optional<String>> vpcOfSubnet) {
        this.ledger = ledger;
        this.vpcOfSubnet = vpcOfSubnet;
    }

    @Override
    public Supplier<? extends SdkPojo> newInput() {
        return AssociateRouteTableRequest::builder;
    }

    @Override
    public List<Access> access(Call call, AssociateRouteTableRequest input) {
        Scope scope = new Scope(call.caller().account(), call.region());
        return List.of(
                RouteTables.access(
                        "ec2:AssociateRouteTable", ledger.read(scope), scope, input.routeTableId()),
                ResourceType.SUBNET.access(
                        "ec2:AssociateRouteTable",
                        scope,
                        input.subnetId(),
                        id -> Optional.empty()));
    }

    @Override
    public AssociateRouteTableResponse answer(Call call, AssociateRouteTableRequest input) {
        Asked.only(input, SUPPORTED);
        String tableId = ResourceType.ROUTE_TABLE.asked(input.routeTableId(), "routeTableId");
        String subnetId = ResourceType.SUBNET.asked(input.subnetId(), "subnetId");
        Scope scope = new Scope(call.caller().account(), call.region());
        SubnetAssociation made =
                ledger.commit(scope, tx -> associate(tx, scope, tableId, subnetId));
        return AssociateRouteTableResponse.builder()
                .associationId(made.id())
                .associationState(s -> s.state("associated"))
                .build();
    }

    /** Doing it again changes nothing. */
    private SubnetAssociation associate(
            Transaction tx, Scope scope, String tableId, String subnetId) {
        RouteTable table = RouteTables.require(tx, scope, tableId);
        Key key = Key.of(scope, subnetId);
        String vpcId =
                vpcOfSubnet
                        .apply(tx, key)
                        .orElseThrow(() -> ResourceType.SUBNET.notFound(subnetId));
        if (!vpcId.equals(table.vpcId())) {
            throw Refusals.otherNetwork(tableId, "subnet", subnetId);
        }
        Optional<SubnetAssociation> before = tx.find(SubnetAssociation.KIND, key);
        if (before.isPresent()) {
            return before.filter(a -> a.tableId().equals(tableId))
                    .orElseThrow(() -> Refusals.otherTable(tableId));
        }
        SubnetAssociation made =
                new SubnetAssociation(
                        ResourceType.ROUTE_TABLE_ASSOCIATION.mint(ledger.random()),
                        subnetId,
                        tableId);
        tx.put(SubnetAssociation.KIND, key, made);
        return made;
    }
}
