package dev.slipway.node.network;

import dev.slipway.node.netlink.FirewallBatch;
import dev.slipway.node.netlink.FirewallBatch.Element;
import dev.slipway.node.netlink.FirewallBatch.Family;
import dev.slipway.node.netlink.FirewallBatch.Hook;
import dev.slipway.node.netlink.FirewallRule;
import dev.slipway.nodelink.InterfacePlan;
import dev.slipway.nodelink.SecurityGroupPlan;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The rule table of a VPC's namespace, as changes to make; pure.
 *
 * <p>One forward hook sees all. A new connection from an interface is looked up by source address:
 * map {@code profiles} gives the interface's combination of groups, verdict map {@code out_of} the
 * chain of that combination, which asks each group's egress chain in turn. What one allows goes on
 * to chain {@code ingress}, which does the same for the destination. So an interface is a few set
 * elements, and only a new combination of groups or a changed rule touches chains. Membership for
 * rules that name a group is one set, keyed by address and group.
 */
final class VpcRules {
    static final String TABLE = "slipway";

    private static final String MEMBERS = "members";
    private static final String PROFILES = "profiles";
    private static final String OUT_OF = "out_of";
    private static final String IN_OF = "in_of";
    private static final String PUBLIC_OF = "public_of";
    private static final String PRIVATE_OF = "private_of";
    private static final String INGRESS = "ingress";
    private static final int RAW = -300;
    private static final int DESTINATION_NAT = -100;
    private static final int SOURCE_NAT = 100;

    private VpcRules() {}

    static FirewallBatch change() {
        return new FirewallBatch(Family.IPV4, TABLE);
    }

    /**
     * The whole table without groups and interfaces, in place of the one that may be there:
     * connections that were allowed before stay so, for the kernel keeps them elsewhere.
     *
     * @param resolver the resolver's address inside the VPC
     */
    static FirewallBatch afresh(int resolver) {
        FirewallBatch batch = change().table().deleteTable().table();
        batch.set(MEMBERS, FirewallBatch.Type.ADDRESS_AND_DIGEST)
                .map(PROFILES, FirewallBatch.Type.ADDRESS, FirewallBatch.Type.DIGEST)
                .map(OUT_OF, FirewallBatch.Type.DIGEST, FirewallBatch.Type.VERDICT)
                .map(IN_OF, FirewallBatch.Type.DIGEST, FirewallBatch.Type.VERDICT)
                .map(PUBLIC_OF, FirewallBatch.Type.ADDRESS, FirewallBatch.Type.ADDRESS)
                .map(PRIVATE_OF, FirewallBatch.Type.ADDRESS, FirewallBatch.Type.ADDRESS);
        untracked(batch, resolver);
        addressTranslation(batch);
        batch.chain(INGRESS);
        forward(batch);
        ingress(batch);
        own(batch, resolver);
        return batch;
    }

    /** Our own listeners need no connection tracking, and a flood of questions must not fill it. */
    private static void untracked(FirewallBatch batch, int resolver) {
        batch.chain("raw_in", "filter", Hook.PREROUTING, RAW, false)
                .chain("raw_out", "filter", Hook.OUTPUT, RAW, false);
        int linkLocal = Block.addressOf(Network.LINK_LOCAL);
        int fixed = Block.addressOf(Network.RESOLVER);
        for (int address : new int[] {linkLocal, fixed, resolver}) {
            batch.rule("raw_in", new FirewallRule().to(address, 32).untracked());
            batch.rule("raw_out", new FirewallRule().from(address, 32).untracked());
        }
    }

    /**
     * Only on the way from and to the edge: as in AWS, a public address used inside its own VPC
     * leaves it and comes back.
     */
    private static void addressTranslation(FirewallBatch batch) {
        batch.chain("dnat", "nat", Hook.PREROUTING, DESTINATION_NAT, false)
                .rule("dnat", new FirewallRule().in(Vpc.UPLINK).toIn(PRIVATE_OF).destinationNat())
                .chain("snat", "nat", Hook.POSTROUTING, SOURCE_NAT, false)
                .rule("snat", new FirewallRule().out(Vpc.UPLINK).fromIn(PUBLIC_OF).sourceNat());
    }

    private static void forward(FirewallBatch batch) {
        batch.chain("forward", "filter", Hook.FORWARD, 0, true)
                .rule(
                        "forward",
                        new FirewallRule()
                                .state(FirewallRule.ESTABLISHED | FirewallRule.RELATED)
                                .accept())
                .rule("forward", new FirewallRule().state(FirewallRule.INVALID).drop())
                .rule("forward", new FirewallRule().in(Vpc.UPLINK).go(INGRESS))
                .rule("forward", new FirewallRule().fromIn(PROFILES).decide(OUT_OF));
    }

