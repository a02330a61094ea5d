package dev.slipway.controlplane.ec2.subnet;

import dev.slipway.controlplane.api.Access;
import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.ec2.block.Ipv4Block;
import dev.slipway.controlplane.ec2.lookup.Asked;
import dev.slipway.controlplane.ec2.lookup.Ledger;
import dev.slipway.controlplane.ec2.lookup.ResourceType;
import dev.slipway.controlplane.ec2.lookup.TagSet;
import dev.slipway.controlplane.ec2.vpc.Vpc;
import dev.slipway.controlplane.ec2.vpc.Vpcs;
import dev.slipway.controlplane.ec2.zone.Zone;
import dev.slipway.controlplane.state.Transaction;
import dev.slipway.wire.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ec2.model.CreateSubnetRequest;
import software.amazon.awssdk.services.ec2.model.CreateSubnetResponse;

final class CreateSubnet implements AwsOperation<CreateSubnetRequest, CreateSubnetResponse> {
    /** Per VPC, as AWS starts with. */
    private static final int MOST = 200;

    private static final Set<String> SUPPORTED =
            Set.of(
                    "VpcId",
                    "CidrBlock",
                    "AvailabilityZone",
                    "AvailabilityZoneId",
                    "TagSpecifications");

    private final Ledger ledger;

    CreateSubnet(Ledger ledger) {
        this.ledger = ledger;
    }

    @Override
    public Supplier<? extends SdkPojo> newInput() {
        return CreateSubnetRequest::builder;
    }

    @Override
    public List<Access> access(Call call, CreateSubnetRequest input) {
        Scope scope = new Scope(call.caller().account(), call.region());
        String vpcId = Objects.requireNonNullElse(input.vpcId(), "*");
        List<Access> all = new ArrayList<>();
        all.add(
                new Access(
                        "ec2:CreateSubnet",
                        List.of(
                                ResourceType.SUBNET.arn(scope, "*"),
                                ResourceType.VPC.arn(scope, vpcId)),
                        TagSet.requestConditions(input.tagSpecifications())));
        all.addAll(TagSet.access(scope, "subnet", name(), input.tagSpecifications()));
        return all;
    }

    @Override
    public CreateSubnetResponse answer(Call call, CreateSubnetRequest input) {
        Asked.only(input, SUPPORTED);
        String vpcId = ResourceType.VPC.asked(input.vpcId(), "vpcId");
        Ipv4Block block = block(Asked.required(input.cidrBlock(), "cidrBlock"));
        Scope scope = new Scope(call.caller().account(), call.region());
        Zone zone = zone(scope, input);
        SortedMap<String, String> tags = TagSet.asked(input.tagSpecifications(), "subnet");
        return ledger.commit(
                scope,
                tx -> {
                    check(tx, scope, Vpcs.require(tx, scope, vpcId), block);
                    Subnet subnet =
                            new Subnet(
                                    ResourceType.SUBNET.mint(ledger.random()),
                                    scope.account(),
                                    vpcId,
                                    block.toString(),
                                    zone.name(),
                                    zone.id(),
                                    false,
                                    false,
                                    tags);
                    Subnets.put(tx, scope, subnet);
                    return CreateSubnetResponse.builder()
                            .subnet(DescribeSubnets.shape(tx, scope, subnet))
                            .build();
                });
    }

    /** With the host bits dropped, as AWS does. */
    private static Ipv4Block block(String asked) {
        Ipv4Block block;
        try {
            block = Ipv4Block.around(asked);
        } catch (IllegalArgumentException e) {
            throw Asked.notABlock(asked, "cidrBlock");
        }
        if (block.prefix() < 16 || block.prefix() > 28) {
            throw Refusals.range(asked);
        }
        return block;
    }

    private static void check(Transaction tx, Scope scope, Vpc vpc, Ipv4Block block) {
        if (!Ipv4Block.of(vpc.cidr()).contains(block)) {
            throw Refusals.range(block.toString());
        }
        List<Subnet> others = Subnets.inVpc(tx, scope, vpc.id()).toList();
        if (others.stream().anyMatch(s -> Ipv4Block.of(s.cidr()).overlaps(block))) {
            throw Refusals.conflict(block.toString());
        }
        if (others.size() >= MOST) {
            throw Refusals.tooMany();
        }
    }

    /** By name or id, which must mean the same; the first when neither is given. */
    private static Zone zone(Scope scope, CreateSubnetRequest input) {
        List<Zone> zones = Zone.of(scope.region());
        Optional<Zone> named =
                Optional.ofNullable(input.availabilityZone())
                        .map(name -> zone(zones, Zone::name, name, "availabilityZone"));
        Optional<Zone> byId =
                Optional.ofNullable(input.availabilityZoneId())
                        .map(id -> zone(zones, Zone::id, id, "availabilityZoneId"));
        if (named.isPresent() && byId.isPresent() && !named.equals(byId)) {
            throw Refusals.twoZones(named.get(), byId.get());
        }
        return named.or(() -> byId).orElse(zones.getFirst());
    }

    private static Zone zone(
            List<Zone> zones, Function<Zone, String> by, String asked, String member) {
        return zones.stream()
                .filter(z -> by.apply(z).equals(asked))
                .findFirst()
                .orElseThrow(() -> Refusals.zone(asked, member, zones.stream().map(by).toList()));
    }
}
