package dev.slipway.controlplane.ec2.vpc;

import dev.slipway.controlplane.api.Access;
import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.ec2.block.Ipv4Block;
import dev.slipway.controlplane.ec2.lookup.Asked;
import dev.slipway.controlplane.ec2.lookup.Ledger;
import dev.slipway.controlplane.ec2.lookup.ResourceType;
import dev.slipway.controlplane.ec2.lookup.TagSet;
import dev.slipway.controlplane.state.Entry;
import dev.slipway.controlplane.state.Transaction;
import dev.slipway.wire.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ec2.model.CreateVpcRequest;
import software.amazon.awssdk.services.ec2.model.CreateVpcResponse;

final class CreateVpc implements AwsOperation<CreateVpcRequest, CreateVpcResponse> {
    /** Per account and region: as far as AWS raises its quota of 5 without asking further. */
    private static final int MOST = 100;

    private static final Set<String> SUPPORTED =
            Set.of("CidrBlock", "InstanceTenancy", "TagSpecifications");

    /**
     * What means something else than a machine in a VPC: AWS's four, and the block that public
     * addresses are taken from here.
     */
    private static final List<Ipv4Block> RESERVED =
            List.of(
                    Ipv4Block.of("0.0.0.0/8"),
                    Ipv4Block.of("127.0.0.0/8"),
                    Ipv4Block.of("169.254.0.0/16"),
                    Ipv4Block.of("224.0.0.0/3"),
                    Ipv4Block.of("198.18.0.0/15"));

    private final Ledger ledger;
    private final Contents contents;

    CreateVpc(Ledger ledger, Contents contents) {
        this.ledger = ledger;
        this.contents = contents;
    }

    @Override
    public Supplier<? extends SdkPojo> newInput() {
        return CreateVpcRequest::builder;
    }

    @Override
    public List<Access> access(Call call, CreateVpcRequest input) {
        Scope scope = new Scope(call.caller().account(), call.region());
        List<Access> all = new ArrayList<>();
        all.add(
                new Access(
                        "ec2:CreateVpc",
                        List.of(ResourceType.VPC.arn(scope, "*")),
                        TagSet.requestConditions(input.tagSpecifications())));
        all.addAll(TagSet.access(scope, "vpc", name(), input.tagSpecifications()));
        return all;
    }

    @Override
    public CreateVpcResponse answer(Call call, CreateVpcRequest input) {
        Asked.only(input, SUPPORTED);
        String tenancy = Objects.requireNonNullElse(input.instanceTenancyAsString(), "default");
        if (!tenancy.equals("default")) {
            throw Asked.unsupported("The instanceTenancy " + tenancy);
        }
        String cidr = block(Asked.required(input.cidrBlock(), "cidrBlock")).toString();
        SortedMap<String, String> tags = TagSet.asked(input.tagSpecifications(), "vpc");
        Scope scope = new Scope(call.caller().account(), call.region());
        Vpc made = ledger.commit(scope, tx -> make(tx, scope, cidr, tags));
        return CreateVpcResponse.builder().vpc(DescribeVpcs.shape(made)).build();
    }

    /** With the host bits dropped, as AWS does. */
    private static Ipv4Block block(String asked) {
        Ipv4Block block;
        try {
            block = Ipv4Block.around(asked);
        } catch (IllegalArgumentException e) {
            throw Asked.notABlock(asked, "cidrBlock");
        }
        if (block.prefix() < 16
                || block.prefix() > 28
                || RESERVED.stream().anyMatch(block::overlaps)) {
            throw Refusals.range(asked);
        }
        return block;
    }

    private Vpc make(Transaction tx, Scope scope, String cidr, SortedMap<String, String> tags) {
        List<Vpc> others = tx.list(Vpc.KIND, scope).map(Entry::value).toList();
        if (others.size() >= MOST) {
            throw Refusals.tooMany();
        }
        // All VPCs of a region begin with the same set of options.
        String options =
                others.stream()
                        .map(Vpc::dhcpOptionsId)
                        .findFirst()
                        .orElseGet(() -> ResourceType.mint("dopt-", ledger.random()));
        Vpc bare =
                new Vpc(
                        ResourceType.VPC.mint(ledger.random()),
                        scope.account(),
                        cidr,
                        false,
                        true,
                        false,
                        options,
                        "",
                        "",
                        tags);
        Vpc vpc = contents.furnish().furnish(tx, new Contents.Place(scope, bare));
        Vpcs.put(tx, scope, vpc);
        return vpc;
    }
}
