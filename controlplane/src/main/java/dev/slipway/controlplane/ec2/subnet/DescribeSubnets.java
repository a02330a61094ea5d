package dev.slipway.controlplane.ec2.subnet;

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
import software.amazon.awssdk.services.ec2.model.DescribeSubnetsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSubnetsResponse;

final class DescribeSubnets
        implements AwsOperation<DescribeSubnetsRequest, DescribeSubnetsResponse> {
    private final Function<Scope, Reader> network;

    DescribeSubnets(Function<Scope, Reader> network) {
        this.network = network;
    }

    @Override
    public Supplier<? extends SdkPojo> newInput() {
        return DescribeSubnetsRequest::builder;
    }

    @Override
    public List<Access> access(Call call, DescribeSubnetsRequest input) {
        return List.of(Access.to("ec2:DescribeSubnets", "*"));
    }

    @Override
    public DescribeSubnetsResponse answer(Call call, DescribeSubnetsRequest input) {
        Scope scope = new Scope(call.caller().account(), call.region());
        Reader reader = network.apply(scope);
        Page<Subnet> page =
                lookup(reader, scope)
                        .find(
                                reader,
                                scope,
                                Question.of(
                                        input.subnetIds(),
                                        input.filters(),
                                        input.maxResults(),
                                        input.nextToken()));
        DescribeSubnetsResponse.Builder answer =
                DescribeSubnetsResponse.builder()
                        .subnets(page.items().stream().map(s -> shape(reader, scope, s)).toList());
        page.nextToken().ifPresent(answer::nextToken);
        return answer.build();
    }

    private static Lookup<Subnet> lookup(Reader reader, Scope scope) {
        Function<Subnet, String> free = s -> "" + Subnets.freeAddresses(reader, scope, s);
        Filters<Subnet> filters =
                new Filters<Subnet>()
                        .one("availability-zone", Subnet::zone)
                        .one("availabilityZone", Subnet::zone)
                        .one("availability-zone-id", Subnet::zoneId)
                        .one("availabilityZoneId", Subnet::zoneId)
                        .one("available-ip-address-count", free)
                        .one("cidr-block", Subnet::cidr)
                        .one("cidr", Subnet::cidr)
                        .one("cidrBlock", Subnet::cidr)
                        .many("customer-owned-ipv4-pool", s -> List.of())
                        .one("default-for-az", s -> "" + s.defaultForZone())
                        .one("defaultForAz", s -> "" + s.defaultForZone())
                        .one("enable-dns64", s -> "false")
                        .many("enable-lni-at-device-index", s -> List.of())
                        .many("ipv6-cidr-block-association.ipv6-cidr-block", s -> List.of())
                        .many("ipv6-cidr-block-association.association-id", s -> List.of())
                        .many("ipv6-cidr-block-association.state", s -> List.of())
                        .one("ipv6-native", s -> "false")
                        .one("map-customer-owned-ip-on-launch", s -> "false")
                        .one("map-public-ip-on-launch", s -> "" + s.mapPublicIpOnLaunch())
                        .many("outpost-arn", s -> List.of())
                        .one("owner-id", Subnet::owner)
                        .one("private-dns-name-options-on-launch.hostname-type", s -> "ip-name")
                        .one(
                                "private-dns-name-options-on-launch.enable-resource-name-dns-a-record",
                                s -> "false")
                        .one(
                                "private-dns-name-options-on-launch.enable-resource-name-dns-aaaa-record",
                                s -> "false")
                        .one("state", s -> "available")
                        .one("subnet-arn", s -> s.arn(scope))
                        .one("subnet-id", Subnet::id)
                        .one("vpc-id", Subnet::vpcId)
                        .tags(Subnet::tags);
        return new Lookup<>(
                "DescribeSubnets", Subnet.KIND, ResourceType.SUBNET, "subnetIds", filters);
    }

    static software.amazon.awssdk.services.ec2.model.Subnet shape(
            Reader reader, Scope scope, Subnet subnet) {
        return software.amazon.awssdk.services.ec2.model.Subnet.builder()
                .subnetId(subnet.id())
                .subnetArn(subnet.arn(scope))
                .vpcId(subnet.vpcId())
                .ownerId(subnet.owner())
                .cidrBlock(subnet.cidr())
                .availabilityZone(subnet.zone())
                .availabilityZoneId(subnet.zoneId())
                .availableIpAddressCount(Subnets.freeAddresses(reader, scope, subnet))
                .defaultForAz(subnet.defaultForZone())
                .mapPublicIpOnLaunch(subnet.mapPublicIpOnLaunch())
                .mapCustomerOwnedIpOnLaunch(false)
                .assignIpv6AddressOnCreation(false)
                .enableDns64(false)
                .ipv6Native(false)
                .ipv6CidrBlockAssociationSet(List.of())
                .privateDnsNameOptionsOnLaunch(
                        o ->
                                o.hostnameType("ip-name")
                                        .enableResourceNameDnsARecord(false)
                                        .enableResourceNameDnsAAAARecord(false))
                .state("available")
                .tags(TagSet.of(subnet.tags()))
                .build();
    }
}
