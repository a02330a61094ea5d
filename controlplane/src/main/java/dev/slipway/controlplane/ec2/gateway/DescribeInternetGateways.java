package dev.slipway.controlplane.ec2.gateway;

import dev.slipway.controlplane.api.Access;
import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.controlplane.aws.Page;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.ec2.lookup.Filters;
import dev.slipway.controlplane.ec2.lookup.Lookup;
import dev.slipway.controlplane.ec2.lookup.Lookup.Question;
import dev.slipway.controlplane.ec2.lookup.ResourceType;
import dev.slipway.controlplane.ec2.lookup.TagSet;
import dev.slipway.controlplane.state.Reader;
import dev.slipway.wire.Call;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ec2.model.DescribeInternetGatewaysRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInternetGatewaysResponse;
import software.amazon.awssdk.services.ec2.model.InternetGatewayAttachment;

final class DescribeInternetGateways
        implements AwsOperation<DescribeInternetGatewaysRequest, DescribeInternetGatewaysResponse> {
    private static final Lookup<InternetGateway> GATEWAYS =
            new Lookup<>(
                    "DescribeInternetGateways",
                    InternetGateway.KIND,
                    ResourceType.INTERNET_GATEWAY,
                    "internetGatewayIds",
                    new Filters<InternetGateway>()
                            .many(
                                    "attachment.state",
                                    g -> g.isAttached() ? List.of("available") : List.of())
                            .many(
                                    "attachment.vpc-id",
                                    g -> g.isAttached() ? List.of(g.vpcId()) : List.of())
                            .one("internet-gateway-id", InternetGateway::id)
                            .one("owner-id", InternetGateway::owner)
                            .tags(InternetGateway::tags));

    private final Function<Scope, Reader> network;

    DescribeInternetGateways(Function<Scope, Reader> network) {
        this.network = network;
    }

    @Override
    public Supplier<? extends SdkPojo> newInput() {
        return DescribeInternetGatewaysRequest::builder;
    }

    @Override
    public List<Access> access(Call call, DescribeInternetGatewaysRequest input) {
        return List.of(Access.to("ec2:DescribeInternetGateways", "*"));
    }

    @Override
    public DescribeInternetGatewaysResponse answer(
            Call call, DescribeInternetGatewaysRequest input) {
        Scope scope = new Scope(call.caller().account(), call.region());
        Page<InternetGateway> page =
                GATEWAYS.find(
                        network.apply(scope),
                        scope,
                        Question.of(
                                input.internetGatewayIds(),
                                input.filters(),
                                input.maxResults(),
                                input.nextToken()));
        DescribeInternetGatewaysResponse.Builder answer =
                DescribeInternetGatewaysResponse.builder()
                        .internetGateways(
                                page.items().stream()
                                        .map(DescribeInternetGateways::shape)
                                        .toList());
        page.nextToken().ifPresent(answer::nextToken);
        return answer.build();
    }

    static software.amazon.awssdk.services.ec2.model.InternetGateway shape(
            InternetGateway gateway) {
        List<InternetGatewayAttachment> attachments =
                gateway.isAttached()
                        ? List.of(
                                InternetGatewayAttachment.builder()
                                        .vpcId(gateway.vpcId())
                                        .state("available")
                                        .build())
                        : List.of();
        return software.amazon.awssdk.services.ec2.model.InternetGateway.builder()
                .internetGatewayId(gateway.id())
                .ownerId(gateway.owner())
                .attachments(attachments)
                .tags(TagSet.of(gateway.tags()))
                .build();
    }
}
