package dev.slipway.controlplane.ec2.securitygroup;

import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.ec2.lookup.ResourceType;
import dev.slipway.controlplane.ec2.prefixlist.PrefixLists;
import dev.slipway.controlplane.state.Entry;
import dev.slipway.controlplane.state.Key;
import dev.slipway.controlplane.state.Reader;
import dev.slipway.controlplane.state.State;
import dev.slipway.controlplane.state.Transaction;
import dev.slipway.nodelink.SecurityGroupPlan;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** The room's front door. */
public final class SecurityGroups {
    private SecurityGroups() {}

    public static Optional<SecurityGroup> find(Reader reader, Scope scope, String id) {
        return reader.find(SecurityGroup.KIND, Key.of(scope, id));
    }

    /** Refuses with {@code InvalidGroup.NotFound}. */
    public static SecurityGroup require(Reader reader, Scope scope, String id) {
        return find(reader, scope, id).orElseThrow(() -> ResourceType.SECURITY_GROUP.notFound(id));
    }

    /** As a node is to enforce it, with the blocks of the prefix lists that it refers to. */
    public static Optional<SecurityGroupPlan> plan(Reader reader, Scope scope, String id) {
        return find(reader, scope, id)
                .map(g -> g.plan(list -> PrefixLists.blocks(reader, scope, list)));
    }

    /** Ids of the groups whose rules refer to the prefix list of that key, sorted. */
    public static List<String> referringTo(Reader reader, Key list) {
        return referring(reader, list).map(SecurityGroup::id).toList();
    }

    /** Whether those groups have room for the list's maximum of entries. */
    public static boolean haveRoomFor(Reader reader, Key list) {
        return referring(reader, list)
                .allMatch(g -> RuleCount.fits(reader, list.scope(), g.rules()));
    }

    private static Stream<SecurityGroup> referring(Reader reader, Key list) {
        return reader.list(SecurityGroup.KIND, list.scope())
                .map(Entry::value)
                .filter(g -> g.refersTo(list.name()));
    }

    public static void put(Transaction tx, Scope scope, SecurityGroup group) {
        tx.put(SecurityGroup.KIND, Key.of(scope, group.id()), group);
    }

    public static void delete(Transaction tx, Scope scope, String id) {
        tx.delete(SecurityGroup.KIND, Key.of(scope, id));
    }

    /** Whether a VPC has a group that is not its default one. */
    public static boolean anyBesideDefault(Reader reader, Scope scope, String vpcId) {
        return reader.list(SecurityGroup.KIND, scope)
                .map(Entry::value)
                .anyMatch(g -> g.vpcId().equals(vpcId) && !g.name().equals("default"));
    }

    /** The group that AWS makes with each VPC. */
    public static SecurityGroup defaultGroup(String owner, String vpcId, RandomGenerator random) {
        String id = ResourceType.SECURITY_GROUP.mint(random);
        SecurityGroup.Rule fromItself =
                new SecurityGroup.Rule(
                        ResourceType.SECURITY_GROUP_RULE.mint(random),
                        false,
                        -1,
                        -1,
                        -1,
                        new SecurityGroup.Peer.Group(id, owner),
                        "",
                        new TreeMap<>());
        return new SecurityGroup(
                id,
                owner,
                vpcId,
                "default",
                "default VPC security group",
                List.of(fromItself, toEverywhere(random)),
                new TreeMap<>());
    }

    /** The rule that every new group has. */
    static SecurityGroup.Rule toEverywhere(RandomGenerator random) {
        return new SecurityGroup.Rule(
                ResourceType.SECURITY_GROUP_RULE.mint(random),
                true,
                -1,
                -1,
                -1,
                new SecurityGroup.Peer.Ipv4("0.0.0.0/0"),
                "",
                new TreeMap<>());
    }

    /**
     * @param network reads a scope whose default network exists
     * @param random makes ids; drawn from on the writer only
     * @param inUse whether an interface is in the group of a key; interfaces know groups, groups do
     *     not know them
     */
    public static List<AwsOperation<?, ?>> operations(
            Function<Scope, Reader> network,
            State state,
            RandomGenerator random,
            BiPredicate<Reader, Key> inUse) {
        RuleEdits edits = new RuleEdits(network, state, random);
        return List.of(
                new DescribeSecurityGroups(network),
                new DescribeSecurityGroupRules(network),
                new CreateSecurityGroup(network, state, random),
                new DeleteSecurityGroup(network, state, inUse),
                new AuthorizeSecurityGroupIngress(edits),
                new AuthorizeSecurityGroupEgress(edits),
                new RevokeSecurityGroupIngress(edits),
                new RevokeSecurityGroupEgress(edits),
                new ModifySecurityGroupRules(edits),
                new UpdateSecurityGroupRuleDescriptionsIngress(edits),
                new UpdateSecurityGroupRuleDescriptionsEgress(edits),
                new GetSecurityGroupsForVpc(network),
                new DescribeSecurityGroupReferences(network),
                new DescribeStaleSecurityGroups(network));
    }
}
