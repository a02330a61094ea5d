package dev.slipway.controlplane.ec2.lookup;

import dev.slipway.wire.AwsError;
import dev.slipway.wire.AwsException;
import java.util.random.RandomGenerator;

/**
 * A kind of EC2 resource: how its ids look, and the codes for an id that is wrong. The codes are
 * written out because AWS's spelling follows no rule ({@code InvalidVpcID.NotFound}, {@code
 * InvalidGroup.NotFound}).
 *
 * @param prefix such as {@code vpc-}; ids go on with 17 hex digits, or 8 in old accounts
 * @param noun as the NotFound message has it, such as {@code vpc ID}
 */
public record ResourceType(String prefix, String malformedCode, String notFoundCode, String noun) {
    public static final ResourceType VPC =
            new ResourceType("vpc-", "InvalidVpcID.Malformed", "InvalidVpcID.NotFound", "vpc ID");
    public static final ResourceType SUBNET =
            new ResourceType(
                    "subnet-",
                    "InvalidSubnetID.Malformed",
                    "InvalidSubnetID.NotFound",
                    "subnet ID");
    public static final ResourceType SECURITY_GROUP =
            new ResourceType(
                    "sg-", "InvalidGroupId.Malformed", "InvalidGroup.NotFound", "security group");
    public static final ResourceType SECURITY_GROUP_RULE =
            new ResourceType(
                    "sgr-",
                    "InvalidSecurityGroupRuleId.Malformed",
                    "InvalidSecurityGroupRuleId.NotFound",
                    "security group rule ID");
    public static final ResourceType NETWORK_INTERFACE =
            new ResourceType(
                    "eni-",
                    "InvalidNetworkInterfaceId.Malformed",
                    "InvalidNetworkInterfaceID.NotFound",
                    "networkInterface ID");
    public static final ResourceType PREFIX_LIST =
            new ResourceType(
                    "pl-",
                    "InvalidPrefixListId.Malformed",
                    "InvalidPrefixListID.NotFound",
                    "prefix list ID");
    public static final ResourceType INTERNET_GATEWAY =
            new ResourceType(
                    "igw-",
                    "InvalidInternetGatewayId.Malformed",
                    "InvalidInternetGatewayID.NotFound",
                    "internetGateway ID");
    public static final ResourceType ROUTE_TABLE =
            new ResourceType(
                    "rtb-",
                    "InvalidRouteTableId.Malformed",
                    "InvalidRouteTableID.NotFound",
                    "routeTable ID");

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

    public AwsException notFound(String id) {
        return AwsError.of(notFoundCode, "The %s '%s' does not exist".formatted(noun, id))
                .asException();
    }
}