    private static void ingress(FirewallBatch batch) {
        batch.rule(INGRESS, new FirewallRule().out(Vpc.UPLINK).fromIn(PUBLIC_OF).accept())
                .rule(INGRESS, new FirewallRule().out(Vpc.UPLINK).drop())
                .rule(INGRESS, new FirewallRule().toIn(PROFILES).decide(IN_OF))
                .rule(INGRESS, new FirewallRule().drop());
    }

    /**
     * Our listeners: for interfaces of this VPC alone. While we are away (a restart) their absence
     * must look like a slow answer, not like a refusal: resolvers then try again.
     */
    private static void own(FirewallBatch batch, int resolver) {
        int linkLocal = Block.addressOf(Network.LINK_LOCAL);
        int fixed = Block.addressOf(Network.RESOLVER);
        batch.chain("input", "filter", Hook.INPUT, 0, true)
                .rule("input", new FirewallRule().in("lo").accept())
                .rule("input", new FirewallRule().in(Vpc.UPLINK).drop())
                .rule(
                        "input",
                        new FirewallRule()
                                .fromIn(PROFILES)
                                .to(linkLocal, 32)
                                .protocol(FirewallRule.TCP)
                                .accept());
        for (int address : new int[] {fixed, resolver}) {
            for (int protocol : new int[] {FirewallRule.UDP, FirewallRule.TCP}) {
                batch.rule(
                        "input",
                        new FirewallRule()
                                .fromIn(PROFILES)
                                .to(address, 32)
                                .protocol(protocol)
                                .ports(53, 53)
                                .accept());
            }
        }
        batch.chain("output", "filter", Hook.OUTPUT, 0, false)
                .rule("output", new FirewallRule().reset().drop())
                .rule(
                        "output",
                        new FirewallRule()
                                .protocol(FirewallRule.ICMP)
                                .icmpType(3)
                                .icmpCode(3)
                                .drop());
    }

    static void addGroup(FirewallBatch batch, SecurityGroupPlan group) {
        batch.chain(egress(group.id())).chain(ingress(group.id()));
        fillGroup(batch, group);
    }

    /**
     * New rules in place of the old ones. Rules only allow, so their order means nothing: what is
     * merely added is appended, at the price of the addition.
     */
    static void changeGroup(FirewallBatch batch, SecurityGroupPlan old, SecurityGroupPlan group) {
        List<SecurityGroupPlan.Rule> egress = group.egress();
        List<SecurityGroupPlan.Rule> ingress = group.ingress();
        if (new HashSet<>(egress).containsAll(old.egress())) {
            egress = without(egress, old.egress());
        } else {
            batch.flush(egress(group.id()));
        }
        if (new HashSet<>(ingress).containsAll(old.ingress())) {
            ingress = without(ingress, old.ingress());
        } else {
            batch.flush(ingress(group.id()));
        }
        fillGroup(batch, new SecurityGroupPlan(group.id(), ingress, egress));
    }

    private static List<SecurityGroupPlan.Rule> without(
            List<SecurityGroupPlan.Rule> all, List<SecurityGroupPlan.Rule> known) {
        Set<SecurityGroupPlan.Rule> set = new HashSet<>(known);
        return all.stream().filter(rule -> !set.contains(rule)).toList();
    }

    static void removeGroup(FirewallBatch batch, String id) {
        batch.flush(egress(id)).flush(ingress(id));
        batch.deleteChain(egress(id)).deleteChain(ingress(id));
    }

    private static void fillGroup(FirewallBatch batch, SecurityGroupPlan group) {
        for (SecurityGroupPlan.Rule rule : group.egress()) {
            if (isIpv4(rule)) {
                batch.rule(egress(group.id()), match(rule, false).go(INGRESS));
            }
        }
        for (SecurityGroupPlan.Rule rule : group.ingress()) {
            if (isIpv4(rule)) {
                batch.rule(ingress(group.id()), match(rule, true).accept());
            }
        }
    }

    /** IPv6 is off in our namespaces: its rules have nothing to allow. */
    private static boolean isIpv4(SecurityGroupPlan.Rule rule) {
        return switch (rule.peer()) {
            case SecurityGroupPlan.Peer.Cidr cidr -> cidr.block().indexOf(':') < 0;
            case SecurityGroupPlan.Peer.Group _ -> true;
        };
    }

