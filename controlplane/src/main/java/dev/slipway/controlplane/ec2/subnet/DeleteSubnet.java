package dev.slipway.controlplane.ec2.subnet;

import dev.slipway.controlplane.api.Access;
import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.ec2.lookup.Ledger;
import dev.slipway.controlplane.ec2.lookup.ResourceType;
import dev.slipway.controlplane.ec2.routetable.RouteTables;
import dev.slipway.controlplane.state.Key;
import dev.slipway.controlplane.state.Reader;
import dev.slipway.wire.Call;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ec2.model.DeleteSubnetRequest;
import software.amazon.awssdk.services.ec2.model.DeleteSubnetResponse;

final class DeleteSubnet implements AwsOperation<DeleteSubnetRequest, DeleteSubnetResponse> {
    private final Ledger ledger;
    private final BiPredicate<Reader, Key> inUse;

    DeleteSubnet(Ledger ledger, BiPredicate<Reader, Key> inUse) {
        this.ledger = ledger;
        this.inUse = inUse;
    }

    @Override
    public Supplier<? extends SdkPojo> newInput() {
        return DeleteSubnetRequest::builder;
    }

    @Override
    public List<Access> access(Call call, DeleteSubnetRequest input) {
        Scope scope = new Scope(call.caller().account(), call.region());
        return List.of(
                Subnets.access("ec2:DeleteSubnet", ledger.read(scope), scope, input.subnetId()));
    }

    @Override
    public DeleteSubnetResponse answer(Call call, DeleteSubnetRequest input) {
        String id = ResourceType.SUBNET.asked(input.subnetId(), "subnetId");
        Scope scope = new Scope(call.caller().account(), call.region());
        ledger.commit(
                scope,
                tx -> {
                    Subnets.require(tx, scope, id);
                    Key key = Key.of(scope, id);
                    if (inUse.test(tx, key)) {
                        throw ResourceType.SUBNET.hasDependencies(id);
                    }
                    RouteTables.disassociate(tx, scope, id);
                    tx.delete(Subnets.ADDRESSES, key);
                    tx.delete(Subnet.KIND, key);
                    return id;
                });
        return DeleteSubnetResponse.builder().build();
    }
}
