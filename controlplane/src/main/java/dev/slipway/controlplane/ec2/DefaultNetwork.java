package dev.slipway.controlplane.ec2;

import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.ec2.gateway.InternetGateway;
import dev.slipway.controlplane.ec2.lookup.ResourceType;
import dev.slipway.controlplane.ec2.routetable.RouteTable;
import dev.slipway.controlplane.ec2.routetable.RouteTables;
import dev.slipway.controlplane.ec2.securitygroup.SecurityGroup;
import dev.slipway.controlplane.ec2.securitygroup.SecurityGroups;
import dev.slipway.controlplane.ec2.subnet.Subnet;
import dev.slipway.controlplane.ec2.subnet.Subnets;
import dev.slipway.controlplane.ec2.vpc.Vpc;
import dev.slipway.controlplane.ec2.vpc.Vpcs;
import dev.slipway.controlplane.ec2.zone.Zone;
import dev.slipway.controlplane.state.Key;
import dev.slipway.controlplane.state.Kind;
import dev.slipway.controlplane.state.Reader;
import dev.slipway.controlplane.state.State;
import dev.slipway.controlplane.state.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * What AWS gives each account in each region: a VPC of 172.31.0.0/16 with one public subnet per
 * zone, an internet gateway, a main route table and a security group. Made when first asked for,
 * once: what a user deletes later stays deleted.
 */
public final class DefaultNetwork {
    private static final String CIDR = "172.31.0.0/16";

    /** AWS's own three in this order. */
    private static final List<String> SUBNET_CIDRS =
            List.of("172.31.0.0/20", "172.31.16.0/20", "172.31.32.0/20");

    private static final String KEY = "default";

    private final State state;
    private final RandomGenerator random;

    /**
     * What was made.
     *
     * @param subnetIds one per zone, in the zones' order
     */
    public record Made(String vpcId, List<String> subnetIds, String securityGroupId) {
        public static final Kind<Made> KIND = Kind.of("ec2-default-network", Made.class);

        public Made {
            subnetIds = List.copyOf(subnetIds);
        }
    }

    /**
     * @param random makes ids; drawn from on the writer only
     */
    public DefaultNetwork(State state, RandomGenerator random) {
        this.state = state;
        this.random = random;
    }

    State state() {
        return state;
    }

    /** Drawn from on the writer only. */
    RandomGenerator random() {
        return random;
    }

    /** Reads a scope in which the default network was made. */
    public Reader readIn(Scope scope) {
        Reader reader = state.read();
        if (find(reader, scope).isPresent()) {
            return reader;
        }
        state.commit(tx -> ensure(tx, scope));
        return state.read();
    }

    public static Optional<Made> find(Reader reader, Scope scope) {
        return reader.find(Made.KIND, Key.of(scope, KEY));
    }

    /** The default network; made now when it was not before. */
    public Made ensure(Transaction tx, Scope scope) {
        Optional<Made> before = find(tx, scope);
        if (before.isPresent()) {
            return before.get();
        }
        String owner = scope.account();
        String vpcId = ResourceType.VPC.mint(random);
        SecurityGroup group = SecurityGroups.defaultGroup(owner, vpcId, random);
        InternetGateway gateway =
                new InternetGateway(
                        ResourceType.INTERNET_GATEWAY.mint(random), owner, vpcId, new TreeMap<>());
        RouteTable table =
                RouteTables.mainTable(owner, vpcId, CIDR, random)
                        .with(new RouteTable.Route("0.0.0.0/0", gateway.id()));
        Vpcs.put(
                tx,
                scope,
                new Vpc(
                        vpcId,
                        owner,
                        CIDR,
                        true,
                        true,
                        true,
                        ResourceType.mint("dopt-", random),
                        group.id(),
                        table.id(),
                        new TreeMap<>()));
        gateway.put(tx, scope);
        RouteTables.put(tx, scope, table);
        SecurityGroups.put(tx, scope, group);
        Made made = new Made(vpcId, subnets(tx, scope, vpcId), group.id());
        tx.put(Made.KIND, Key.of(scope, KEY), made);
        return made;
    }

    private List<String> subnets(Transaction tx, Scope scope, String vpcId) {
        List<String> ids = new ArrayList<>();
        List<Zone> zones = Zone.of(scope.region());
        for (int i = 0; i < zones.size(); i++) {
            Zone zone = zones.get(i);
            Subnet subnet =
                    new Subnet(
                            ResourceType.SUBNET.mint(random),
                            scope.account(),
                            vpcId,
                            SUBNET_CIDRS.get(i),
                            zone.name(),
                            zone.id(),
                            true,
                            true,
                            new TreeMap<>());
            Subnets.put(tx, scope, subnet);
            ids.add(subnet.id());
        }
        return ids;
    }
}