    private static FirewallRule match(SecurityGroupPlan.Rule rule, boolean incoming) {
        FirewallRule match = new FirewallRule();
        if (rule.protocol() >= 0) {
            match.protocol(rule.protocol());
        }
        switch (rule.protocol()) {
            case FirewallRule.TCP, FirewallRule.UDP -> {
                boolean all = rule.fromPort() <= 0 && (rule.toPort() < 0 || rule.toPort() == 65535);
                if (!all) {
                    match.ports(Math.max(rule.fromPort(), 0), rule.toPort());
                }
            }
            case FirewallRule.ICMP -> {
                if (rule.fromPort() >= 0) {
                    match.icmpType(rule.fromPort());
                }
                if (rule.toPort() >= 0) {
                    match.icmpCode(rule.toPort());
                }
            }
            default -> {}
        }
        switch (rule.peer()) {
            case SecurityGroupPlan.Peer.Cidr cidr -> {
                Block block = Block.parse(cidr.block());
                if (incoming) {
                    match.from(block.address(), block.prefix());
                } else {
                    match.to(block.address(), block.prefix());
                }
            }
            case SecurityGroupPlan.Peer.Group group -> {
                if (incoming) {
                    match.fromMember(MEMBERS, digest(group.groupId()));
                } else {
                    match.toMember(MEMBERS, digest(group.groupId()));
                }
            }
        }
        return match;
    }

    /** A combination of groups that an interface has; its groups' chains must exist. */
    static void addProfile(FirewallBatch batch, List<String> groups) {
        String name = profile(groups);
        byte[] key = digest(name);
        batch.chain(egress(name)).chain(ingress(name));
        for (String group : groups) {
            batch.rule(egress(name), new FirewallRule().jump(egress(group)));
            batch.rule(ingress(name), new FirewallRule().jump(ingress(group)));
        }
        batch.rule(egress(name), new FirewallRule().drop());
        batch.rule(ingress(name), new FirewallRule().drop());
        batch.add(OUT_OF, List.of(new Element.Go(key, egress(name))));
        batch.add(IN_OF, List.of(new Element.Go(key, ingress(name))));
    }

    static void removeProfile(FirewallBatch batch, List<String> groups) {
        String name = profile(groups);
        List<Element.Key> key = List.of(new Element.Key(digest(name)));
        batch.delete(OUT_OF, key).delete(IN_OF, key);
        batch.flush(egress(name)).flush(ingress(name));
        batch.deleteChain(egress(name)).deleteChain(ingress(name));
    }

    static void addInterfaces(FirewallBatch batch, List<InterfacePlan> interfaces) {
        List<Element> members = new ArrayList<>();
        List<Element> profiles = new ArrayList<>();
        for (InterfacePlan plan : interfaces) {
            byte[] address = bytes(plan.privateAddress());
            plan.securityGroups().stream()
                    .distinct()
                    .forEach(group -> members.add(new Element.Key(join(address, digest(group)))));
            profiles.add(new Element.Pair(address, digest(profile(plan.securityGroups()))));
        }
        batch.add(MEMBERS, members).add(PROFILES, profiles);
    }

    static void removeInterface(FirewallBatch batch, InterfacePlan plan) {
        byte[] address = bytes(plan.privateAddress());
        batch.delete(PROFILES, List.of(new Element.Key(address)));
        batch.delete(
                MEMBERS,
                plan.securityGroups().stream()
                        .distinct()
                        .map(group -> new Element.Key(join(address, digest(group))))
                        .toList());
    }

    static void addPublic(FirewallBatch batch, InterfacePlan plan) {
        byte[] inside = bytes(plan.privateAddress());
        byte[] outside = bytes(plan.publicAddress());
        batch.add(PUBLIC_OF, List.of(new Element.Pair(inside, outside)));
        batch.add(PRIVATE_OF, List.of(new Element.Pair(outside, inside)));
    }

    static void removePublic(FirewallBatch batch, InterfacePlan plan) {
        batch.delete(PUBLIC_OF, List.of(new Element.Key(bytes(plan.privateAddress()))));
        batch.delete(PRIVATE_OF, List.of(new Element.Key(bytes(plan.publicAddress()))));
    }

    /** The name of a combination of groups, whatever their order. */
    static String profile(List<String> groups) {
        List<String> sorted = groups.stream().distinct().sorted().toList();
        byte[] digest = digest(String.join(",", sorted));
        return "p-" + java.util.HexFormat.of().formatHex(digest);
    }

    private static String egress(String name) {
        return "out_" + name;
    }

    private static String ingress(String name) {
        return "in_" + name;
    }

    private static byte[] bytes(String address) {
        return ByteBuffer.allocate(4).putInt(Block.addressOf(address)).array();
    }

    private static byte[] join(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    /** Twelve bytes that stand for an id: 96 bits do not meet by chance. */
    private static byte[] digest(String text) {
        try {
            byte[] all =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return Arrays.copyOf(all, 12);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has SHA-256
        }
    }
}
