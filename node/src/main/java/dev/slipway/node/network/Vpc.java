package dev.slipway.node.network;

import dev.slipway.node.netlink.Firewall;
import dev.slipway.node.netlink.FirewallBatch;
import dev.slipway.node.netlink.NetworkNamespaces;
import dev.slipway.node.netlink.RouteBatch;
import dev.slipway.node.netlink.Routes;
import dev.slipway.nodelink.InterfacePlan;
import dev.slipway.nodelink.SecurityGroupPlan;
import dev.slipway.nodelink.SubnetPlan;
import dev.slipway.nodelink.VpcPlan;
import java.nio.channels.Channel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.ReentrantLock;

/** A VPC's namespace, its router: the links of its interfaces and its rule table. */
final class Vpc implements AutoCloseable {
    /** The VPC's link to the edge, inside the VPC. */
    static final String UPLINK = "edge";

    /** The router's end of every interface. Each link is its own, so one address serves all. */
    static final String ROUTER_MAC = "02:53:4c:00:00:03";

    static final int MTU = 1500;

    private static final String LINK_PREFIX = "eni-";

    private final String id;
    private final Path file;
    private final NetworkNamespaces namespaces;
    private final Routes routes;
    private final Firewall firewall;
    private final LinkRemoval removal;
    private final ReentrantLock lock = new ReentrantLock();

    /** What the rule table has, by interface id. */
    private final Map<String, Attached> attached = new TreeMap<>();

    /** The groups whose chains are in the table. */
    private final Map<String, SecurityGroupPlan> groups = new TreeMap<>();

    /** The combinations of groups that have chains, by their name. */
    private final Map<String, List<String>> profiles = new TreeMap<>();

    private final List<AutoCloseable> open = new ArrayList<>();

    /**
     * @param internet whether its public address is in use: it has one and its subnet a way out
     */
    record Attached(InterfacePlan plan, boolean internet) {}

    /** Sockets are made inside; the rest is made by {@link #build}. */
    Vpc(VpcPlan plan, Path file, NetworkNamespaces namespaces) {
        this.id = plan.id();
        this.file = file;
        this.namespaces = namespaces;
        record Sockets(Routes routes, Firewall firewall) {}
        Sockets sockets =
                namespaces.create(
                        file,
                        () -> {
                            prepare(plan);
                            return new Sockets(new Routes(), new Firewall());
                        });
        routes = sockets.routes();
        firewall = sockets.firewall();
        removal = new LinkRemoval(routes);
    }

    private static void prepare(VpcPlan plan) {
        Sysctls.router();
        try (Routes inside = new Routes()) {
            int loopback = inside.index("lo").orElseThrow();
            RouteBatch batch = new RouteBatch().up(loopback);
            batch.address(loopback, Block.addressOf(Network.LINK_LOCAL));
            batch.address(loopback, Block.addressOf(Network.RESOLVER));
            batch.address(loopback, resolver(plan));
            for (String cidr : plan.cidrs()) {
                Block block = Block.parse(cidr);
                batch.blackhole(block.address(), block.prefix());
            }
            inside.apply(batch);
        }
    }

    /** The VPC's base + 2. */
    static int resolver(VpcPlan plan) {
        return Block.parse(plan.cidrs().getFirst()).address() + 2;
    }

    String id() {
        return id;
    }

    Path file() {
        return file;
    }

    Routes routes() {
        return routes;
    }

    static String linkName(String interfaceId) {
        return LINK_PREFIX + tail(interfaceId);
    }

    /** The last eleven characters: with a prefix of four as long as Linux allows. */
    static String tail(String id) {
        return id.substring(Math.max(0, id.length() - 11));
    }

    /** The interfaces that have their link, by id: what an earlier process completed. */
    List<String> linked() {
        return routes.links().stream()
                .filter(link -> link.name().startsWith(LINK_PREFIX))
                .map(Routes.Link::alias)
                .filter(alias -> !alias.isEmpty())
                .toList();
    }

