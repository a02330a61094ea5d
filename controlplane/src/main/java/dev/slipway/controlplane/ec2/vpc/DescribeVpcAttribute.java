package dev.slipway.controlplane.ec2.vpc;

import dev.slipway.controlplane.api.Access;
import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.ec2.lookup.ResourceType;
import dev.slipway.controlplane.state.Reader;
import dev.slipway.wire.AwsError;
import dev.slipway.wire.AwsException;
import dev.slipway.wire.Call;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ec2.model.DescribeVpcAttributeRequest;
import software.amazon.awssdk.services.ec2.model.DescribeVpcAttributeResponse;

/** One attribute of one VPC; answers that one only. */
final class DescribeVpcAttribute
        implements AwsOperation<DescribeVpcAttributeRequest, DescribeVpcAttributeResponse> {
    private final Function<Scope, Reader> network;

    DescribeVpcAttribute(Function<Scope, Reader> network) {
        this.network = network;
    }

    @Override
    public Supplier<? extends SdkPojo> newInput() {
        return DescribeVpcAttributeRequest::builder;
    }

    @Override
    public List<Access> access(Call call, DescribeVpcAttributeRequest input) {
        String id = Objects.requireNonNullElse(input.vpcId(), "*");
        return List.of(
                Access.to(
                        "ec2:DescribeVpcAttribute",
                        "arn:aws:ec2:%s:%s:vpc/%s"
                                .formatted(call.region(), call.caller().account(), id)));
    }

    @Override
    public DescribeVpcAttributeResponse answer(Call call, DescribeVpcAttributeRequest input) {
        String id = Objects.requireNonNullElse(input.vpcId(), "");
        String attribute = Objects.requireNonNullElse(input.attributeAsString(), "");
        if (id.isEmpty() || attribute.isEmpty()) {
            throw missing(id.isEmpty() ? "vpcId" : "attribute");
        }
        ResourceType.VPC.check(id);
        Scope scope = new Scope(call.caller().account(), call.region());
        Vpc vpc = Vpcs.require(network.apply(scope), scope, id);
        DescribeVpcAttributeResponse.Builder answer =
                DescribeVpcAttributeResponse.builder().vpcId(id);
        return switch (attribute) {
            case "enableDnsSupport" ->
                    answer.enableDnsSupport(v -> v.value(vpc.dnsSupport())).build();
            case "enableDnsHostnames" ->
                    answer.enableDnsHostnames(v -> v.value(vpc.dnsHostnames())).build();
            case "enableNetworkAddressUsageMetrics" ->
                    answer.enableNetworkAddressUsageMetrics(v -> v.value(false)).build();
            default -> throw unknown(attribute);
        };
    }

    private static AwsException missing(String member) {
        return AwsError.of(
                        "MissingParameter",
                        "The request must contain the parameter %s".formatted(member))
                .asException();
    }

    private static AwsException unknown(String attribute) {
        return AwsError.of(
                        "InvalidParameterValue",
                        "Value (%s) for parameter attribute is invalid. Unknown attribute."
                                .formatted(attribute))
                .asException();
    }
}
