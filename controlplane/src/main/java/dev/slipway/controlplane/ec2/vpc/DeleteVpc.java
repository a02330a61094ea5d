package dev.slipway.controlplane.ec2.vpc;

import dev.slipway.controlplane.api.Access;
import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.ec2.lookup.Ledger;
import dev.slipway.controlplane.ec2.lookup.ResourceType;
import dev.slipway.controlplane.state.Key;
import dev.slipway.wire.Call;
import java.util.List;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ec2.model.DeleteVpcRequest;
import software.amazon.awssdk.services.ec2.model.DeleteVpcResponse;

/** Takes the default group and the main table with it; all else must have gone before. */
final class DeleteVpc implements AwsOperation<DeleteVpcRequest, DeleteVpcResponse> {
    private final Ledger ledger;
    private final Contents contents;

    DeleteVpc(Ledger ledger, Contents contents) {
        this.ledger = ledger;
        this.contents = contents;
    }

    @Override
    public Supplier<? extends SdkPojo> newInput() {
        return DeleteVpcRequest::builder;
    }

    @Override
    public List<Access> access(Call call, DeleteVpcRequest input) {
        Scope scope = new Scope(call.caller().account(), call.region());
        return List.of(Vpcs.access("ec2:DeleteVpc", ledger.read(scope), scope, input.vpcId()));
    }

    @Override
    public DeleteVpcResponse answer(Call call, DeleteVpcRequest input) {
        String id = ResourceType.VPC.asked(input.vpcId(), "vpcId");
        Scope scope = new Scope(call.caller().account(), call.region());
        ledger.commit(
                scope,
                tx -> {
                    Contents.Place place = new Contents.Place(scope, Vpcs.require(tx, scope, id));
                    if (contents.inUse().test(tx, place)) {
                        throw ResourceType.VPC.hasDependencies(id);
                    }
                    contents.clear().clear(tx, place);
                    tx.delete(Vpc.KIND, Key.of(scope, id));
                    return id;
                });
        return DeleteVpcResponse.builder().build();
    }
}
