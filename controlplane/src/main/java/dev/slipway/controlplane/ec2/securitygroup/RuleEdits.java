package dev.slipway.controlplane.ec2.securitygroup;

import dev.slipway.controlplane.api.Access;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.ec2.lookup.ResourceType;
import dev.slipway.controlplane.ec2.lookup.TagSet;
import dev.slipway.controlplane.ec2.securitygroup.SecurityGroup.Peer;
import dev.slipway.controlplane.ec2.securitygroup.SecurityGroup.Rule;
import dev.slipway.controlplane.state.Reader;
import dev.slipway.controlplane.state.State;
import dev.slipway.controlplane.state.Transaction;
import dev.slipway.wire.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.TagSpecification;

/**
 * What authorizing and revoking have in common, in and out. All of a request happens, or nothing.
 */
final class RuleEdits {
    /**
     * Each way, and for each address family on its own; a rule that refers to a group counts for
     * both.
     */
    private static final int MOST = 60;

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
        return state.commit(tx -> add(tx, scope, id, asked, egress));
    }

    private Done add(Transaction tx, Scope scope, String id, List<Rule> asked, boolean egress) {
        SecurityGroup group = SecurityGroups.require(tx, scope, id);
        List<Rule> added = new ArrayList<>();
        for (Rule rule : asked) {
            if (rule.peer() instanceof Peer.Group(String other, String owner)
                    && !SecurityGroups.require(tx, scope, other).vpcId().equals(group.vpcId())) {
                throw Refusals.otherNetwork();
            }
            if (group.rules().stream().anyMatch(rule::allowsTheSame)) {
                throw Refusals.duplicateRule(rule);
            }
            added.add(rule.withId(ResourceType.SECURITY_GROUP_RULE.mint(random)));
        }
        List<Rule> all = new ArrayList<>(group.rules());
        all.addAll(added);
        List<Rule> sameWay = all.stream().filter(r -> r.egress() == egress).toList();
        if (sameWay.stream().filter(r -> !(r.peer() instanceof Peer.Ipv6)).count() > MOST
                || sameWay.stream().filter(r -> !(r.peer() instanceof Peer.Ipv4)).count() > MOST) {
            throw Refusals.tooManyRules();
        }
        SecurityGroups.put(tx, scope, group.withRules(all));
        return new Done(group, added);
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
            gone.add(
                    group.rules().stream()
                            .filter(rule::allowsTheSame)
                            .findFirst()
                            .orElseThrow(Refusals::noSuchRule));
        }
        for (String ruleId : ruleIds.stream().distinct().toList()) {
            gone.add(
                    group.rules().stream()
                            .filter(r -> r.id().equals(ruleId) && r.egress() == egress)
                            .findFirst()
                            .orElseThrow(() -> ResourceType.SECURITY_GROUP_RULE.notFound(ruleId)));
        }
        List<Rule> left = new ArrayList<>(group.rules());
        left.removeAll(gone);
        SecurityGroups.put(tx, scope, group.withRules(left));
        return new Done(group, gone);
    }
}
