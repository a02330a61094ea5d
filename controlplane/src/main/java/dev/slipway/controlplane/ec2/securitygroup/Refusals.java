package dev.slipway.controlplane.ec2.securitygroup;

import dev.slipway.controlplane.ec2.securitygroup.SecurityGroup.Peer;
import dev.slipway.controlplane.ec2.securitygroup.SecurityGroup.Rule;
import dev.slipway.wire.AwsError;
import dev.slipway.wire.AwsException;
import java.util.Locale;

/** What the room says no with, in EC2's words. */
final class Refusals {
    private static final String CHARACTERS = "a-zA-Z0-9. _-:/()#,@[]+=&;{}!$*";

    private Refusals() {}

    static AwsException missing(String parameter) {
        return of("MissingParameter", "The request must contain the parameter " + parameter);
    }

    static AwsException together(String one, String other) {
        return of(
                "InvalidParameterCombination",
                "The parameter '%s' may not be used in combination with '%s'"
                        .formatted(one, other));
    }

    static AwsException invalid(String message) {
        return of("InvalidParameterValue", message);
    }

    static AwsException characters(String what) {
        return invalid(
                "Invalid %s. Valid ones are strings less than 256 characters from the following set: %s"
                        .formatted(what, CHARACTERS));
    }

    static AwsException noDefaultVpc() {
        return of("VPCIdNotSpecified", "No default VPC for this user");
    }

    static AwsException notInDefaultVpc(String name) {
        return of(
                "InvalidGroup.NotFound",
                "The security group '%s' does not exist in default VPC".formatted(name));
    }

    static AwsException duplicateGroup(String name, String vpcId) {
        return of(
                "InvalidGroup.Duplicate",
                "The security group '%s' already exists for VPC '%s'".formatted(name, vpcId));
    }

    static AwsException tooManyGroups() {
        return of(
                "SecurityGroupLimitExceeded",
                "You have reached the limit on the number of security groups you can create.");
    }

    static AwsException cannotDelete(SecurityGroup group) {
        return of(
                "CannotDelete",
                "the specified group: \"%s\" name: \"%s\" cannot be deleted by a user"
                        .formatted(group.id(), group.name()));
    }

    static AwsException inUse(String groupId) {
        return of("DependencyViolation", "resource %s has a dependent object".formatted(groupId));
    }

    static AwsException otherNetwork() {
        return of(
                "InvalidGroup.NotFound",
                "You have specified two resources that belong to different networks.");
    }

    static AwsException noPeering(String id) {
        return of(
                "InvalidVpcPeeringConnectionID.NotFound",
                "The vpcPeeringConnection ID '%s' does not exist".formatted(id));
    }

    static AwsException duplicateRule(Rule rule) {
        return of(
                "InvalidPermission.Duplicate",
                "the specified rule \"%s\" already exists".formatted(text(rule)));
    }

    /** A rule on its own that names none, or several. */
    static AwsException onePeer() {
        return invalid(
                "Exactly one of cidrIpv4, cidrIpv6, prefixListId and referencedGroupId must be specified for a security group rule.");
    }

    static AwsException repeatedRule(String ruleId) {
        return invalid("The same security group rule ID must not appear multiple times: " + ruleId);
    }

    static AwsException noSuchRule() {
        return of(
                "InvalidPermission.NotFound",
                "The specified rule does not exist in this security group.");
    }

    static AwsException tooManyRules() {
        return of(
                "RulesPerSecurityGroupLimitExceeded",
                "The maximum number of rules per security group has been reached.");
    }

    private static String text(Rule rule) {
        String peer =
                switch (rule.peer()) {
                    case Peer.Ipv4(String block) -> block;
                    case Peer.Ipv6(String block) -> block;
                    case Peer.Group(String group, String owner) -> group;
                    case Peer.PrefixList(String list) -> list;
                };
        String ports =
                switch (rule.protocol()) {
                    case -1 -> "ALL";
                    case 6, 17 ->
                            "%s, from port: %d, to port: %d"
                                    .formatted(name(rule), rule.fromPort(), rule.toPort());
                    case 1, 58 ->
                            "%s, type: %s, code: %s"
                                    .formatted(
                                            name(rule),
                                            orAll(rule.fromPort()),
                                            orAll(rule.toPort()));
                    default -> name(rule);
                };
        return "peer: %s, %s, ALLOW".formatted(peer, ports);
    }

    private static String name(Rule rule) {
        return rule.protocolName().toUpperCase(Locale.ROOT);
    }

    private static String orAll(int number) {
        return number < 0 ? "ALL" : "" + number;
    }

    private static AwsException of(String code, String message) {
        return AwsError.of(code, message).asException();
    }
}
