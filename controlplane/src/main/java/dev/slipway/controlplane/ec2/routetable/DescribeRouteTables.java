package dev.slipway.controlplane.ec2.routetable;

import dev.slipway.controlplane.api.Access;
import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.controlplane.aws.Page;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.ec2.lookup.Lookup;
import dev.slipway.controlplane.ec2.lookup.Lookup.Question;
import dev.slipway.controlplane.ec2.lookup.ResourceType;
import dev.slipway.controlplane.state.Reader;
import dev.slipway.wire.Call;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ec2.model.DescribeRouteTablesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeRouteTablesResponse;

final class DescribeRouteTables
        implements AwsOperation<DescribeRouteTablesRequest, DescribeRouteTablesResponse> {
    private final Function<Scope, Reader> network;

    DescribeRouteTables(Function<Scope, Reader> network) {
        this.network = network;
    }

    @Override
    public Supplier<? extends SdkPojo> newInput() {
        return DescribeRouteTablesRequest::builder;
    }

    @Override
    public List<Access> access(Call call, DescribeRouteTablesRequest input) {
        return List.of(Access.to("ec2:DescribeRouteTables", "*"));
    }

    @Override
    public DescribeRouteTablesResponse answer(Call call, DescribeRouteTablesRequest input) {
        Scope scope = new Scope(call.caller().account(), call.region());
        Reader reader = network.apply(scope);
        RouteTableView view = new RouteTableView(reader, scope);
        Page<RouteTable> page =
                new Lookup<>(
                                "DescribeRouteTables",
                                RouteTable.KIND,
                                ResourceType.ROUTE_TABLE,
                                "routeTableIds",
                                view.filters())
                        .find(
                                reader,
                                scope,
                                Question.of(
                                        input.routeTableIds(),
                                        input.filters(),
                                        input.maxResults(),
                                        input.nextToken()));
        DescribeRouteTablesResponse.Builder answer =
                DescribeRouteTablesResponse.builder()
                        .routeTables(page.items().stream().map(view::shape).toList());
        page.nextToken().ifPresent(answer::nextToken);
        return answer.build();
    }
}
