package dev.slipway.node.metadata;

/** The private names of tasks' addresses, as EC2 gives them. */
public final class TaskNames {
    private TaskNames() {}

    /** {@code ec2.internal} in us-east-1, {@code REGION.compute.internal} elsewhere. */
    public static String domain(String region) {
        return region.equals("us-east-1") ? "ec2.internal" : region + ".compute.internal";
    }

    /** Such as {@code ip-172-31-0-5.ec2.internal}. */
    public static String hostname(String privateAddress, String region) {
        return "ip-" + privateAddress.replace('.', '-') + "." + domain(region);
    }

    /** The subnet's router with its prefix length, such as {@code 10.0.0.1/24}. */
    static String gateway(String cidr) {
        int slash = cidr.indexOf('/');
        return plus(cidr.substring(0, slash), 1) + cidr.substring(slash);
    }

    /** The resolver that AWS puts at the VPC's base plus two. */
    public static String resolver(String vpcCidr) {
        return plus(vpcCidr.substring(0, vpcCidr.indexOf('/')), 2);
    }

    /** The base of a block of /28 or larger ends in zeros: nothing is carried. */
    private static String plus(String base, int more) {
        int dot = base.lastIndexOf('.');
        return base.substring(0, dot + 1) + (Integer.parseInt(base.substring(dot + 1)) + more);
    }
}
