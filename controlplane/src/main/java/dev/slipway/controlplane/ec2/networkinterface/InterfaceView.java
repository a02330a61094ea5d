package dev.slipway.controlplane.ec2.networkinterface;

import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.ec2.lookup.Filters;
import dev.slipway.controlplane.ec2.lookup.TagSet;
import dev.slipway.controlplane.ec2.networkinterface.NetworkInterface.Attachment;
import dev.slipway.controlplane.ec2.securitygroup.SecurityGroup;
import dev.slipway.controlplane.ec2.securitygroup.SecurityGroups;
import dev.slipway.controlplane.ec2.subnet.Subnet;
import dev.slipway.controlplane.ec2.subnet.Subnets;
import dev.slipway.controlplane.ec2.zone.Zone;
import dev.slipway.controlplane.state.Reader;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import software.amazon.awssdk.services.ec2.model.GroupIdentifier;
import software.amazon.awssdk.services.ec2.model.NetworkInterfaceAssociation;
import software.amazon.awssdk.services.ec2.model.NetworkInterfaceAttachment;
import software.amazon.awssdk.services.ec2.model.NetworkInterfacePrivateIpAddress;

/** Interfaces as DescribeNetworkInterfaces filters and answers them. */
record InterfaceView(Reader reader, Scope scope) {
    /** Who attaches a task's interface: on AWS an account of Fargate's own. */
    private static final String REQUESTER = "amazon-ecs";

    Filters<NetworkInterface> filters() {
        Filters<NetworkInterface> filters =
                new Filters<NetworkInterface>()
                        .one("availability-zone", NetworkInterface::zone)
                        .one("availability-zone-id", this::zoneId)
                        .one("description", NetworkInterface::description)
                        .many("group-id", NetworkInterface::securityGroupIds)
                        .many(
                                "group-name",
                                i -> groups(i).stream().map(g -> g.groupName()).toList())
                        .one("interface-type", i -> "interface")
                        .many("ipv6-addresses.ipv6-address", i -> List.of())
                        .one("mac-address", NetworkInterface::macAddress)
                        .one("network-interface-id", NetworkInterface::id)
                        .one("operator.managed", i -> "false")
                        .many("operator.principal", i -> List.of())
                        .one("owner-id", NetworkInterface::owner)
                        .one("private-dns-name", i -> i.privateDnsName(scope.region()))
                        .one("private-ip-address", NetworkInterface::privateAddress)
                        .many(
                                "requester-id",
                                i -> i.requesterManaged() ? List.of(REQUESTER) : List.of())
                        .one("requester-managed", i -> "" + i.requesterManaged())
                        .one("source-dest-check", i -> "true")
                        .one("status", NetworkInterface::status)
                        .one("subnet-id", NetworkInterface::subnetId)
                        .one("vpc-id", NetworkInterface::vpcId)
                        .tags(NetworkInterface::tags);
        addAddresses(filters);
        addAttachment(filters);
        return filters;
    }

    private static void addAddresses(Filters<NetworkInterface> filters) {
        filters.one("addresses.private-ip-address", NetworkInterface::privateAddress)
                .one("addresses.primary", i -> "true")
                .many("addresses.association.public-ip", InterfaceView::publicAddress)
                .many("addresses.association.owner-id", i -> ifPublic(i, "amazon"))
                .many("association.allocation-id", i -> List.of())
                .many("association.association-id", i -> List.of())
                .many("association.ip-owner-id", i -> ifPublic(i, "amazon"))
                .many("association.public-dns-name", i -> List.of())
                .many("association.public-ip", InterfaceView::publicAddress);
    }

    private static void addAttachment(Filters<NetworkInterface> filters) {
        filters.many("attachment.attachment-id", i -> attached(i, Attachment::id))
                .many("attachment.attach-time", i -> attached(i, a -> "" + a.attachedAt()))
                .many("attachment.delete-on-termination", i -> attached(i, a -> "false"))
                .many("attachment.device-index", i -> attached(i, a -> "1"))
                .many("attachment.instance-id", i -> List.of())
                .many("attachment.instance-owner-id", i -> attached(i, a -> i.owner()))
                .many("attachment.nat-gateway-id", i -> List.of())
                .many("attachment.status", i -> attached(i, a -> "attached"));
    }

    software.amazon.awssdk.services.ec2.model.NetworkInterface shape(NetworkInterface i) {
        String dnsName = i.privateDnsName(scope.region());
        software.amazon.awssdk.services.ec2.model.NetworkInterface.Builder shape =
                software.amazon.awssdk.services.ec2.model.NetworkInterface.builder()
                        .networkInterfaceId(i.id())
                        .ownerId(i.owner())
                        .vpcId(i.vpcId())
                        .subnetId(i.subnetId())
                        .availabilityZone(i.zone())
                        .availabilityZoneId(zoneId(i))
                        .description(i.description())
                        .groups(groups(i))
                        .interfaceType("interface")
                        .ipv6Addresses(List.of())
                        .macAddress(i.macAddress())
                        .privateIpAddress(i.privateAddress())
                        .privateDnsName(dnsName)
                        .requesterManaged(i.requesterManaged())
                        .sourceDestCheck(true)
                        .status(i.status())
                        .tagSet(TagSet.of(i.tags()));
        NetworkInterfacePrivateIpAddress.Builder address =
                NetworkInterfacePrivateIpAddress.builder()
                        .primary(true)
                        .privateDnsName(dnsName)
                        .privateIpAddress(i.privateAddress());
        if (!i.publicAddress().isEmpty()) {
            NetworkInterfaceAssociation association = association(i);
            shape.association(association);
            address.association(association);
        }
        if (i.requesterManaged()) {
            shape.requesterId(REQUESTER);
        }
        i.attachment().ifPresent(a -> shape.attachment(attachment(i, a)));
        return shape.privateIpAddresses(address.build()).build();
    }

    /** No public name: none that we could give would be found in the world's name service. */
    private static NetworkInterfaceAssociation association(NetworkInterface i) {
        return NetworkInterfaceAssociation.builder()
                .ipOwnerId("amazon")
                .publicDnsName("")
                .publicIp(i.publicAddress())
                .build();
    }

    private static NetworkInterfaceAttachment attachment(NetworkInterface i, Attachment a) {
        return NetworkInterfaceAttachment.builder()
                .attachmentId(a.id())
                .attachTime(a.attachedAt())
                .deleteOnTermination(false)
                .deviceIndex(1)
                .instanceOwnerId(i.owner())
                .status("attached")
                .build();
    }

    private List<GroupIdentifier> groups(NetworkInterface i) {
        return i.securityGroupIds().stream()
                .map(
                        id ->
                                GroupIdentifier.builder()
                                        .groupId(id)
                                        .groupName(
                                                SecurityGroups.find(reader, scope, id)
                                                        .map(SecurityGroup::name)
                                                        .orElse(""))
                                        .build())
                .toList();
    }

    private String zoneId(NetworkInterface i) {
        return Subnets.find(reader, scope, i.subnetId())
                .map(Subnet::zoneId)
                .orElseGet(() -> Zone.of(scope.region()).getFirst().id());
    }

    private static Collection<String> publicAddress(NetworkInterface i) {
        return ifPublic(i, i.publicAddress());
    }

    private static Collection<String> ifPublic(NetworkInterface i, String value) {
        return i.publicAddress().isEmpty() ? List.of() : List.of(value);
    }

    private static Collection<String> attached(
            NetworkInterface i, Function<Attachment, String> value) {
        return i.attachment().map(value).map(List::of).orElse(List.of());
    }
}
