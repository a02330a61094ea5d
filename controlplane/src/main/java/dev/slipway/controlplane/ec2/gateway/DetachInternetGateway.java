package dev.slipway.controlplane.ec2.gateway;

import dev.slipway.controlplane.api.Access;
import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.ec2.lookup.Ledger;
import dev.slipway.controlplane.ec2.lookup.ResourceType;
import dev.slipway.controlplane.ec2.vpc.Vpcs;
import dev.slipway.controlplane.state.Key;
import dev.slipway.controlplane.state.Reader;
import dev.slipway.wire.Call;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ec2.model.DetachInternetGatewayRequest;
import software.amazon.awssdk.services.ec2.model.DetachInternetGatewayResponse;

/** Routes to the gateway stay, as black holes. */
final class DetachInternetGateway
        implements AwsOperation<DetachInternetGatewayRequest, DetachInternetGatewayResponse> {
    private final Ledger ledger;
    private final BiPredicate<Reader, Key> published;

    DetachInternetGateway(Ledger ledger, BiPredicate<Reader, Key> published) {
        this.ledger = ledger;
        this.published = published;
    }

    @Override
    public Supplier<? extends SdkPojo> newInput() {
        return DetachInternetGatewayRequest::builder;
    }

    @Override
    public List<Access> access(Call call, DetachInternetGatewayRequest input) {
        Scope scope = new Scope(call.caller().account(), call.region());
        Reader reader = ledger.read(scope);
        return List.of(
                InternetGateways.access(
                        "ec2:DetachInternetGateway", reader, scope, input.internetGatewayId()),
                Vpcs.access("ec2:DetachInternetGateway", reader, scope, input.vpcId()));
    }

    @Override
    public DetachInternetGatewayResponse answer(Call call, DetachInternetGatewayRequest input) {
        String id =
                ResourceType.INTERNET_GATEWAY.asked(input.internetGatewayId(), "internetGatewayId");
        String vpcId = ResourceType.VPC.asked(input.vpcId(), "vpcId");
        Scope scope = new Scope(call.caller().account(), call.region());
        ledger.commit(
                scope,
                tx -> {
                    InternetGateway gateway = InternetGateways.require(tx, scope, id);
                    Vpcs.require(tx, scope, vpcId);
                    if (!gateway.vpcId().equals(vpcId)) {
                        throw Refusals.notAttached(id, vpcId);
                    }
                    if (published.test(tx, Key.of(scope, vpcId))) {
                        throw Refusals.published(vpcId);
                    }
                    gateway.at("").put(tx, scope);
                    return id;
                });
        return DetachInternetGatewayResponse.builder().build();
    }
}
