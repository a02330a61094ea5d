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
import dev.slipway.controlplane.ec2.lookup.TagSet;
import dev.slipway.controlplane.ec2.vpc.Vpcs;
import dev.slipway.controlplane.state.Entry;
import dev.slipway.controlplane.state.Reader;
import dev.slipway.wire.Call;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ec2.model.GetSecurityGroupsForVpcRequest;
import software.amazon.awssdk.services.ec2.model.GetSecurityGroupsForVpcResponse;
import software.amazon.awssdk.services.ec2.model.SecurityGroupForVpc;

/** The groups that can be used in a VPC: its own, because none is shared with another here. */
final class GetSecurityGroupsForVpc
        implements AwsOperation<GetSecurityGroupsForVpcRequest, GetSecurityGroupsForVpcResponse> {
    private static final Filters<SecurityGroup> FILTERS =
            new Filters<SecurityGroup>()
                    .one("description", SecurityGroup::description)
                    .one("group-id", SecurityGroup::id)
                    .one("group-name", SecurityGroup::name)
                    .one("owner-id", SecurityGroup::owner)
                    .one("primary-vpc-id", SecurityGroup::vpcId)
                    .tags(SecurityGroup::tags);

    private final Function<Scope, Reader> network;

    GetSecurityGroupsForVpc(Function<Scope, Reader> network) {
        this.network = network;
    }

    @Override
    public Supplier<? extends SdkPojo> newInput() {
        return GetSecurityGroupsForVpcRequest::builder;
    }

    @Override
    public List<Access> access(Call call, GetSecurityGroupsForVpcRequest input) {
        String vpc = Optional.ofNullable(input.vpcId()).orElse("*");
        return List.of(
                Access.to(
                        "ec2:GetSecurityGroupsForVpc",
                        ResourceType.VPC.arn(RuleEdits.scope(call), vpc)));
    }

    @Override
    public GetSecurityGroupsForVpcResponse answer(Call call, GetSecurityGroupsForVpcRequest input) {
        Scope scope = RuleEdits.scope(call);
        Reader reader = network.apply(scope);
        String vpcId =
                Optional.ofNullable(input.vpcId()).orElseThrow(() -> Refusals.missing("vpcId"));
        ResourceType.VPC.check(vpcId);
        var _ = Vpcs.require(reader, scope, vpcId);
        Question question =
                Question.of(List.of(), input.filters(), input.maxResults(), input.nextToken());
        Page<SecurityGroup> page =
                Lookup.pageOf(
                        reader.list(SecurityGroup.KIND, scope)
                                .map(Entry::value)
                                .filter(g -> g.vpcId().equals(vpcId)),
                        SecurityGroup::id,
                        ResourceType.SECURITY_GROUP,
                        "groupIds",
                        FILTERS,
                        PageToken.of(scope, name(), vpcId + question.filtersText()),
                        question);
        GetSecurityGroupsForVpcResponse.Builder answer =
                GetSecurityGroupsForVpcResponse.builder()
                        .securityGroupForVpcs(
                                page.items().stream().map(GetSecurityGroupsForVpc::shape).toList());
        page.nextToken().ifPresent(answer::nextToken);
        return answer.build();
    }

    private static SecurityGroupForVpc shape(SecurityGroup group) {
        return SecurityGroupForVpc.builder()
                .groupId(group.id())
                .groupName(group.name())
                .description(group.description())
                .ownerId(group.owner())
                .primaryVpcId(group.vpcId())
                .tags(TagSet.of(group.tags()))
                .build();
    }
}
