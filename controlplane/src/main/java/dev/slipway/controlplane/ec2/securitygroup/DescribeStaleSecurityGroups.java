package dev.slipway.controlplane.ec2.securitygroup;

import dev.slipway.controlplane.api.Access;
import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.controlplane.aws.Page;
import dev.slipway.controlplane.aws.PageToken;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.ec2.lookup.Filters;
import dev.slipway.controlplane.ec2.lookup.Lookup;
import dev.slipway.controlplane.ec2.lookup.Lookup.Question;
import dev.slipway.controlplane.ec2.lookup.ResourceType;
import dev.slipway.controlplane.ec2.vpc.Vpcs;
import dev.slipway.controlplane.state.Reader;
import dev.slipway.wire.Call;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ec2.model.DescribeStaleSecurityGroupsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeStaleSecurityGroupsResponse;
import software.amazon.awssdk.services.ec2.model.StaleSecurityGroup;

/**
 * Groups with rules that refer to a group which is gone from across a peering: none, because no VPC
 * here has one, and within a VPC a group that is referred to cannot go.
 */
final class DescribeStaleSecurityGroups
        implements AwsOperation<
                DescribeStaleSecurityGroupsRequest, DescribeStaleSecurityGroupsResponse> {
    private final Function<Scope, Reader> network;

    DescribeStaleSecurityGroups(Function<Scope, Reader> network) {
        this.network = network;
    }

    @Override
    public Supplier<? extends SdkPojo> newInput() {
        return DescribeStaleSecurityGroupsRequest::builder;
    }

    @Override
    public List<Access> access(Call call, DescribeStaleSecurityGroupsRequest input) {
        return List.of(Access.to("ec2:DescribeStaleSecurityGroups", "*"));
    }

    @Override
    public DescribeStaleSecurityGroupsResponse answer(
            Call call, DescribeStaleSecurityGroupsRequest input) {
        Scope scope = RuleEdits.scope(call);
        Reader reader = network.apply(scope);
        String vpcId =
                Optional.ofNullable(input.vpcId()).orElseThrow(() -> Refusals.missing("vpcId"));
        ResourceType.VPC.check(vpcId);
        var _ = Vpcs.require(reader, scope, vpcId);
        Page<StaleSecurityGroup> page =
                Lookup.pageOf(
                        Stream.empty(),
                        StaleSecurityGroup::groupId,
                        ResourceType.SECURITY_GROUP,
                        "groupIds",
                        new Filters<StaleSecurityGroup>(),
                        PageToken.of(scope, name(), vpcId),
                        Question.of(List.of(), List.of(), input.maxResults(), input.nextToken()));
        return DescribeStaleSecurityGroupsResponse.builder()
                .staleSecurityGroupSet(page.items())
                .build();
    }
}
