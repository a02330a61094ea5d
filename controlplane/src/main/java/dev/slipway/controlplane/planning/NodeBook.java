package dev.slipway.controlplane.planning;

import dev.slipway.controlplane.aws.Scope;
import dev.slipway.nodelink.InterfacePlan;
import dev.slipway.nodelink.NodePlan;
import dev.slipway.nodelink.SecurityGroupPlan;
import dev.slipway.nodelink.SubnetPlan;
import dev.slipway.nodelink.TaskPlan;
import dev.slipway.nodelink.VpcPlan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.pcollections.HashPMap;
import org.pcollections.HashTreePMap;

/**
 * One node's plan in the making, with who uses what, so that what nobody uses any more leaves the
 * plan. Not thread-safe: its owner sees to that.
 */
final class NodeBook {
    private HashPMap<String, TaskPlan> tasks = HashTreePMap.empty();
    private HashPMap<String, InterfacePlan> interfaces = HashTreePMap.empty();
    private HashPMap<String, SecurityGroupPlan> groups = HashTreePMap.empty();
    private HashPMap<String, SubnetPlan> subnets = HashTreePMap.empty();
    private HashPMap<String, VpcPlan> vpcs = HashTreePMap.empty();

    /** How many interfaces are in a group, a subnet, a VPC. */
    private final Map<String, Integer> uses = new HashMap<>();

    /** The groups that the rules of a group in use refer to, as they were when last counted. */
    private final Map<String, Set<String>> mentions = new HashMap<>();

    private final Map<String, Integer> mentioned = new HashMap<>();

    /** The account and region of each task, to look up the rest. */
    private final Map<String, Scope> scopes = new HashMap<>();

    private final List<String> comeAndGone = new ArrayList<>();

    NodePlan plan(long generation) {
        return new NodePlan(generation, tasks, interfaces, groups, subnets, vpcs);
    }

    /** Whether a plan already says all that the book does; looks at the maps' identity only. */
    @SuppressWarnings("ReferenceEquality") // identity costs nothing; a false no costs one plan
    boolean sharesAllWith(NodePlan plan) {
        return plan.tasks() == tasks
                && plan.interfaces() == interfaces
                && plan.securityGroups() == groups
                && plan.subnets() == subnets
                && plan.vpcs() == vpcs;
    }

    /** Tasks that came or went since this was last asked. */
    List<String> comeAndGone() {
        List<String> ids = List.copyOf(comeAndGone);
        comeAndGone.clear();
        return ids;
    }

    boolean hasInterface(String id) {
        return interfaces.containsKey(id);
    }

    boolean hasTask(String id) {
        return tasks.containsKey(id);
    }

    void putTask(Scope scope, TaskPlan task, Recorded recorded) {
        TaskPlan before = tasks.get(task.id());
        scopes.put(task.id(), scope);
        if (!task.equals(before)) {
            tasks = tasks.plus(task.id(), task);
            comeAndGone.add(task.id());
        }
        if (before != null && !before.interfaceId().equals(task.interfaceId())) {
            dropInterface(before.interfaceId(), scope, recorded);
        }
        putInterface(task.interfaceId(), scope, recorded);
    }

    void dropTask(String id, Recorded recorded) {
        TaskPlan before = tasks.get(id);
        Scope scope = scopes.remove(id);
        if (before == null || scope == null) {
            return;
        }
        tasks = tasks.minus(id);
        comeAndGone.add(id);
        dropInterface(before.interfaceId(), scope, recorded);
    }

    /** Drops all tasks but these. */
    void keepTasks(Set<String> ids, Recorded recorded) {
        tasks.keySet().stream()
                .filter(id -> !ids.contains(id))
                .toList()
                .forEach(id -> dropTask(id, recorded));
    }

    /** Plans everything that the interfaces use as it now is. */
    void settleAll(Recorded recorded) {
        Map<String, Scope> used = new HashMap<>();
        for (TaskPlan task : tasks.values()) {
            InterfacePlan link = interfaces.get(task.interfaceId());
            Scope scope = scopes.get(task.id());
            if (link != null && scope != null) {
                usedBy(link).forEach(id -> used.put(id, scope));
            }
        }
        used.forEach((id, scope) -> settle(id, scope, recorded));
        // Groups that are only mentioned belong to the scope of those that mention them.
        mentions.forEach(
                (id, others) ->
                        Optional.ofNullable(used.get(id))
                                .ifPresent(scope -> settleMentioned(others, scope, recorded)));
    }

    private void settleMentioned(Set<String> others, Scope scope, Recorded recorded) {
        for (String other : others) {
            groups = settled(groups, other, true, recorded.securityGroup(scope, other));
        }
    }

