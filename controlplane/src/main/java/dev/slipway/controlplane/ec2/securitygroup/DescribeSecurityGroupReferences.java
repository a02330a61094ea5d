package dev.slipway.controlplane.ec2.securitygroup;

import dev.slipway.controlplane.api.Access;
import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.ec2.lookup.ResourceType;
import dev.slipway.controlplane.state.Reader;
import dev.slipway.wire.Call;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupReferencesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupReferencesResponse;

/** Who refers to a group from across a peering: nobody, because no VPC here has one. */
final class DescribeSecurityGroupReferences
        implements AwsOperation<
                DescribeSecurityGroupReferencesRequest, DescribeSecurityGroupReferencesResponse> {
    private final Function<Scope, Reader> network;

    DescribeSecurityGroupReferences(Function<Scope, Reader> network) {
        this.network = network;
    }

    @Override
    public Supplier<? extends SdkPojo> newInput() {
        return DescribeSecurityGroupReferencesRequest::builder;
    }

    @Override
    public List<Access> access(Call call, DescribeSecurityGroupReferencesRequest input) {
        return List.of(Access.to("ec2:DescribeSecurityGroupReferences", "*"));
    }

    @Override
    public DescribeSecurityGroupReferencesResponse answer(
            Call call, DescribeSecurityGroupReferencesRequest input) {
        Scope scope = RuleEdits.scope(call);
        if (input.groupId().isEmpty()) {
            throw Refusals.missing("groupId");
        }
        Reader reader = network.apply(scope);
        for (String id : input.groupId()) {
            ResourceType.SECURITY_GROUP.check(id);
            var _ = SecurityGroups.require(reader, scope, id);
        }
        return DescribeSecurityGroupReferencesResponse.builder()
                .securityGroupReferenceSet(List.of())
                .build();
    }
}
