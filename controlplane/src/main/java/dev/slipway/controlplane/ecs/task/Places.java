package dev.slipway.controlplane.ecs.task;

import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.ec2.securitygroup.SecurityGroup;
import dev.slipway.controlplane.ec2.securitygroup.SecurityGroups;
import dev.slipway.controlplane.ec2.subnet.Subnet;
import dev.slipway.controlplane.ec2.subnet.Subnets;
import dev.slipway.controlplane.placement.Place;
import dev.slipway.controlplane.state.Reader;
import java.util.ArrayList;
import java.util.List;

/** The subnets and security groups that a caller chose, looked up and checked. */
final class Places {
    private Places() {}

    static List<Place> of(Reader reader, Scope scope, Launch.Network network) {
        List<Place> places = new ArrayList<>();
        String vpcId = "";
        for (String id : network.subnets()) {
            Subnet subnet = Subnets.find(reader, scope, id).orElseThrow(() -> Refusals.subnet(id));
            if (!vpcId.isEmpty() && !vpcId.equals(subnet.vpcId())) {
                throw Refusals.subnetsOfManyVpcs();
            }
            vpcId = subnet.vpcId();
            places.add(new Place(id, subnet.zone(), Subnets.freeAddresses(reader, scope, subnet)));
        }
        for (String id : network.securityGroups()) {
            SecurityGroup group =
                    SecurityGroups.find(reader, scope, id)
                            .orElseThrow(() -> Refusals.securityGroup(id));
            if (!group.vpcId().equals(vpcId)) {
                throw Refusals.securityGroupElsewhere(id);
            }
        }
        return places;
    }
}
