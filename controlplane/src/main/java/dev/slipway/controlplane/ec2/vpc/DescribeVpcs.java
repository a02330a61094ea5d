package dev.slipway.controlplane.ec2.vpc;

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
import software.amazon.awssdk.services.ec2.model.DescribeVpcsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeVpcsResponse;
import software.amazon.awssdk.services.ec2.model.VpcCidrBlockAssociation;

final class DescribeVpcs implements AwsOperation<DescribeVpcsRequest, DescribeVpcsResponse> {
    private static final Filters<Vpc> FILTERS =
            new Filters<Vpc>()
                    .one("cidr", Vpc::cidr)
                    .one("cidr-block-association.cidr-block", Vpc::cidr)
                    .one("cidr-block-association.association-id", DescribeVpcs::associationId)
                    .one("cidr-block-association.state", v -> "associated")
                    .one("dhcp-options-id", Vpc::dhcpOptionsId)
                    .many("ipv6-cidr-block-association.ipv6-cidr-block", v -> List.of())
                    .many("ipv6-cidr-block-association.ipv6-pool", v -> List.of())
                    .many("ipv6-cidr-block-association.association-id", v -> List.of())
                    .many("ipv6-cidr-block-association.state", v -> List.of())
                    .one("is-default", v -> "" + v.isDefault())
                    .one("isDefault", v -> "" + v.isDefault()) // an old name that AWS still takes
                    .one("owner-id", Vpc::owner)
                    .one("state", v -> "available")
                    .one("vpc-id", Vpc::id)
                    .tags(Vpc::tags);
    private static final Lookup<Vpc> VPCS =
            new Lookup<>("DescribeVpcs", Vpc.KIND, ResourceType.VPC, "vpcIds", FILTERS);

    private final Function<Scope, Reader> network;

    DescribeVpcs(Function<Scope, Reader> network) {
        this.network = network;
    }

    @Override
    public Supplier<? extends SdkPojo> newInput() {
        return DescribeVpcsRequest::builder;
    }

    @Override
    public List<Access> access(Call call, DescribeVpcsRequest input) {
        return List.of(Access.to("ec2:DescribeVpcs", "*"));
    }

    @Override
    public DescribeVpcsResponse answer(Call call, DescribeVpcsRequest input) {
        Scope scope = new Scope(call.caller().account(), call.region());
        Page<Vpc> page =
                VPCS.find(
                        network.apply(scope),
                        scope,
                        Question.of(
                                input.vpcIds(),
                                input.filters(),
                                input.maxResults(),
                                input.nextToken()));
        DescribeVpcsResponse.Builder answer =
                DescribeVpcsResponse.builder()
                        .vpcs(page.items().stream().map(DescribeVpcs::shape).toList());
        page.nextToken().ifPresent(answer::nextToken);
        return answer.build();
    }

    private static String associationId(Vpc vpc) {
        return "vpc-cidr-assoc-" + vpc.id().substring("vpc-".length());
    }

    static software.amazon.awssdk.services.ec2.model.Vpc shape(Vpc vpc) {
        return software.amazon.awssdk.services.ec2.model.Vpc.builder()
                .vpcId(vpc.id())
                .ownerId(vpc.owner())
                .cidrBlock(vpc.cidr())
                .cidrBlockAssociationSet(
                        VpcCidrBlockAssociation.builder()
                                .associationId(associationId(vpc))
                                .cidrBlock(vpc.cidr())
                                .cidrBlockState(s -> s.state("associated"))
                                .build())
                .dhcpOptionsId(vpc.dhcpOptionsId())
                .instanceTenancy("default")
                .isDefault(vpc.isDefault())
                .state("available")
                .tags(TagSet.of(vpc.tags()))
                .build();
    }
}
