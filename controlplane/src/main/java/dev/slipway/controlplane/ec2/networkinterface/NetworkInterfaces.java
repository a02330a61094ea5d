package dev.slipway.controlplane.ec2.networkinterface;

import dev.slipway.controlplane.api.Access;
import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.aws.Tags;
import dev.slipway.controlplane.ec2.address.PublicAddresses;
import dev.slipway.controlplane.ec2.lookup.ResourceType;
import dev.slipway.controlplane.ec2.securitygroup.SecurityGroup;
import dev.slipway.controlplane.ec2.securitygroup.SecurityGroups;
import dev.slipway.controlplane.ec2.subnet.Subnet;
import dev.slipway.controlplane.ec2.subnet.Subnets;
import dev.slipway.controlplane.ec2.vpc.Vpcs;
import dev.slipway.controlplane.state.Entry;
import dev.slipway.controlplane.state.Key;
import dev.slipway.controlplane.state.Kind;
import dev.slipway.controlplane.state.Reader;
import dev.slipway.controlplane.state.State;
import dev.slipway.controlplane.state.Transaction;
import dev.slipway.wire.AwsError;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/** The room's front door. Creating and deleting cost the same however many interfaces there are. */
public final class NetworkInterfaces {
    /** Per interface. */
    public static final int MOST_GROUPS = 5;

    private final PublicAddresses publicAddresses;
    private final RandomGenerator random;

    /**
     * @param random makes ids and MAC addresses; drawn from on the writer only
     */
    public NetworkInterfaces(PublicAddresses publicAddresses, RandomGenerator random) {
        this.publicAddresses = publicAddresses;
        this.random = random;
    }

    /**
     * What a new interface is to be.
     *
     * @param securityGroupIds none means the VPC's default group
     * @param publicAddress whether it gets one; in a subnet without a route to an internet gateway
     *     it gets none all the same
     */
    public record Wanted(
            String subnetId,
            List<String> securityGroupIds,
            String description,
            boolean requesterManaged,
            boolean publicAddress) {
        public Wanted {
            securityGroupIds = List.copyOf(securityGroupIds);
        }
    }

    /**
     * Makes an interface. Refuses before it has written anything, so a caller may catch the refusal
     * and go on with its transaction: {@code InvalidSubnetID.NotFound}, {@code
     * InvalidGroup.NotFound}, {@code InvalidParameter} (a group of another VPC), {@code
     * SecurityGroupsPerInterfaceLimitExceeded}, {@code InsufficientFreeAddressesInSubnet}, {@code
     * InsufficientAddressCapacity}.
     */
    public NetworkInterface create(Transaction tx, Scope scope, Wanted wanted, Instant now) {
        List<String> groups = check(tx, scope, wanted.subnetId(), wanted.securityGroupIds());
        Subnet subnet = Subnets.require(tx, scope, wanted.subnetId());
        boolean reachable = wanted.publicAddress() && Subnets.isPublic(tx, scope, subnet);
        Subnets.requireFree(tx, scope, subnet.id());
        if (reachable) {
            publicAddresses.requireFree(tx);
        }
        NetworkInterface made =
                new NetworkInterface(
                        ResourceType.NETWORK_INTERFACE.mint(random),
                        scope.account(),
                        subnet.vpcId(),
                        subnet.id(),
                        subnet.zone(),
                        Subnets.take(tx, scope, subnet.id()),
                        macAddress(random),
                        reachable ? publicAddresses.take(tx) : "",
                        groups,
                        wanted.description(),
                        wanted.requesterManaged(),
                        Optional.empty(),
                        now,
                        new TreeMap<>());
        tx.put(NetworkInterface.KIND, Key.of(scope, made.id()), made);
        return made;
    }

    /**
     * Whether an interface could be made there; refuses as {@link #create} does, addresses aside.
     *
     * @return the groups that it would be in
     */
    public static List<String> check(
            Reader reader, Scope scope, String subnetId, List<String> securityGroupIds) {
        Subnet subnet = Subnets.require(reader, scope, subnetId);
        if (securityGroupIds.isEmpty()) {
            return List.of(Vpcs.require(reader, scope, subnet.vpcId()).defaultSecurityGroupId());
        }
        List<String> groups = securityGroupIds.stream().distinct().toList();
        if (groups.size() > MOST_GROUPS) {
            throw AwsError.of(
                            "SecurityGroupsPerInterfaceLimitExceeded",
                            "The maximum number of security groups per interface has been reached.")
                    .asException();
        }
        for (String id : groups) {
            SecurityGroup group = SecurityGroups.require(reader, scope, id);
            if (!group.vpcId().equals(subnet.vpcId())) {
                throw AwsError.of(
                                "InvalidParameter",
                                "Security group %s and subnet %s belong to different networks."
                                        .formatted(id, subnetId))
                        .asException();
            }
        }
        return groups;
    }

