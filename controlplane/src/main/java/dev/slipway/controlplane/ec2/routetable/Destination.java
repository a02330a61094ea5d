package dev.slipway.controlplane.ec2.routetable;

import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.ec2.block.Ipv4Block;
import dev.slipway.controlplane.ec2.gateway.InternetGateways;
import dev.slipway.controlplane.ec2.lookup.Asked;
import dev.slipway.controlplane.ec2.lookup.ResourceType;
import dev.slipway.controlplane.state.Reader;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkRequest;

/** Where a route leads to and through what, as an input names it. */
record Destination(Ipv4Block block) {
    private static final Set<String> SUPPORTED =
            Set.of("RouteTableId", "DestinationCidrBlock", "GatewayId");

    /** Refuses what is no block, and an input that asks for more than an internet gateway. */
    static Destination of(SdkRequest input, @Nullable String cidr) {
        Asked.only(input, SUPPORTED);
        String asked = Asked.required(cidr, "destinationCidrBlock");
        try {
            return new Destination(Ipv4Block.around(asked));
        } catch (IllegalArgumentException e) {
            throw Asked.notABlock(asked, "destinationCidrBlock");
        }
    }

    boolean isLocalOf(RouteTable table) {
        return Ipv4Block.of(table.localCidr()).equals(block);
    }

    boolean isInside(RouteTable table) {
        return Ipv4Block.of(table.localCidr()).contains(block);
    }

    String cidr() {
        return block.toString();
    }

    /** The route to that gateway, which must be attached to the table's VPC. */
    RouteTable.Route through(Reader reader, Scope scope, RouteTable table, String gatewayId) {
        if (!cidr().equals(RouteTables.EVERYWHERE)) {
            throw Asked.unsupported("A route to " + cidr());
        }
        if (InternetGateways.find(reader, scope, gatewayId).isEmpty()) {
            throw ResourceType.ROUTE_GATEWAY.notFound(gatewayId);
        }
        RouteTable.Route route = new RouteTable.Route(cidr(), gatewayId);
        if (!RouteTables.works(reader, scope, table, route)) {
            throw Refusals.otherNetwork(table.id(), "network gateway", gatewayId);
        }
        return route;
    }
}
