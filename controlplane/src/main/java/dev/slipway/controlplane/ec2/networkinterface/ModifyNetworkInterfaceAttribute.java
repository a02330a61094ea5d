package dev.slipway.controlplane.ec2.networkinterface;

import dev.slipway.controlplane.api.Access;
import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.ec2.lookup.ResourceType;
import dev.slipway.controlplane.state.Key;
import dev.slipway.controlplane.state.Reader;
import dev.slipway.controlplane.state.State;
import dev.slipway.controlplane.state.Transaction;
import dev.slipway.wire.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ec2.model.AttributeBooleanValue;
import software.amazon.awssdk.services.ec2.model.AttributeValue;
import software.amazon.awssdk.services.ec2.model.ModifyNetworkInterfaceAttributeRequest;
import software.amazon.awssdk.services.ec2.model.ModifyNetworkInterfaceAttributeResponse;

final class ModifyNetworkInterfaceAttribute
        implements AwsOperation<
                ModifyNetworkInterfaceAttributeRequest, ModifyNetworkInterfaceAttributeResponse> {
    private final Function<Scope, Reader> network;
    private final State state;

    ModifyNetworkInterfaceAttribute(Function<Scope, Reader> network, State state) {
        this.network = network;
        this.state = state;
    }

    @Override
    public Supplier<? extends SdkPojo> newInput() {
        return ModifyNetworkInterfaceAttributeRequest::builder;
    }

    @Override
    public List<Access> access(Call call, ModifyNetworkInterfaceAttributeRequest input) {
        Scope scope = new Scope(call.caller().account(), call.region());
        Access own =
                NetworkInterfaces.access(
                        "ec2:ModifyNetworkInterfaceAttribute",
                        network.apply(scope),
                        scope,
                        id(input));
        List<String> resources = new ArrayList<>(own.resources());
        input.groups().forEach(g -> resources.add(ResourceType.SECURITY_GROUP.arn(scope, g)));
        return List.of(new Access(own.action(), resources, own.conditions()));
    }

    @Override
    public ModifyNetworkInterfaceAttributeResponse answer(
            Call call, ModifyNetworkInterfaceAttributeRequest input) {
        Scope scope = new Scope(call.caller().account(), call.region());
        if (id(input).isEmpty()) {
            throw Refusals.missing("networkInterfaceId");
        }
        long asked = attributes(input).filter(Optional::isPresent).count();
        if (asked != 1) {
            throw asked == 0 ? Refusals.noAttribute() : Refusals.manyAttributes();
        }
        input.groups().forEach(ResourceType.SECURITY_GROUP::check);
        return state.commit(
                tx -> {
                    NetworkInterface before = NetworkInterfaces.requireOwn(tx, scope, id(input));
                    NetworkInterface after = changed(tx, scope, before, input);
                    if (!after.equals(before)) {
                        tx.put(NetworkInterface.KIND, Key.of(scope, after.id()), after);
                    }
                    return ModifyNetworkInterfaceAttributeResponse.builder().build();
                });
    }

    private static NetworkInterface changed(
            Transaction tx,
            Scope scope,
            NetworkInterface before,
            ModifyNetworkInterfaceAttributeRequest input) {
        if (!input.groups().isEmpty()) {
            return before.inGroups(
                    NetworkInterfaces.check(tx, scope, before.subnetId(), input.groups()));
        }
        if (Optional.ofNullable(input.description()).isPresent()) {
            return before.described(
                    Optional.ofNullable(input.description()).map(AttributeValue::value).orElse(""));
        }
        boolean checked =
                Optional.ofNullable(input.sourceDestCheck())
                        .map(AttributeBooleanValue::value)
                        .orElse(false);
        if (!checked) {
            throw Refusals.unsupported(unsupported(input));
        }
        return before;
    }

    private static Stream<Optional<?>> attributes(ModifyNetworkInterfaceAttributeRequest input) {
        return Stream.of(
                input.groups().isEmpty() ? Optional.empty() : Optional.of(input.groups()),
                Optional.ofNullable(input.description()),
                Optional.ofNullable(input.sourceDestCheck()),
                Optional.ofNullable(input.attachment()),
                Optional.ofNullable(input.enaSrdSpecification()),
                Optional.ofNullable(input.enablePrimaryIpv6()),
                Optional.ofNullable(input.connectionTrackingSpecification()),
                Optional.ofNullable(input.associatePublicIpAddress()),
                input.associatedSubnetIds().isEmpty()
                        ? Optional.empty()
                        : Optional.of(input.associatedSubnetIds()));
    }

    /** The one attribute that was asked for and is none of those that can be changed. */
    private static String unsupported(ModifyNetworkInterfaceAttributeRequest input) {
        List<String> names =
                List.of(
                        "groups",
                        "description",
                        "sourceDestCheck",
                        "attachment",
                        "enaSrdSpecification",
                        "enablePrimaryIpv6",
                        "connectionTrackingSpecification",
                        "associatePublicIpAddress",
                        "associatedSubnetIds");
        List<Boolean> asked = attributes(input).map(Optional::isPresent).toList();
        return names.get(asked.indexOf(true));
    }

    private static String id(ModifyNetworkInterfaceAttributeRequest input) {
        return Optional.ofNullable(input.networkInterfaceId()).orElse("");
    }
}