    /** Empty when it is gone. */
    public static Optional<NetworkInterface> find(Reader reader, Scope scope, String id) {
        return reader.find(NetworkInterface.KIND, Key.of(scope, id));
    }

    /** Whether an interface is in the security group of that key. Looks at all of the scope. */
    public static boolean anyIn(Reader reader, Key group) {
        return reader.list(NetworkInterface.KIND, group.scope())
                .anyMatch(i -> i.value().securityGroupIds().contains(group.name()));
    }

    /** Whether an interface is in the subnet of that key. Looks at all of the scope. */
    public static boolean anyInSubnet(Reader reader, Key subnet) {
        return reader.list(NetworkInterface.KIND, subnet.scope())
                .anyMatch(i -> i.value().subnetId().equals(subnet.name()));
    }

    /**
     * Whether an interface in the VPC of that key has a public address. Looks at all of the scope.
     */
    public static boolean anyPublicIn(Reader reader, Key vpc) {
        return reader.list(NetworkInterface.KIND, vpc.scope())
                .map(Entry::value)
                .anyMatch(i -> i.vpcId().equals(vpc.name()) && !i.publicAddress().isEmpty());
    }

    /** Records that it is attached; nothing happens when it is so already, or gone. */
    public void attach(Transaction tx, Scope scope, String id, Instant now) {
        find(tx, scope, id)
                .filter(i -> i.attachment().isEmpty())
                .ifPresent(
                        i ->
                                tx.put(
                                        NetworkInterface.KIND,
                                        Key.of(scope, id),
                                        i.attached(ResourceType.mint("eni-attach-", random), now)));
    }

    /** Deletes it and gives its addresses back; nothing happens when it is gone. */
    public void delete(Transaction tx, Scope scope, String id) {
        find(tx, scope, id)
                .ifPresent(
                        i -> {
                            remove(tx, scope, i);
                            if (!i.publicAddress().isEmpty()) {
                                publicAddresses.release(tx, i.publicAddress());
                            }
                        });
    }

    /** All of it but its public address, which one that a user made never has. */
    static void remove(Transaction tx, Scope scope, NetworkInterface gone) {
        Subnets.release(tx, scope, gone.subnetId(), gone.privateAddress());
        tx.delete(NetworkInterface.KIND, Key.of(scope, gone.id()));
        tx.delete(CreationToken.KIND, Key.of(scope, gone.id()));
    }

    /** What IAM is asked about an action on an interface. */
    static Access access(String action, Reader reader, Scope scope, String id) {
        Optional<NetworkInterface> found = find(reader, scope, id);
        if (found.isEmpty()) {
            String any = id.isEmpty() ? "*" : id;
            return Access.to(action, ResourceType.NETWORK_INTERFACE.arn(scope, any));
        }
        NetworkInterface i = found.get();
        Map<String, List<String>> conditions =
                new HashMap<>(new Tags(i.tags()).asResourceConditions());
        conditions.put("ec2:AvailabilityZone", List.of(i.zone()));
        conditions.put("ec2:Subnet", List.of(ResourceType.SUBNET.arn(scope, i.subnetId())));
        conditions.put("ec2:Vpc", List.of(ResourceType.VPC.arn(scope, i.vpcId())));
        return new Access(action, List.of(i.arn(scope)), conditions);
    }

    /** Refuses an id that is malformed or not there. */
    static NetworkInterface require(Reader reader, Scope scope, String id) {
        ResourceType.NETWORK_INTERFACE.check(id);
        return find(reader, scope, id)
                .orElseThrow(() -> ResourceType.NETWORK_INTERFACE.notFound(id));
    }

    /** The same, and refuses one that a service made. */
    static NetworkInterface requireOwn(Reader reader, Scope scope, String id) {
        NetworkInterface found = require(reader, scope, id);
        if (found.requesterManaged()) {
            throw Refusals.notYours();
        }
        return found;
    }

    /**
     * @param network reads a scope whose default network exists
     * @param random makes ids and MAC addresses; drawn from on the writer only
     */
    public static List<AwsOperation<?, ?>> operations(
            Function<Scope, Reader> network, State state, RandomGenerator random) {
        return List.of(
                new CreateNetworkInterface(network, state, random),
                new DeleteNetworkInterface(network, state),
                new DescribeNetworkInterfaceAttribute(network),
                new DescribeNetworkInterfaces(network),
                new ModifyNetworkInterfaceAttribute(network, state),
                new ResetNetworkInterfaceAttribute(network));
    }

    /** What the room keeps. */
    public static List<Kind<?>> kinds() {
        return List.of(NetworkInterface.KIND, CreationToken.KIND);
    }

    /** 0a as the first octet: unicast and locally administered, as AWS's often are. */
    static String macAddress(RandomGenerator random) {
        long bits = random.nextLong();
        return "0a:%02x:%02x:%02x:%02x:%02x"
                .formatted(
                        bits >> 32 & 255,
                        bits >> 24 & 255,
                        bits >> 16 & 255,
                        bits >> 8 & 255,
                        bits & 255);
    }
}
