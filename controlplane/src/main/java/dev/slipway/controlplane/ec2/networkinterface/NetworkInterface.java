package dev.slipway.controlplane.ec2.networkinterface;

import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.ec2.lookup.ResourceType;
import dev.slipway.controlplane.state.Kind;
import dev.slipway.nodelink.InterfacePlan;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * @param id {@code eni-...}
 * @param owner the account
 * @param zone the subnet's
 * @param privateAddress IPv4
 * @param macAddress six lower-case hex octets; locally administered
 * @param publicAddress IPv4 of the server's pool; empty when it has none
 * @param securityGroupIds one to five
 * @param description for a task's {@code arn:aws:ecs:REGION:ACCOUNT:attachment/UUID}
 * @param requesterManaged whether a service made it for the user
 * @param attachment absent while it is available
 */
public record NetworkInterface(
        String id,
        String owner,
        String vpcId,
        String subnetId,
        String zone,
        String privateAddress,
        String macAddress,
        String publicAddress,
        List<String> securityGroupIds,
        String description,
        boolean requesterManaged,
        Optional<Attachment> attachment,
        Instant createdAt,
        SortedMap<String, String> tags) {
    public static final Kind<NetworkInterface> KIND =
            Kind.of("ec2-network-interface", NetworkInterface.class);

    public NetworkInterface {
        securityGroupIds = List.copyOf(securityGroupIds);
    }

    /**
     * @param id {@code eni-attach-...}
     */
    public record Attachment(String id, Instant attachedAt) {}

    NetworkInterface described(String text) {
        return with(securityGroupIds, text, attachment, tags);
    }

    NetworkInterface inGroups(List<String> groups) {
        return with(groups, description, attachment, tags);
    }

    public NetworkInterface attached(String attachmentId, Instant at) {
        return with(
                securityGroupIds, description, Optional.of(new Attachment(attachmentId, at)), tags);
    }

    public NetworkInterface withTags(SortedMap<String, String> others) {
        return with(securityGroupIds, description, attachment, others);
    }

    /** All that can change once it is made. */
    private NetworkInterface with(
            List<String> groups,
            String text,
            Optional<Attachment> attached,
            SortedMap<String, String> others) {
        return new NetworkInterface(
                id,
                owner,
                vpcId,
                subnetId,
                zone,
                privateAddress,
                macAddress,
                publicAddress,
                groups,
                text,
                requesterManaged,
                attached,
                createdAt,
                others);
    }

    public String arn(Scope scope) {
        return ResourceType.NETWORK_INTERFACE.arn(scope, id);
    }

    /** EC2's word. */
    public String status() {
        return attachment.isPresent() ? "in-use" : "available";
    }

    /** The name that the VPC's name service knows it by. */
    public String privateDnsName(String region) {
        String domain = region.equals("us-east-1") ? "ec2.internal" : region + ".compute.internal";
        return "ip-" + privateAddress.replace('.', '-') + "." + domain;
    }

    public InterfacePlan plan() {
        return new InterfacePlan(
                id, vpcId, subnetId, privateAddress, macAddress, publicAddress, securityGroupIds);
    }
}
