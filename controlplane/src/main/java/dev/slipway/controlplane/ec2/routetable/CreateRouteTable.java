package dev.slipway.controlplane.ec2.routetable;

import dev.slipway.controlplane.api.Access;
import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.ec2.lookup.Asked;
import dev.slipway.controlplane.ec2.lookup.Ledger;
import dev.slipway.controlplane.ec2.lookup.ResourceType;
import dev.slipway.controlplane.ec2.lookup.TagSet;
import dev.slipway.controlplane.ec2.vpc.Vpc;
import dev.slipway.controlplane.ec2.vpc.Vpcs;
import dev.slipway.controlplane.state.Key;
import dev.slipway.controlplane.state.Transaction;
import dev.slipway.wire.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ec2.model.CreateRouteTableRequest;
import software.amazon.awssdk.services.ec2.model.CreateRouteTableResponse;

final class CreateRouteTable
        implements AwsOperation<CreateRouteTableRequest, CreateRouteTableResponse> {
    /** Per VPC, as AWS starts with. */
    private static final int MOST = 200;

    private static final int LONGEST_TOKEN = 64;

    private static final Set<String> SUPPORTED =
            Set.of("VpcId", "TagSpecifications", "ClientToken");

    private final Ledger ledger;

    CreateRouteTable(Ledger ledger) {
        this.ledger = ledger;
    }

    @Override
    public Supplier<? extends SdkPojo> newInput() {
        return CreateRouteTableRequest::builder;
    }

    @Override
    public List<Access> access(Call call, CreateRouteTableRequest input) {
        Scope scope = new Scope(call.caller().account(), call.region());
        String vpcId = Objects.requireNonNullElse(input.vpcId(), "*");
        List<Access> all = new ArrayList<>();
        all.add(
                new Access(
                        "ec2:CreateRouteTable",
                        List.of(
                                ResourceType.ROUTE_TABLE.arn(scope, "*"),
                                ResourceType.VPC.arn(scope, vpcId)),
                        TagSet.requestConditions(input.tagSpecifications())));
        all.addAll(TagSet.access(scope, "route-table", name(), input.tagSpecifications()));
        return all;
    }

    @Override
    public CreateRouteTableResponse answer(Call call, CreateRouteTableRequest input) {
        Asked.only(input, SUPPORTED);
        String vpcId = ResourceType.VPC.asked(input.vpcId(), "vpcId");
        SortedMap<String, String> tags = TagSet.asked(input.tagSpecifications(), "route-table");
        Scope scope = new Scope(call.caller().account(), call.region());
        String token = Objects.requireNonNullElse(input.clientToken(), "");
        if (token.length() > LONGEST_TOKEN) {
            throw Refusals.longToken();
        }
        return ledger.commit(
                scope,
                tx -> {
                    RouteTable table =
                            token.isEmpty()
                                    ? make(tx, scope, vpcId, tags)
                                    : madeOnce(tx, Key.of(scope, token), vpcId, tags);
                    return CreateRouteTableResponse.builder()
                            .routeTable(new RouteTableView(tx, scope).shape(table))
                            .clientToken(token.isEmpty() ? null : token)
                            .build();
                });
    }

    private RouteTable madeOnce(
            Transaction tx, Key token, String vpcId, SortedMap<String, String> tags) {
        Optional<CreationToken> before = tx.find(CreationToken.KIND, token);
        if (before.isPresent()) {
            if (!before.get().asksFor(vpcId, tags)) {
                throw Refusals.otherRequest(token.name());
            }
            return RouteTables.require(tx, token.scope(), before.get().tableId());
        }
        RouteTable table = make(tx, token.scope(), vpcId, tags);
        tx.put(CreationToken.KIND, token, new CreationToken(table.id(), vpcId, tags));
        return table;
    }

    private RouteTable make(
            Transaction tx, Scope scope, String vpcId, SortedMap<String, String> tags) {
        Vpc vpc = Vpcs.require(tx, scope, vpcId);
        if (RouteTables.inVpc(tx, scope, vpcId).count() >= MOST) {
            throw Refusals.tooMany();
        }
        RouteTable table =
                new RouteTable(
                        ResourceType.ROUTE_TABLE.mint(ledger.random()),
                        scope.account(),
                        vpcId,
                        "",
                        vpc.cidr(),
                        List.of(),
                        tags);
        RouteTables.put(tx, scope, table);
        return table;
    }
}