    /** Makes the whole rule table afresh, in one step. */
    void build(VpcPlan plan, List<Attached> present, Map<String, SecurityGroupPlan> known) {
        lock.lock();
        try {
            attached.clear();
            groups.clear();
            profiles.clear();
            FirewallBatch batch = VpcRules.afresh(resolver(plan));
            for (Attached one : present) {
                need(batch, one.plan().securityGroups(), known);
                attached.put(one.plan().id(), one);
                if (one.internet()) {
                    VpcRules.addPublic(batch, one.plan());
                }
            }
            VpcRules.addInterfaces(batch, present.stream().map(Attached::plan).toList());
            firewall.apply(batch);
        } finally {
            lock.unlock();
        }
    }

    /** Chains for groups and their combination, where they are missing. */
    private void need(
            FirewallBatch batch, List<String> wanted, Map<String, SecurityGroupPlan> known) {
        String profile = VpcRules.profile(wanted);
        if (profiles.containsKey(profile)) {
            return;
        }
        for (String group : wanted) {
            if (!groups.containsKey(group)) {
                SecurityGroupPlan plan = known.getOrDefault(group, unknown(group));
                VpcRules.addGroup(batch, plan);
                groups.put(group, plan);
            }
        }
        VpcRules.addProfile(batch, wanted);
        profiles.put(profile, wanted);
    }

    /** A group that no plan has told of allows nothing. */
    private static SecurityGroupPlan unknown(String id) {
        return new SecurityGroupPlan(id, List.of(), List.of());
    }

    /** Puts the interface into the rule table, or changes what is there. */
    void admit(Attached one, Map<String, SecurityGroupPlan> known) {
        lock.lock();
        try {
            Optional<Attached> before = Optional.ofNullable(attached.get(one.plan().id()));
            if (before.isPresent() && before.get().equals(one)) {
                return;
            }
            change(
                    batch -> {
                        before.ifPresent(old -> leave(batch, old));
                        need(batch, one.plan().securityGroups(), known);
                        VpcRules.addInterfaces(batch, List.of(one.plan()));
                        if (one.internet()) {
                            VpcRules.addPublic(batch, one.plan());
                        }
                    });
            attached.put(one.plan().id(), one);
        } finally {
            lock.unlock();
        }
    }

    private static void leave(FirewallBatch batch, Attached old) {
        VpcRules.removeInterface(batch, old.plan());
        if (old.internet()) {
            VpcRules.removePublic(batch, old.plan());
        }
    }

    private interface Step {
        void to(FirewallBatch batch);
    }

    /**
     * What the kernel refuses changes nothing there, so our picture of it must not change either.
     */
    private void change(Step step) {
        Map<String, SecurityGroupPlan> groupsBefore = new TreeMap<>(groups);
        Map<String, List<String>> profilesBefore = new TreeMap<>(profiles);
        FirewallBatch batch = VpcRules.change();
        step.to(batch);
        try {
            firewall.apply(batch);
        } catch (RuntimeException e) {
            groups.clear();
            groups.putAll(groupsBefore);
            profiles.clear();
            profiles.putAll(profilesBefore);
            throw e;
        }
    }

    /** New rules for the groups that have chains here; those that the plan lacks lose theirs. */
    void rules(Map<String, SecurityGroupPlan> known) {
        lock.lock();
        try {
            change(
                    batch -> {
                        for (String group : List.copyOf(groups.keySet())) {
                            SecurityGroupPlan plan = known.getOrDefault(group, unknown(group));
                            SecurityGroupPlan old = groups.getOrDefault(group, plan);
                            if (!plan.equals(old)) {
                                VpcRules.changeGroup(batch, old, plan);
                                groups.put(group, plan);
                            }
                        }
                        removeUnused(batch, known);
                    });
        } finally {
            lock.unlock();
        }
    }

