package dev.slipway.controlplane.ec2.networkinterface;

import dev.slipway.controlplane.api.Access;
import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.state.Reader;
import dev.slipway.wire.Call;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ec2.model.DescribeNetworkInterfaceAttributeRequest;
import software.amazon.awssdk.services.ec2.model.DescribeNetworkInterfaceAttributeResponse;
import software.amazon.awssdk.services.ec2.model.NetworkInterfaceAttachment;

final class DescribeNetworkInterfaceAttribute
        implements AwsOperation<
                DescribeNetworkInterfaceAttributeRequest,
                DescribeNetworkInterfaceAttributeResponse> {
    private final Function<Scope, Reader> network;

    DescribeNetworkInterfaceAttribute(Function<Scope, Reader> network) {
        this.network = network;
    }

    @Override
    public Supplier<? extends SdkPojo> newInput() {
        return DescribeNetworkInterfaceAttributeRequest::builder;
    }

    @Override
    public List<Access> access(Call call, DescribeNetworkInterfaceAttributeRequest input) {
        Scope scope = new Scope(call.caller().account(), call.region());
        return List.of(
                NetworkInterfaces.access(
                        "ec2:DescribeNetworkInterfaceAttribute",
                        network.apply(scope),
                        scope,
                        id(input)));
    }

    @Override
    public DescribeNetworkInterfaceAttributeResponse answer(
            Call call, DescribeNetworkInterfaceAttributeRequest input) {
        Scope scope = new Scope(call.caller().account(), call.region());
        if (id(input).isEmpty()) {
            throw Refusals.missing("networkInterfaceId");
        }
        String attribute =
                Optional.ofNullable(input.attributeAsString())
                        .orElseThrow(() -> Refusals.missing("attribute"));
        Reader reader = network.apply(scope);
        NetworkInterface found = NetworkInterfaces.require(reader, scope, id(input));
        software.amazon.awssdk.services.ec2.model.NetworkInterface shape =
                new InterfaceView(reader, scope).shape(found);
        DescribeNetworkInterfaceAttributeResponse.Builder answer =
                DescribeNetworkInterfaceAttributeResponse.builder().networkInterfaceId(found.id());
        switch (attribute) {
            case "description" -> answer.description(v -> v.value(found.description()));
            case "groupSet" -> answer.groups(shape.groups());
            case "sourceDestCheck" -> answer.sourceDestCheck(v -> v.value(true));
            case "attachment" -> {
                Optional<NetworkInterfaceAttachment> attachment =
                        Optional.ofNullable(shape.attachment());
                attachment.ifPresent(answer::attachment);
            }
            case "associatePublicIpAddress" ->
                    answer.associatePublicIpAddress(!found.publicAddress().isEmpty());
            default -> throw Refusals.unknownAttribute(attribute);
        }
        return answer.build();
    }

    private static String id(DescribeNetworkInterfaceAttributeRequest input) {
        return Optional.ofNullable(input.networkInterfaceId()).orElse("");
    }
}
