package dev.slipway.controlplane.ec2.gateway;

import dev.slipway.controlplane.api.Access;
import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.ec2.lookup.Ledger;
import dev.slipway.controlplane.ec2.lookup.ResourceType;
import dev.slipway.controlplane.ec2.lookup.TagSet;
import dev.slipway.wire.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ec2.model.CreateInternetGatewayRequest;
import software.amazon.awssdk.services.ec2.model.CreateInternetGatewayResponse;

final class CreateInternetGateway
        implements AwsOperation<CreateInternetGatewayRequest, CreateInternetGatewayResponse> {
    /** Per account and region: as many as there may be VPCs. */
    private static final int MOST = 100;

    private final Ledger ledger;

    CreateInternetGateway(Ledger ledger) {
        this.ledger = ledger;
    }

    @Override
    public Supplier<? extends SdkPojo> newInput() {
        return CreateInternetGatewayRequest::builder;
    }

    @Override
    public List<Access> access(Call call, CreateInternetGatewayRequest input) {
        Scope scope = new Scope(call.caller().account(), call.region());
        List<Access> all = new ArrayList<>();
        all.add(
                new Access(
                        "ec2:CreateInternetGateway",
                        List.of(ResourceType.INTERNET_GATEWAY.arn(scope, "*")),
                        TagSet.requestConditions(input.tagSpecifications())));
        all.addAll(TagSet.access(scope, "internet-gateway", name(), input.tagSpecifications()));
        return all;
    }

    @Override
    public CreateInternetGatewayResponse answer(Call call, CreateInternetGatewayRequest input) {
        SortedMap<String, String> tags =
                TagSet.asked(input.tagSpecifications(), "internet-gateway");
        Scope scope = new Scope(call.caller().account(), call.region());
        InternetGateway made =
                ledger.commit(
                        scope,
                        tx -> {
                            if (tx.list(InternetGateway.KIND, scope).count() >= MOST) {
                                throw Refusals.tooMany();
                            }
                            InternetGateway gateway =
                                    new InternetGateway(
                                            ResourceType.INTERNET_GATEWAY.mint(ledger.random()),
                                            scope.account(),
                                            "",
                                            tags);
                            gateway.put(tx, scope);
                            return gateway;
                        });
        return CreateInternetGatewayResponse.builder()
                .internetGateway(DescribeInternetGateways.shape(made))
                .build();
    }
}