    /** Looks an interface up again and plans it as it now is. */
    void putInterface(String id, Scope scope, Recorded recorded) {
        Optional<InterfacePlan> found = recorded.networkInterface(scope, id);
        if (found.isEmpty()) {
            dropInterface(id, scope, recorded);
            return;
        }
        InterfacePlan now = found.get();
        InterfacePlan before = interfaces.get(id);
        if (now.equals(before)) {
            return;
        }
        interfaces = interfaces.plus(id, now);
        // The new is counted before the old is let go, so that what both use does not leave.
        usedBy(now).forEach(used -> uses.merge(used, 1, Integer::sum));
        if (before != null) {
            release(before);
        }
        usedBy(now).forEach(used -> settle(used, scope, recorded));
        if (before != null) {
            usedBy(before).forEach(used -> settle(used, scope, recorded));
        }
    }

    private void dropInterface(String id, Scope scope, Recorded recorded) {
        InterfacePlan before = interfaces.get(id);
        if (before == null) {
            return;
        }
        interfaces = interfaces.minus(id);
        release(before);
        usedBy(before).forEach(used -> settle(used, scope, recorded));
    }

    private void release(InterfacePlan before) {
        usedBy(before)
                .forEach(used -> uses.computeIfPresent(used, (k, n) -> n == 1 ? null : n - 1));
    }

    private static List<String> usedBy(InterfacePlan link) {
        List<String> used = new ArrayList<>(link.securityGroups());
        used.add(link.subnetId());
        used.add(link.vpcId());
        return used;
    }

    /** Plans a group, subnet or VPC as it now is, or lets it go when nobody uses it. */
    void settle(String id, Scope scope, Recorded recorded) {
        if (id.startsWith("sg-")) {
            settleGroup(id, scope, recorded);
        } else if (id.startsWith("subnet-")) {
            subnets = settled(subnets, id, uses.containsKey(id), recorded.subnet(scope, id));
        } else if (id.startsWith("vpc-")) {
            vpcs = settled(vpcs, id, uses.containsKey(id), recorded.vpc(scope, id));
        }
    }

    /** Routing may have changed: whether a subnet is public is the only thing that hangs on it. */
    void settleSubnets(Scope scope, Recorded recorded) {
        for (String id : List.copyOf(subnets.keySet())) {
            recorded.subnet(scope, id)
                    .ifPresent(found -> subnets = settled(subnets, id, true, Optional.of(found)));
        }
    }

    /** A prefix list changed: so did what the groups that refer to it allow. */
    void settleGroupsOf(String listId, Scope scope, Recorded recorded) {
        for (String id : List.copyOf(groups.keySet())) {
            if (recorded.refersTo(scope, id, listId)) {
                groups = settled(groups, id, true, recorded.securityGroup(scope, id));
            }
        }
    }

    private void settleGroup(String id, Scope scope, Recorded recorded) {
        boolean used = uses.containsKey(id);
        Optional<SecurityGroupPlan> found = recorded.securityGroup(scope, id);
        groups = settled(groups, id, used || mentioned.containsKey(id), found);
        // Only a group in use pulls the groups that it mentions into the plan: one step, not a
        // closure.
        Set<String> now = used && found.isPresent() ? mentionedBy(found.get()) : Set.of();
        Set<String> before = mentions.getOrDefault(id, Set.of());
        if (now.equals(before)) {
            return;
        }
        now.forEach(other -> mentioned.merge(other, 1, Integer::sum));
        before.forEach(other -> mentioned.computeIfPresent(other, (k, n) -> n == 1 ? null : n - 1));
        if (now.isEmpty()) {
            mentions.remove(id);
        } else {
            mentions.put(id, now);
        }
        Set<String> touched = new TreeSet<>(now);
        touched.addAll(before);
        for (String other : touched) {
            boolean needed = uses.containsKey(other) || mentioned.containsKey(other);
            groups = settled(groups, other, needed, recorded.securityGroup(scope, other));
        }
    }

    private static Set<String> mentionedBy(SecurityGroupPlan group) {
        Set<String> others = new HashSet<>();
        for (List<SecurityGroupPlan.Rule> rules : List.of(group.ingress(), group.egress())) {
            for (SecurityGroupPlan.Rule rule : rules) {
                if (rule.peer() instanceof SecurityGroupPlan.Peer.Group(String groupId)) {
                    others.add(groupId);
                }
            }
        }
        return others;
    }

    private static <P> HashPMap<String, P> settled(
            HashPMap<String, P> planned, String id, boolean needed, Optional<P> found) {
        if (!needed || found.isEmpty()) {
            return planned.minus(id);
        }
        return found.get().equals(planned.get(id)) ? planned : planned.plus(id, found.get());
    }
}
