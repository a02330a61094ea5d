package dev.slipway.controlplane.ec2.securitygroup;

import dev.slipway.controlplane.api.Access;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.ec2.lookup.ResourceType;
import dev.slipway.controlplane.ec2.lookup.TagSet;
import dev.slipway.controlplane.ec2.prefixlist.PrefixLists;
import dev.slipway.controlplane.ec2.securitygroup.SecurityGroup.Peer;
import dev.slipway.controlplane.ec2.securitygroup.SecurityGroup.Rule;
import dev.slipway.controlplane.state.Reader;
import dev.slipway.controlplane.state.State;
import dev.slipway.controlplane.state.Transaction;
import dev.slipway.wire.Call;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRuleDescription;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRuleRequest;
import software.amazon.awssdk.services.ec2.model.TagSpecification;

/** What changes to a group's rules have in common. All of a request happens, or nothing. */
final class RuleEdits {
    private final Function<Scope, Reader> network;
    private final State state;
    private final RandomGenerator random;

    RuleEdits(Function<Scope, Reader> network, State state, RandomGenerator random) {
        this.network = network;
        this.state = state;
        this.random = random;
    }

    /** The group as it was before, and what came or went. */
    record Done(SecurityGroup group, List<Rule> rules) {}

    static Scope scope(Call call) {
        return new Scope(call.caller().account(), call.region());
    }

    Access access(Call call, String operation, Named named) {
        Scope scope = scope(call);
        return named.access("ec2:" + operation, network.apply(scope), scope);
    }

    Done authorize(
            Scope scope,
            Named named,
            boolean egress,
            List<IpPermission> permissions,
            List<TagSpecification> tags) {
        Reader reader = network.apply(scope);
        String id = named.require(reader, scope).id();
        if (permissions.isEmpty()) {
            throw Refusals.missing("ipPermissions");
        }
        List<Rule> asked =
                new AskedRules(reader, scope, egress, TagSet.asked(tags, "security-group-rule"))
                        .of(permissions);
        return state.commit(tx -> add(tx, scope, id, asked));
    }

    private Done add(Transaction tx, Scope scope, String id, List<Rule> asked) {
        SecurityGroup group = SecurityGroups.require(tx, scope, id);
        List<Rule> added = new ArrayList<>();
        for (Rule rule : asked) {
            requirePeer(tx, scope, group, rule);
            if (group.rules().stream().anyMatch(rule::allowsTheSame)) {
                throw Refusals.duplicateRule(rule);
            }
            added.add(rule.withId(ResourceType.SECURITY_GROUP_RULE.mint(random)));
        }
        List<Rule> all = new ArrayList<>(group.rules());
        all.addAll(added);
        requireRoom(tx, scope, all);
        SecurityGroups.put(tx, scope, group.withRules(all));
        return new Done(group, added);
    }

    /** Refuses a rule whose peer is not there, or a group of another VPC. */
    private static void requirePeer(Transaction tx, Scope scope, SecurityGroup group, Rule rule) {
        if (rule.peer() instanceof Peer.Group(String other, String owner)
                && !SecurityGroups.require(tx, scope, other).vpcId().equals(group.vpcId())) {
            throw Refusals.otherNetwork();
        }
        if (rule.peer() instanceof Peer.PrefixList(String list)) {
            var _ = PrefixLists.require(tx, scope, list);
        }
    }

    private static void requireRoom(Reader reader, Scope scope, List<Rule> all) {
        if (!RuleCount.fits(reader, scope, all)) {
            throw Refusals.tooManyRules();
        }
    }

    /**
     * Puts other rules in the place of those with the given ids; each keeps its id, its direction
     * and its tags.
     *
     * @param asked by rule id
     */
    void replace(Scope scope, Named named, Map<String, SecurityGroupRuleRequest> asked) {
        Reader reader = network.apply(scope);
        String id = named.require(reader, scope).id();
        Map<String, Rule> rules = new LinkedHashMap<>();
        asked.forEach(
                (ruleId, rule) -> {
                    ResourceType.SECURITY_GROUP_RULE.check(ruleId);
                    rules.put(
                            ruleId,
                            new AskedRules(reader, scope, false, new TreeMap<>())
                                    .of(List.of(RuleShapes.permission(rule)))
                                    .getFirst());
                });
        state.commit(tx -> replace(tx, scope, id, rules));
    }

