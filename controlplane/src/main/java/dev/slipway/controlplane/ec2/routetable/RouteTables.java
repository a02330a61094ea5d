package dev.slipway.controlplane.ec2.routetable;

import dev.slipway.controlplane.api.Access;
import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.ec2.gateway.InternetGateways;
import dev.slipway.controlplane.ec2.lookup.Ledger;
import dev.slipway.controlplane.ec2.lookup.ResourceType;
import dev.slipway.controlplane.state.Entry;
import dev.slipway.controlplane.state.Key;
import dev.slipway.controlplane.state.Reader;
import dev.slipway.controlplane.state.Transaction;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The room's front door. */
public final class RouteTables {
    static final String EVERYWHERE = "0.0.0.0/0";

    private RouteTables() {}

    public static void put(Transaction tx, Scope scope, RouteTable table) {
        tx.put(RouteTable.KIND, Key.of(scope, table.id()), table);
    }

    public static void delete(Transaction tx, Scope scope, String id) {
        CreationToken.forget(tx, scope, id);
        tx.delete(RouteTable.KIND, Key.of(scope, id));
    }

    /** The table that AWS makes with each VPC: it has the local route only. */
    public static RouteTable mainTable(
            String owner, String vpcId, String cidr, RandomGenerator random) {
        return new RouteTable(
                ResourceType.ROUTE_TABLE.mint(random),
                owner,
                vpcId,
                ResourceType.ROUTE_TABLE_ASSOCIATION.mint(random),
                cidr,
                List.of(),
                new TreeMap<>());
    }

    public static Optional<RouteTable> find(Reader reader, Scope scope, String id) {
        return reader.find(RouteTable.KIND, Key.of(scope, id));
    }

    /** Refuses with {@code InvalidRouteTableID.NotFound}. */
    static RouteTable require(Reader reader, Scope scope, String id) {
        return find(reader, scope, id).orElseThrow(() -> ResourceType.ROUTE_TABLE.notFound(id));
    }

    static Stream<RouteTable> inVpc(Reader reader, Scope scope, String vpcId) {
        return reader.list(RouteTable.KIND, scope)
                .map(Entry::value)
                .filter(t -> t.vpcId().equals(vpcId));
    }

    /** Whether a VPC has a table that is not its main one. */
    public static boolean anyBesideMain(Reader reader, Scope scope, String vpcId) {
        return inVpc(reader, scope, vpcId).anyMatch(t -> !t.isMain());
    }

    static Stream<SubnetAssociation> associations(Reader reader, Scope scope) {
        return reader.list(SubnetAssociation.KIND, scope).map(Entry::value);
    }

    /** Lets the subnet go, if it is associated. */
    public static void disassociate(Transaction tx, Scope scope, String subnetId) {
        tx.delete(SubnetAssociation.KIND, Key.of(scope, subnetId));
    }

    /**
     * Whether a subnet's packets find a way to an attached internet gateway.
     *
     * @param mainTableId counts when the subnet is associated with no table
     */
    public static boolean leadsToInternet(
            Reader reader, Scope scope, String subnetId, String mainTableId) {
        String tableId =
                reader.find(SubnetAssociation.KIND, Key.of(scope, subnetId))
                        .map(SubnetAssociation::tableId)
                        .orElse(mainTableId);
        return find(reader, scope, tableId)
                .filter(
                        t ->
                                t.route(EVERYWHERE)
                                        .filter(r -> works(reader, scope, t, r))
                                        .isPresent())
                .isPresent();
    }

    /** Whether a route's gateway is there and attached to the table's VPC. */
    static boolean works(Reader reader, Scope scope, RouteTable table, RouteTable.Route route) {
        return InternetGateways.isAttached(reader, scope, route.gatewayId(), table.vpcId());
    }

    /** What IAM is asked about an action on a table. */
    static Access access(String action, Reader reader, Scope scope, @Nullable String id) {
        return ResourceType.ROUTE_TABLE.access(
                action, scope, id, known -> find(reader, scope, known).map(RouteTable::tags));
    }

    /**
     * @param vpcOfSubnet the VPC of the subnet of a key, if it is there; subnets know tables,
     *     tables do not know them
     */
    public static List<AwsOperation<?, ?>> operations(
            Ledger ledger, BiFunction<Reader, Key, Optional<String>> vpcOfSubnet) {
        return List.of(
                new DescribeRouteTables(ledger.network()),
                new CreateRouteTable(ledger),
                new DeleteRouteTable(ledger),
                new AssociateRouteTable(ledger, vpcOfSubnet),
                new DisassociateRouteTable(ledger),
                new ReplaceRouteTableAssociation(ledger),
                new CreateRoute(ledger),
                new ReplaceRoute(ledger),
                new DeleteRoute(ledger));
    }
}
