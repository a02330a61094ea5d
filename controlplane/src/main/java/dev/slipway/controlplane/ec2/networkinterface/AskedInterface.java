package dev.slipway.controlplane.ec2.networkinterface;

import dev.slipway.controlplane.ec2.block.Ipv4Block;
import dev.slipway.controlplane.ec2.lookup.ResourceType;
import dev.slipway.controlplane.ec2.lookup.TagSet;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import software.amazon.awssdk.services.ec2.model.CreateNetworkInterfaceRequest;
import software.amazon.awssdk.services.ec2.model.PrivateIpAddressSpecification;

/**
 * The interface that a request describes, checked as far as that goes without looking at what is
 * there.
 *
 * @param securityGroupIds none means the VPC's default group
 * @param privateAddress empty when any will do
 * @param token the client's; empty when there is none
 */
record AskedInterface(
        String subnetId,
        List<String> securityGroupIds,
        String description,
        String privateAddress,
        SortedMap<String, String> tags,
        String token) {
    private static final int LONGEST_TOKEN = 64;

    AskedInterface {
        securityGroupIds = List.copyOf(securityGroupIds);
    }

    static AskedInterface of(CreateNetworkInterfaceRequest input) {
        refuseUnsupported(input);
        String subnetId = Optional.ofNullable(input.subnetId()).orElse("");
        if (subnetId.isEmpty()) {
            throw Refusals.missing("subnetId");
        }
        ResourceType.SUBNET.check(subnetId);
        input.groups().forEach(ResourceType.SECURITY_GROUP::check);
        String token = Optional.ofNullable(input.clientToken()).orElse("");
        if (token.length() > LONGEST_TOKEN || token.chars().anyMatch(c -> c > 126)) {
            throw Refusals.badToken();
        }
        return new AskedInterface(
                subnetId,
                input.groups(),
                Optional.ofNullable(input.description()).orElse(""),
                privateAddress(input),
                TagSet.asked(input.tagSpecifications(), "network-interface"),
                token);
    }

    /** All that was asked for but the token. */
    String text() {
        return List.of(subnetId, securityGroupIds, description, privateAddress, tags).toString();
    }

    private static void refuseUnsupported(CreateNetworkInterfaceRequest input) {
        refuse(Optional.ofNullable(input.interfaceTypeAsString()).isPresent(), "interfaceType");
        refuse(input.hasIpv6Addresses() && !input.ipv6Addresses().isEmpty(), "ipv6Addresses");
        refuse(isAsked(input.ipv6AddressCount()), "ipv6AddressCount");
        refuse(!input.ipv6Prefixes().isEmpty(), "ipv6Prefixes");
        refuse(isAsked(input.ipv6PrefixCount()), "ipv6PrefixCount");
        refuse(Optional.ofNullable(input.enablePrimaryIpv6()).orElse(false), "enablePrimaryIpv6");
        refuse(!input.ipv4Prefixes().isEmpty(), "ipv4Prefixes");
        refuse(isAsked(input.ipv4PrefixCount()), "ipv4PrefixCount");
        refuse(isAsked(input.secondaryPrivateIpAddressCount()), "secondaryPrivateIpAddressCount");
        refuse(
                Optional.ofNullable(input.connectionTrackingSpecification()).isPresent(),
                "connectionTrackingSpecification");
        refuse(Optional.ofNullable(input.operator()).isPresent(), "operator");
    }

    private static void refuse(boolean asked, String parameter) {
        if (asked) {
            throw Refusals.unsupported(parameter);
        }
    }

    @SuppressWarnings("NullAway") // the model classes are not annotated
    private static boolean isAsked(Integer count) {
        return count != null && count != 0;
    }

    /** In either of its two spellings; the list may name the primary one only. */
    private static String privateAddress(CreateNetworkInterfaceRequest input) {
        Optional<String> asked = Optional.ofNullable(input.privateIpAddress());
        List<PrivateIpAddressSpecification> listed = input.privateIpAddresses();
        if (!listed.isEmpty()) {
            if (asked.isPresent()) {
                throw Refusals.primaryTwice();
            }
            PrivateIpAddressSpecification first = listed.getFirst();
            refuse(
                    listed.size() > 1 || !Optional.ofNullable(first.primary()).orElse(false),
                    "privateIpAddresses");
            asked = Optional.ofNullable(first.privateIpAddress());
        }
        String address = asked.orElse("");
        if (!address.isEmpty() && Ipv4Block.number(address).isEmpty()) {
            throw Refusals.badAddress(address);
        }
        return address;
    }
}