    private static boolean replace(
            Transaction tx, Scope scope, String id, Map<String, Rule> asked) {
        SecurityGroup group = SecurityGroups.require(tx, scope, id);
        Set<String> ids = new HashSet<>(asked.keySet());
        group.rules().forEach(r -> ids.remove(r.id()));
        ids.stream()
                .sorted()
                .findFirst()
                .ifPresent(
                        unknown -> {
                            throw ResourceType.SECURITY_GROUP_RULE.notFound(unknown);
                        });
        List<Rule> all = new ArrayList<>();
        for (Rule before : group.rules()) {
            Rule after =
                    Optional.ofNullable(asked.get(before.id()))
                            .map(r -> r.inPlaceOf(before))
                            .orElse(before);
            requirePeer(tx, scope, group, after);
            if (all.stream().anyMatch(after::allowsTheSame)) {
                throw Refusals.duplicateRule(after);
            }
            all.add(after);
        }
        requireRoom(tx, scope, all);
        SecurityGroups.put(tx, scope, group.withRules(all));
        return true;
    }

    /**
     * Describes rules anew; an empty description takes the old one away.
     *
     * @param byId descriptions by rule id, when the permissions are none
     */
    void describe(
            Scope scope,
            Named named,
            boolean egress,
            List<IpPermission> permissions,
            List<SecurityGroupRuleDescription> byId) {
        Reader reader = network.apply(scope);
        String id = named.require(reader, scope).id();
        if (permissions.isEmpty() == byId.isEmpty()) {
            throw byId.isEmpty()
                    ? Refusals.missing("ipPermissions or securityGroupRuleDescriptions")
                    : Refusals.together("ipPermissions", "securityGroupRuleDescriptions");
        }
        Map<String, String> texts = new LinkedHashMap<>();
        for (SecurityGroupRuleDescription one : byId) {
            String ruleId = Optional.ofNullable(one.securityGroupRuleId()).orElse("");
            ResourceType.SECURITY_GROUP_RULE.check(ruleId);
            texts.put(ruleId, AskedRules.description(Optional.ofNullable(one.description())));
        }
        List<Rule> asked = new AskedRules(reader, scope, egress, new TreeMap<>()).of(permissions);
        state.commit(tx -> describe(tx, scope, id, egress, asked, texts));
    }

    private static boolean describe(
            Transaction tx,
            Scope scope,
            String id,
            boolean egress,
            List<Rule> asked,
            Map<String, String> texts) {
        SecurityGroup group = SecurityGroups.require(tx, scope, id);
        Map<String, String> byId = new LinkedHashMap<>(texts);
        for (Rule rule : asked) {
            byId.put(existing(group, rule).id(), rule.description());
        }
        for (String ruleId : byId.keySet()) {
            var _ = existing(group, ruleId, egress);
        }
        SecurityGroups.put(
                tx,
                scope,
                group.withRules(
                        group.rules().stream()
                                .map(r -> r.described(byId.getOrDefault(r.id(), r.description())))
                                .toList()));
        return true;
    }

    private static Rule existing(SecurityGroup group, Rule asked) {
        return group.rules().stream()
                .filter(asked::allowsTheSame)
                .findFirst()
                .orElseThrow(Refusals::noSuchRule);
    }

    private static Rule existing(SecurityGroup group, String ruleId, boolean egress) {
        return group.rules().stream()
                .filter(r -> r.id().equals(ruleId) && r.egress() == egress)
                .findFirst()
                .orElseThrow(() -> ResourceType.SECURITY_GROUP_RULE.notFound(ruleId));
    }

    Done revoke(
            Scope scope,
            Named named,
            boolean egress,
            List<IpPermission> permissions,
            List<String> ruleIds) {
        Reader reader = network.apply(scope);
        String id = named.require(reader, scope).id();
        if (permissions.isEmpty() && ruleIds.isEmpty()) {
            throw Refusals.missing("ipPermissions or securityGroupRuleIds");
        }
        if (!permissions.isEmpty() && !ruleIds.isEmpty()) {
            throw Refusals.together("ipPermissions", "securityGroupRuleIds");
        }
        ruleIds.forEach(ResourceType.SECURITY_GROUP_RULE::check);
        List<Rule> asked =
                new AskedRules(reader, scope, egress, TagSet.asked(List.of(), "")).of(permissions);
        return state.commit(tx -> remove(tx, scope, id, asked, ruleIds, egress));
    }

    private static Done remove(
            Transaction tx,
            Scope scope,
            String id,
            List<Rule> asked,
            List<String> ruleIds,
            boolean egress) {
        SecurityGroup group = SecurityGroups.require(tx, scope, id);
        List<Rule> gone = new ArrayList<>();
        for (Rule rule : asked) {
            gone.add(existing(group, rule));
        }
        for (String ruleId : ruleIds.stream().distinct().toList()) {
            gone.add(existing(group, ruleId, egress));
        }
        List<Rule> left = new ArrayList<>(group.rules());
        left.removeAll(gone);
        SecurityGroups.put(tx, scope, group.withRules(left));
        return new Done(group, gone);
    }
}
