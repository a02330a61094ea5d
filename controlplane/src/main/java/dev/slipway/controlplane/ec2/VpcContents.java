package dev.slipway.controlplane.ec2;

import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.ec2.gateway.InternetGateways;
import dev.slipway.controlplane.ec2.routetable.RouteTable;
import dev.slipway.controlplane.ec2.routetable.RouteTables;
import dev.slipway.controlplane.ec2.securitygroup.SecurityGroup;
import dev.slipway.controlplane.ec2.securitygroup.SecurityGroups;
import dev.slipway.controlplane.ec2.subnet.Subnets;
import dev.slipway.controlplane.ec2.vpc.Contents;
import dev.slipway.controlplane.ec2.vpc.Contents.Place;
import dev.slipway.controlplane.ec2.vpc.Vpc;
import dev.slipway.controlplane.state.Reader;
import dev.slipway.controlplane.state.Transaction;
import java.util.random.RandomGenerator;

/** What comes and goes with a VPC, and what keeps it from going. */
final class VpcContents {
    private VpcContents() {}

    static Contents of(RandomGenerator random) {
        return new Contents(
                (tx, bare) -> furnish(tx, bare, random), VpcContents::inUse, VpcContents::clear);
    }

    private static Vpc furnish(Transaction tx, Place bare, RandomGenerator random) {
        Vpc vpc = bare.vpc();
        SecurityGroup group = SecurityGroups.defaultGroup(vpc.owner(), vpc.id(), random);
        RouteTable table = RouteTables.mainTable(vpc.owner(), vpc.id(), vpc.cidr(), random);
        SecurityGroups.put(tx, bare.scope(), group);
        RouteTables.put(tx, bare.scope(), table);
        return vpc.withDefaultSecurityGroup(group.id()).withMainRouteTable(table.id());
    }

    /** Interfaces stand in subnets and need not be looked for. */
    private static boolean inUse(Reader reader, Place place) {
        Scope scope = place.scope();
        String id = place.vpc().id();
        return Subnets.anyIn(reader, scope, id)
                || SecurityGroups.anyBesideDefault(reader, scope, id)
                || RouteTables.anyBesideMain(reader, scope, id)
                || InternetGateways.anyAt(reader, scope, id);
    }

    private static void clear(Transaction tx, Place place) {
        SecurityGroups.delete(tx, place.scope(), place.vpc().defaultSecurityGroupId());
        RouteTables.delete(tx, place.scope(), place.vpc().mainRouteTableId());
    }
}
