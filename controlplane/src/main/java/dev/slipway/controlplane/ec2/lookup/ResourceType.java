package dev.slipway.controlplane.ec2.lookup;

import dev.slipway.controlplane.api.Access;
import dev.slipway.controlplane.aws.Arn;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.aws.Tags;
import dev.slipway.wire.AwsError;
import dev.slipway.wire.AwsException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A kind of EC2 resource: how its ids look, and the codes for an id that is wrong. The codes are
 * written out because AWS's spelling follows no rule ({@code InvalidVpcID.NotFound}, {@code
 * InvalidGroup.NotFound}).
 *
 * @param name as ARNs and tags have it, such as {@code internet-gateway}
 * @param prefix such as {@code vpc-}; ids go on with 17 hex digits, or 8 in old accounts
 * @param noun as the NotFound message has it, such as {@code vpc ID}
 */
public record ResourceType(
        String name, String prefix, String malformedCode, String notFoundCode, String noun) {
    public static final ResourceType VPC =
            new ResourceType(
                    "vpc", "vpc-", "InvalidVpcID.Malformed", "InvalidVpcID.NotFound", "vpc ID");
    public static final ResourceType SUBNET =
            new ResourceType(
                    "subnet",
                    "subnet-",
                    "InvalidSubnetID.Malformed",
                    "InvalidSubnetID.NotFound",
                    "subnet ID");
    public static final ResourceType SECURITY_GROUP =
            new ResourceType(
                    "security-group",
                    "sg-",
                    "InvalidGroupId.Malformed",
                    "InvalidGroup.NotFound",
                    "security group");
    public static final ResourceType SECURITY_GROUP_RULE =
            new ResourceType(
                    "security-group-rule",
                    "sgr-",
                    "InvalidSecurityGroupRuleId.Malformed",
                    "InvalidSecurityGroupRuleId.NotFound",
                    "security group rule ID");
    public static final ResourceType NETWORK_INTERFACE =
            new ResourceType(
                    "network-interface",
                    "eni-",
                    "InvalidNetworkInterfaceId.Malformed",
                    "InvalidNetworkInterfaceID.NotFound",
                    "networkInterface ID");
    public static final ResourceType PREFIX_LIST =
            new ResourceType(
                    "prefix-list",
                    "pl-",
                    "InvalidPrefixListId.Malformed",
                    "InvalidPrefixListID.NotFound",
                    "prefix list ID");
    public static final ResourceType INTERNET_GATEWAY =
            new ResourceType(
                    "internet-gateway",
                    "igw-",
                    "InvalidInternetGatewayId.Malformed",
                    "InvalidInternetGatewayID.NotFound",
                    "internetGateway ID");
    public static final ResourceType ROUTE_TABLE =
            new ResourceType(
                    "route-table",
                    "rtb-",
                    "InvalidRouteTableId.Malformed",
                    "InvalidRouteTableID.NotFound",
                    "routeTable ID");

    /** A gateway as the target of a route, which has codes of its own. */
    public static final ResourceType ROUTE_GATEWAY =
            new ResourceType(
                    "internet-gateway",
                    "igw-",
                    "InvalidGatewayID.NotFound",
                    "InvalidGatewayID.NotFound",
                    "gateway ID");

    public static final ResourceType ROUTE_TABLE_ASSOCIATION =
            new ResourceType(
                    "route-table-association",
                    "rtbassoc-",
                    "InvalidRouteTableAssociationId.Malformed",
                    "InvalidAssociationID.NotFound",
                    "association ID");

    /** A fresh id. */
    public String mint(RandomGenerator random) {
        return mint(prefix, random);
    }

    /** A fresh id of a kind that has no Describe call here, such as {@code eni-attach-}. */
    public static String mint(String prefix, RandomGenerator random) {
        String hex = "%016x".formatted(random.nextLong());
        return prefix + "0" + hex;
    }

    public boolean isWellFormed(String id) {
        if (!id.startsWith(prefix)) {
            return false;
        }
        String rest = id.substring(prefix.length());
        return (rest.length() == 17 || rest.length() == 8)
                && rest.chars().allMatch(c -> Character.digit(c, 16) >= 0 && c < 'g');
    }

    /** Refuses an id that cannot be one. */
    public void check(String id) {
        if (!isWellFormed(id)) {
            throw AwsError.of(
                            malformedCode,
                            "Invalid id: \"%s\" (expecting \"%s...\")".formatted(id, prefix))
                    .asException();
        }
    }

    /**
     * The id that an input names. Refuses one that is left out or cannot be one.
     *
     * @param id null when left out
     * @param member the input's, such as {@code vpcId}
     */
    public String asked(@Nullable String id, String member) {
        String given = Asked.required(id, member);
        check(given);
        return given;
    }

    public String arn(Scope scope, String id) {
        return Arn.of("ec2", scope, name + "/" + id).toString();
    }

    /**
     * What IAM is asked about an action on one of these.
     *
     * @param id null when the input leaves it out, which means any
     * @param tags those of the resource of that id, if it is there
     */
    public Access access(
            String action,
            Scope scope,
            @Nullable String id,
            Function<String, Optional<SortedMap<String, String>>> tags) {
        if (id == null) {
            return Access.to(action, arn(scope, "*"));
        }
        return new Access(
                action,
                List.of(arn(scope, id)),
                tags.apply(id).map(t -> new Tags(t).asResourceConditions()).orElse(Map.of()));
    }

    /** Something stands in it, or uses it. */
    public AwsException hasDependencies(String id) {
        return AwsError.of(
                        "DependencyViolation",
                        "The %s '%s' has dependencies and cannot be deleted."
                                .formatted(noun.replace(" ID", ""), id))
                .asException();
    }

    public AwsException notFound(String id) {
        return AwsError.of(notFoundCode, "The %s '%s' does not exist".formatted(noun, id))
                .asException();
    }
}
