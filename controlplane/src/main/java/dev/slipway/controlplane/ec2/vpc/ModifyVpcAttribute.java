package dev.slipway.controlplane.ec2.vpc;

import dev.slipway.controlplane.api.Access;
import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.ec2.lookup.Asked;
import dev.slipway.controlplane.ec2.lookup.Ledger;
import dev.slipway.controlplane.ec2.lookup.ResourceType;
import dev.slipway.wire.Call;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ec2.model.ModifyVpcAttributeRequest;
import software.amazon.awssdk.services.ec2.model.ModifyVpcAttributeResponse;

/** The name service always answers, so it cannot be turned off; nor are there usage metrics. */
final class ModifyVpcAttribute
        implements AwsOperation<ModifyVpcAttributeRequest, ModifyVpcAttributeResponse> {
    private final Ledger ledger;

    ModifyVpcAttribute(Ledger ledger) {
        this.ledger = ledger;
    }

    @Override
    public Supplier<? extends SdkPojo> newInput() {
        return ModifyVpcAttributeRequest::builder;
    }

    @Override
    public List<Access> access(Call call, ModifyVpcAttributeRequest input) {
        Scope scope = new Scope(call.caller().account(), call.region());
        return List.of(
                Vpcs.access("ec2:ModifyVpcAttribute", ledger.read(scope), scope, input.vpcId()));
    }

    @Override
    public ModifyVpcAttributeResponse answer(Call call, ModifyVpcAttributeRequest input) {
        String id = ResourceType.VPC.asked(input.vpcId(), "vpcId");
        checkOne(input);
        Optional.ofNullable(input.enableDnsSupport())
                .filter(a -> !Asked.flag(a, "enableDnsSupport"))
                .ifPresent(
                        a -> {
                            throw Asked.unsupported("The value false for enableDnsSupport");
                        });
        Optional.ofNullable(input.enableNetworkAddressUsageMetrics())
                .filter(a -> Asked.flag(a, "enableNetworkAddressUsageMetrics"))
                .ifPresent(
                        a -> {
                            throw Asked.unsupported(
                                    "The value true for enableNetworkAddressUsageMetrics");
                        });
        Optional<Boolean> hostnames =
                Optional.ofNullable(input.enableDnsHostnames())
                        .map(a -> Asked.flag(a, "enableDnsHostnames"));
        Scope scope = new Scope(call.caller().account(), call.region());
        ledger.commit(
                scope,
                tx -> {
                    Vpc vpc = Vpcs.require(tx, scope, id);
                    hostnames
                            .filter(h -> h != vpc.dnsHostnames())
                            .ifPresent(h -> Vpcs.put(tx, scope, vpc.withDnsHostnames(h)));
                    return id;
                });
        return ModifyVpcAttributeResponse.builder().build();
    }

    private static void checkOne(ModifyVpcAttributeRequest input) {
        long given =
                Stream.of(
                                Optional.ofNullable(input.enableDnsSupport()),
                                Optional.ofNullable(input.enableDnsHostnames()),
                                Optional.ofNullable(input.enableNetworkAddressUsageMetrics()))
                        .flatMap(Optional::stream)
                        .count();
        if (given == 0) {
            throw Asked.missing("enableDnsSupport or enableDnsHostnames");
        }
        if (given > 1) {
            throw Refusals.oneAttribute();
        }
    }
}
