package dev.slipway.controlplane.ec2.gateway;

import dev.slipway.controlplane.api.Access;
import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.ec2.lookup.Ledger;
import dev.slipway.controlplane.ec2.lookup.ResourceType;
import dev.slipway.controlplane.ec2.vpc.Vpcs;
import dev.slipway.controlplane.state.Reader;
import dev.slipway.wire.Call;
import java.util.List;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ec2.model.AttachInternetGatewayRequest;
import software.amazon.awssdk.services.ec2.model.AttachInternetGatewayResponse;

final class AttachInternetGateway
        implements AwsOperation<AttachInternetGatewayRequest, AttachInternetGatewayResponse> {
    private final Ledger ledger;

    AttachInternetGateway(Ledger ledger) {
        this.ledger = ledger;
    }

    @Override
    public Supplier<? extends SdkPojo> newInput() {
        return AttachInternetGatewayRequest::builder;
    }

    @Override
    public List<Access> access(Call call, AttachInternetGatewayRequest input) {
        Scope scope = new Scope(call.caller().account(), call.region());
        Reader reader = ledger.read(scope);
        return List.of(
                InternetGateways.access(
                        "ec2:AttachInternetGateway", reader, scope, input.internetGatewayId()),
                Vpcs.access("ec2:AttachInternetGateway", reader, scope, input.vpcId()));
    }

    @Override
    public AttachInternetGatewayResponse answer(Call call, AttachInternetGatewayRequest input) {
        String id =
                ResourceType.INTERNET_GATEWAY.asked(input.internetGatewayId(), "internetGatewayId");
        String vpcId = ResourceType.VPC.asked(input.vpcId(), "vpcId");
        Scope scope = new Scope(call.caller().account(), call.region());
        ledger.commit(
                scope,
                tx -> {
                    InternetGateway gateway = InternetGateways.require(tx, scope, id);
                    Vpcs.require(tx, scope, vpcId);
                    if (gateway.isAttached()) {
                        throw Refusals.attachedAlready(gateway);
                    }
                    if (InternetGateways.anyAt(tx, scope, vpcId)) {
                        throw Refusals.vpcHasOne(vpcId);
                    }
                    gateway.at(vpcId).put(tx, scope);
                    return id;
                });
        return AttachInternetGatewayResponse.builder().build();
    }
}