    private void removeUnused(FirewallBatch batch, Map<String, SecurityGroupPlan> known) {
        boolean gone =
                profiles.values().stream().anyMatch(list -> !known.keySet().containsAll(list));
        if (!gone) {
            return;
        }
        List<String> used =
                attached.values().stream()
                        .map(one -> VpcRules.profile(one.plan().securityGroups()))
                        .distinct()
                        .toList();
        for (String name : List.copyOf(profiles.keySet())) {
            List<String> members = profiles.getOrDefault(name, List.of());
            // Kept while its groups are: the next task is likely to have the same.
            if (!used.contains(name) && !known.keySet().containsAll(members)) {
                VpcRules.removeProfile(batch, members);
                profiles.remove(name);
            }
        }
        for (String group : List.copyOf(groups.keySet())) {
            boolean needed = profiles.values().stream().anyMatch(list -> list.contains(group));
            if (!needed) {
                VpcRules.removeGroup(batch, group);
                groups.remove(group);
            }
        }
    }

    /** The interface's link, from here into its namespace, and the way to it. */
    void link(InterfacePlan plan, SubnetPlan subnet, Path task) {
        String name = linkName(plan.id());
        Optional<Routes.Link> there =
                routes.index(name).isPresent()
                        ? routes.links().stream().filter(l -> l.name().equals(name)).findFirst()
                        : Optional.empty();
        if (there.isPresent()) {
            if (there.get().alias().equals(plan.id())) {
                return;
            }
            removal.remove(there.get().index()); // half made
        }
        routes.apply(
                new RouteBatch()
                        .veth(
                                new RouteBatch.End(name, ROUTER_MAC),
                                new RouteBatch.End("eth0", plan.macAddress()),
                                task,
                                MTU));
        int index = routes.index(name).orElseThrow();
        int address = Block.addressOf(plan.privateAddress());
        routes.apply(
                new RouteBatch()
                        .neighbour(index, address, plan.macAddress())
                        .directRoute(address, 32, index));
        int router = Block.parse(subnet.cidr()).address() + 1;
        TaskSide.configure(namespaces, task, address, router);
        routes.awaitCarrier(index);
        routes.apply(new RouteBatch().alias(index, plan.id()));
    }

    /** Takes the interface out of the rule table; empty when it was not in it. */
    Optional<Attached> dismiss(String interfaceId) {
        lock.lock();
        try {
            Optional<Attached> one = Optional.ofNullable(attached.get(interfaceId));
            one.ifPresent(
                    old -> {
                        change(batch -> leave(batch, old));
                        attached.remove(interfaceId);
                    });
            return one;
        } finally {
            lock.unlock();
        }
    }

    /** Removes the link; returns when it is gone. */
    void unlink(String interfaceId) {
        OptionalInt index = routes.index(linkName(interfaceId));
        if (index.isPresent()) {
            removal.remove(index.getAsInt());
        }
    }

    void forgetConnections(InterfacePlan plan) {
        firewall.forgetConnections(Block.addressOf(plan.privateAddress()));
    }

    List<Attached> interfaces() {
        lock.lock();
        try {
            return List.copyOf(attached.values());
        } finally {
            lock.unlock();
        }
    }

    /** Makes a socket inside; it is closed with the VPC. */
    <T extends Channel> T channel(Callable<T> maker) {
        T channel = namespaces.inside(file, maker);
        lock.lock();
        try {
            open.removeIf(one -> one instanceof Channel other && !other.isOpen());
            open.add(channel);
        } finally {
            lock.unlock();
        }
        return channel;
    }

    /** Closes something with the VPC. */
    void closing(AutoCloseable closeable) {
        lock.lock();
        try {
            open.add(closeable);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        for (AutoCloseable closeable : List.copyOf(open)) {
            try {
                closeable.close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
        routes.close();
        firewall.close();
    }
}
