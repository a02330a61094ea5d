package dev.slipway.controlplane.ec2.subnet;

import dev.slipway.controlplane.api.Access;
import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.ec2.lookup.Asked;
import dev.slipway.controlplane.ec2.lookup.Ledger;
import dev.slipway.controlplane.ec2.lookup.ResourceType;
import dev.slipway.wire.Call;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ec2.model.ModifySubnetAttributeRequest;
import software.amazon.awssdk.services.ec2.model.ModifySubnetAttributeResponse;

/** Whether a task's interface gets a public address is the task's own choice, here as on AWS. */
final class ModifySubnetAttribute
        implements AwsOperation<ModifySubnetAttributeRequest, ModifySubnetAttributeResponse> {
    private static final Set<String> SUPPORTED = Set.of("SubnetId", "MapPublicIpOnLaunch");

    private final Ledger ledger;

    ModifySubnetAttribute(Ledger ledger) {
        this.ledger = ledger;
    }

    @Override
    public Supplier<? extends SdkPojo> newInput() {
        return ModifySubnetAttributeRequest::builder;
    }

    @Override
    public List<Access> access(Call call, ModifySubnetAttributeRequest input) {
        Scope scope = new Scope(call.caller().account(), call.region());
        return List.of(
                Subnets.access(
                        "ec2:ModifySubnetAttribute", ledger.read(scope), scope, input.subnetId()));
    }

    @Override
    public ModifySubnetAttributeResponse answer(Call call, ModifySubnetAttributeRequest input) {
        Asked.only(input, SUPPORTED);
        String id = ResourceType.SUBNET.asked(input.subnetId(), "subnetId");
        boolean given =
                Optional.ofNullable(input.mapPublicIpOnLaunch())
                        .map(a -> Asked.flag(a, "mapPublicIpOnLaunch"))
                        .orElseThrow(() -> Asked.missing("mapPublicIpOnLaunch"));
        Scope scope = new Scope(call.caller().account(), call.region());
        ledger.commit(
                scope,
                tx -> {
                    Subnet subnet = Subnets.require(tx, scope, id);
                    Subnets.put(tx, scope, subnet.withMapPublicIpOnLaunch(given));
                    return id;
                });
        return ModifySubnetAttributeResponse.builder().build();
    }
}
