package dev.slipway.controlplane.ec2;

import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.controlplane.api.AwsService;
import dev.slipway.controlplane.api.ErrorForm;
import dev.slipway.controlplane.ec2.address.PublicAddresses;
import dev.slipway.controlplane.ec2.gateway.InternetGateway;
import dev.slipway.controlplane.ec2.gateway.InternetGateways;
import dev.slipway.controlplane.ec2.lookup.Ledger;
import dev.slipway.controlplane.ec2.networkinterface.NetworkInterfaces;
import dev.slipway.controlplane.ec2.prefixlist.PrefixLists;
import dev.slipway.controlplane.ec2.routetable.CreationToken;
import dev.slipway.controlplane.ec2.routetable.RouteTable;
import dev.slipway.controlplane.ec2.routetable.RouteTables;
import dev.slipway.controlplane.ec2.routetable.SubnetAssociation;
import dev.slipway.controlplane.ec2.securitygroup.SecurityGroup;
import dev.slipway.controlplane.ec2.securitygroup.SecurityGroups;
import dev.slipway.controlplane.ec2.subnet.Subnet;
import dev.slipway.controlplane.ec2.subnet.Subnets;
import dev.slipway.controlplane.ec2.tag.TagOperations;
import dev.slipway.controlplane.ec2.vpc.Vpc;
import dev.slipway.controlplane.ec2.vpc.Vpcs;
import dev.slipway.controlplane.ec2.zone.Zones;
import dev.slipway.controlplane.state.Key;
import dev.slipway.controlplane.state.Kind;
import dev.slipway.controlplane.state.Reader;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The service's front door. */
public final class Ec2 {
    private Ec2() {}

    public static AwsService service(DefaultNetwork defaults) {
        Ledger ledger = new Ledger(defaults::readIn, defaults.state(), defaults.random());
        List<AwsOperation<?, ?>> operations =
                Stream.<List<AwsOperation<?, ?>>>of(
                                Zones.operations(),
                                Vpcs.operations(ledger, VpcContents.of(ledger.random())),
                                Subnets.operations(ledger, NetworkInterfaces::anyInSubnet),
                                InternetGateways.operations(ledger, NetworkInterfaces::anyPublicIn),
                                RouteTables.operations(ledger, Ec2::vpcOfSubnet),
                                SecurityGroups.operations(
                                        ledger.network(),
                                        ledger.state(),
                                        ledger.random(),
                                        NetworkInterfaces::anyIn),
                                PrefixLists.operations(
                                        ledger.state(),
                                        ledger.random(),
                                        new PrefixLists.Uses(
                                                SecurityGroups::referringTo,
                                                SecurityGroups::haveRoomFor)),
                                NetworkInterfaces.operations(
                                        ledger.network(), ledger.state(), ledger.random()),
                                TagOperations.operations(ledger))
                        .flatMap(List::stream)
                        .toList();
        return new AwsService("ec2", ErrorForm.EC2, operations, List.of(), "UnsupportedOperation");
    }

    private static Optional<String> vpcOfSubnet(Reader reader, Key subnet) {
        return Subnets.find(reader, subnet.scope(), subnet.name()).map(Subnet::vpcId);
    }

    /** What its rooms keep in state. */
    public static List<Kind<?>> kinds() {
        return Stream.<List<Kind<?>>>of(
                        List.of(
                                DefaultNetwork.Made.KIND,
                                Vpc.KIND,
                                InternetGateway.KIND,
                                RouteTable.KIND,
                                SubnetAssociation.KIND,
                                CreationToken.KIND,
                                Subnet.KIND,
                                Subnets.ADDRESSES,
                                SecurityGroup.KIND,
                                PublicAddresses.POOLS),
                        PrefixLists.kinds(),
                        NetworkInterfaces.kinds())
                .flatMap(List::stream)
                .toList();
    }
}
