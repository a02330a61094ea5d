package dev.slipway.controlplane.ec2.securitygroup;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.IpRange;
import software.amazon.awssdk.services.ec2.model.UserIdGroupPair;

/**
 * One permission spelled in the request's own members, as EC2 took it before it had IpPermissions.
 */
record FlatForm(
        Optional<String> protocol,
        Optional<Integer> fromPort,
        Optional<Integer> toPort,
        Optional<String> cidr,
        Optional<String> sourceGroupName,
        Optional<String> sourceGroupOwner) {

    /** What the request asks for in either form; refuses both at once. */
    List<IpPermission> or(List<IpPermission> permissions) {
        boolean given =
                Stream.of(protocol, fromPort, toPort, cidr, sourceGroupName, sourceGroupOwner)
                        .anyMatch(Optional::isPresent);
        if (!given) {
            return permissions;
        }
        if (!permissions.isEmpty()) {
            throw Refusals.together("ipPermissions", "ipProtocol");
        }
        if (sourceGroupName.isPresent()) {
            return fromGroup(sourceGroupName.get());
        }
        IpPermission.Builder permission = IpPermission.builder();
        protocol.ifPresent(permission::ipProtocol);
        fromPort.ifPresent(permission::fromPort);
        toPort.ifPresent(permission::toPort);
        cidr.ifPresent(c -> permission.ipRanges(IpRange.builder().cidrIp(c).build()));
        return List.of(permission.build());
    }

    /** A source group by name means all TCP, UDP and ICMP, and cannot be narrowed. */
    private List<IpPermission> fromGroup(String name) {
        if (protocol.isPresent()
                || fromPort.isPresent()
                || toPort.isPresent()
                || cidr.isPresent()) {
            throw Refusals.together("sourceSecurityGroupName", "ipProtocol");
        }
        UserIdGroupPair.Builder pair = UserIdGroupPair.builder().groupName(name);
        sourceGroupOwner.ifPresent(pair::userId);
        UserIdGroupPair from = pair.build();
        return List.of(
                all("tcp", 0, 65535, from), all("udp", 0, 65535, from), all("icmp", -1, -1, from));
    }

    private static IpPermission all(String protocol, int from, int to, UserIdGroupPair pair) {
        return IpPermission.builder()
                .ipProtocol(protocol)
                .fromPort(from)
                .toPort(to)
                .userIdGroupPairs(pair)
                .build();
    }
}
