package dev.slipway.node.network;

import dev.slipway.node.dns.NameService;
import dev.slipway.node.host.Ahead;
import dev.slipway.node.host.LinuxException;
import dev.slipway.node.netlink.BlankNamespaces;
import dev.slipway.node.netlink.Firewall;
import dev.slipway.node.netlink.FirewallBatch.Family;
import dev.slipway.node.netlink.NetworkNamespaces;
import dev.slipway.node.netlink.Routes;
import dev.slipway.nodelink.InterfacePlan;
import dev.slipway.nodelink.NodePlan;
import dev.slipway.nodelink.SubnetPlan;
import dev.slipway.nodelink.VpcPlan;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The front door. All methods may be called from many threads at once, virtual ones too; calls
 * about different interfaces run side by side. A refusal of the kernel is a {@link
 * dev.slipway.node.host.LinuxException}; whatever a failed call left behind is mended by calling it
 * again, or removed by {@link #detach} or {@link #apply}.
 */
public final class Network implements AutoCloseable {

    /** Where tasks find metadata, credentials and our own API: see {@link #listen}. */
    public static final String LINK_LOCAL = "169.254.170.2";

    /** The resolver's address in every VPC, beside the VPC's base + 2. */
    public static final String RESOLVER = "169.254.169.253";

    private final NetworkSettings settings;
    private final ThreadFactory threads;
    private final NetworkNamespaces namespaces;
    private final BlankNamespaces blanks;
    private final NamespaceFiles files;
    private final HostSide host;
    private final Edge edge;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Vpc> vpcs = new TreeMap<>();
    private final Set<String> opened = ConcurrentHashMap.newKeySet();

    /** Interfaces that may have a namespace file: found at the start, or opened since. */
    private final Set<String> present = new ConcurrentSkipListSet<>();

    private volatile List<String> remarks;

    /** Empty until the first plan: what an earlier process left is not touched before. */
    private volatile Optional<NodePlan> applied = Optional.empty();

    private Network(NetworkSettings settings, NetworkNamespaces namespaces, ThreadFactory threads) {
        this.settings = settings;
        this.threads = threads;
        this.namespaces = namespaces;
        NetworkNamespaces.prepare(settings.namespaces());
        files = new NamespaceFiles(settings.namespaces());
        edge = new Edge(settings, namespaces);
        host = new HostSide(settings, namespaces);
        remarks = List.copyOf(host.ensure(edge));
        blanks = new BlankNamespaces(Ahead.stock(), TaskSide::equip);
    }

    /**
     * The block that the instance holds on this machine already, else one that is clear of all that
     * the host routes; empty when none is.
     */
    public static Optional<String> choosePool(String instance) {
        try (Routes routes = new Routes()) {
            return PublicPool.held(instance, routes);
        }
    }

    /** Why the kernel takes no rule tables from us, in words; empty when it does. */
    public static Optional<String> refusalOfRules() {
        try (Firewall firewall = new Firewall()) {
            firewall.tables(Family.INET);
            return Optional.empty();
        } catch (LinuxException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /**
     * Makes or finds again the edge: its namespace, the host's link, route and rules. What an
     * earlier process of this instance left (a crash) goes on working untouched until {@link
     * #apply}.
     *
     * @param threads for the resolvers; virtual ones do well
     */
    public static Network open(NetworkSettings settings, ThreadFactory threads) {
        return open(settings, new NetworkNamespaces(), threads);
    }

    /** With another namespace as the host's. */
    static Network open(
            NetworkSettings settings, NetworkNamespaces namespaces, ThreadFactory threads) {
        return new Network(settings, namespaces, threads);
    }

    /**
     * Makes VPCs, security groups and the membership of attached interfaces as planned, costing the
     * difference to the plan before; interfaces and VPCs that are not in the plan are removed. The
     * first call after {@link #open} adopts what an earlier process left: living interfaces keep
     * their connections. Interfaces of the plan that do not exist are left to {@link #attach}.
     */
    public void apply(NodePlan plan) {
        lock.lock();
        try {
            boolean first = applied.isEmpty();
            NodePlan before = applied.orElseGet(NodePlan::empty);
            if (first) {
                adopt(plan);
            } else {
                for (VpcPlan vpc : inOrder(plan.vpcs())) {
                    if (!vpcs.containsKey(vpc.id())) {
                        make(vpc, plan, List.of());
                    }
                }
            }
            applied = Optional.of(plan);
            if (!first && differs(plan.securityGroups(), before.securityGroups())) {
                vpcs.values().forEach(vpc -> vpc.rules(plan.securityGroups()));
            }
            if (first
                    || differs(plan.interfaces(), before.interfaces())
                    || differs(plan.subnets(), before.subnets())) {
                changeInterfaces(plan);
            }
            removeVpcs(plan);
        } finally {
            lock.unlock();
        }
    }

    /** Successive plans share what did not change, so a look at the reference is enough. */
    @SuppressWarnings("ReferenceEquality")
    private static boolean differs(Object now, Object before) {
        return now != before;
    }

    private void adopt(NodePlan plan) {
        present.addAll(files.ids(NamespaceFiles.INTERFACE));
        Set<String> published = new TreeSet<>();
        for (String id : files.ids(NamespaceFiles.VPC)) {
            Optional<VpcPlan> known = Optional.ofNullable(plan.vpcs().get(id));
            if (known.isPresent()) {
                Vpc vpc = new Vpc(known.get(), files.of(id), namespaces);
                List<Vpc.Attached> living =
                        vpc.linked().stream()
                                .flatMap(
                                        eni ->
                                                Optional.ofNullable(plan.interfaces().get(eni))
                                                        .stream())
                                .filter(eni -> eni.vpcId().equals(id) && files.exists(eni.id()))
                                .map(eni -> attached(eni, plan))
                                .toList();
                finish(vpc, known.get(), plan, living);
                for (Vpc.Attached one : living) {
                    if (one.internet()) {
                        edge.publish(one.plan().publicAddress(), id);
                        published.add(one.plan().publicAddress());
                    }
                }
                for (String eni : vpc.linked()) {
                    if (living.stream().noneMatch(one -> one.plan().id().equals(eni))) {
                        vpc.unlink(eni);
                    }
                }
            } else {
                edge.disconnect(id);
                namespaces.remove(files.of(id));
            }
        }
        for (VpcPlan vpc : inOrder(plan.vpcs())) {
            if (!vpcs.containsKey(vpc.id())) {
                make(vpc, plan, List.of());
            }
        }
        edge.published().stream().filter(a -> !published.contains(a)).forEach(edge::withdraw);
    }

    private void make(VpcPlan vpc, NodePlan plan, List<Vpc.Attached> present) {
        finish(new Vpc(vpc, files.of(vpc.id()), namespaces), vpc, plan, present);
    }

    private void finish(Vpc vpc, VpcPlan vpcPlan, NodePlan plan, List<Vpc.Attached> present) {
        try {
            vpc.build(vpcPlan, present, plan.securityGroups());
            edge.connect(vpc);
            resolve(vpc, vpcPlan);
        } catch (RuntimeException e) {
            vpc.close();
            throw e;
        }
        vpcs.put(vpc.id(), vpc);
    }

    private void resolve(Vpc vpc, VpcPlan plan) {
        NameService names = new NameService(plan.cidrs(), settings.resolvers(), threads);
        for (String address : List.of(RESOLVER, Block.textOf(Vpc.resolver(plan)))) {
            InetSocketAddress place = new InetSocketAddress(address, 53);
            names.serve(
                    vpc.channel(
                            () -> DatagramChannel.open(StandardProtocolFamily.INET).bind(place)));
            names.serve(
                    vpc.channel(
                            () ->
                                    ServerSocketChannel.open(StandardProtocolFamily.INET)
                                            .bind(place)));
        }
    }

    private static Vpc.Attached attached(InterfacePlan plan, NodePlan all) {
        boolean out =
                Optional.ofNullable(all.subnets().get(plan.subnetId()))
                        .map(SubnetPlan::internetRoute)
                        .orElse(false);
        return attached(plan, out);
    }

    private static Vpc.Attached attached(InterfacePlan plan, boolean out) {
        return new Vpc.Attached(plan, out && !plan.publicAddress().isEmpty());
    }

    private void changeInterfaces(NodePlan plan) {
        for (Vpc vpc : vpcs.values()) {
            for (Vpc.Attached old : vpc.interfaces()) {
                Optional.ofNullable(plan.interfaces().get(old.plan().id()))
                        .map(wanted -> attached(wanted, plan))
                        .filter(wanted -> !wanted.equals(old))
                        .ifPresent(wanted -> change(vpc, old, wanted, plan));
            }
        }
        for (String id : present) {
            if (!plan.interfaces().containsKey(id)) {
                detach(id);
            }
        }
    }

    private void change(Vpc vpc, Vpc.Attached old, Vpc.Attached wanted, NodePlan plan) {
        if (!old.plan().privateAddress().equals(wanted.plan().privateAddress())) {
            throw new IllegalArgumentException(
                    "The private address of " + old.plan().id() + " cannot change");
        }
        vpc.admit(wanted, plan.securityGroups());
        if (old.internet()) {
            edge.withdraw(old.plan().publicAddress());
        }
        if (wanted.internet()) {
            edge.publish(wanted.plan().publicAddress(), vpc.id());
        }
    }

    private void removeVpcs(NodePlan plan) {
        for (String id : List.copyOf(vpcs.keySet())) {
            if (!plan.vpcs().containsKey(id)) {
                Optional.ofNullable(vpcs.remove(id)).ifPresent(Vpc::close);
                edge.disconnect(id);
                namespaces.remove(files.of(id));
            }
        }
    }

    /**
     * Makes the interface's empty namespace, with loopback up, or finds it. This is all that a
     * container runtime's {@code create} needs.
     *
     * @return a file that stands for the namespace, for the runtime's configuration
     */
    public Path openNamespace(String interfaceId) {
        Path file = files.of(interfaceId);
        if (!interfaceId.startsWith(NamespaceFiles.INTERFACE)) {
            throw new IllegalArgumentException("No interface id: " + interfaceId);
        }
        // A namespace that a crash left may lack what is set in it: whatever we did not make is
        // gone through once.
        if (!opened.contains(interfaceId)) {
            present.add(interfaceId);
            if (NetworkNamespaces.mounted(file) || !blanks.name(file)) {
                TaskSide.create(namespaces, file);
            }
            opened.add(interfaceId);
        }
        return file;
    }

    /**
     * Gives the namespace its interface, {@code eth0}, with addresses, routes and rules; makes
     * namespace and VPC when they are missing. Does nothing new when it is attached already.
     *
     * @throws IllegalStateException before the first {@link #apply}
     */
    public void attach(InterfacePlan plan, SubnetPlan subnet, VpcPlan vpcPlan) {
        NodePlan all =
                applied.orElseThrow(
                        () -> new IllegalStateException("A plan must be applied before " + plan));
        Vpc vpc = vpc(vpcPlan, all);
        Path task = openNamespace(plan.id());
        Vpc.Attached one = attached(plan, subnet.internetRoute());
        vpc.admit(one, all.securityGroups());
        vpc.link(plan, subnet, task);
        if (one.internet()) {
            edge.publish(plan.publicAddress(), vpc.id());
        }
    }

    private Vpc vpc(VpcPlan plan, NodePlan all) {
        lock.lock();
        try {
            if (!vpcs.containsKey(plan.id())) {
                make(plan, all, List.of());
            }
            return known(plan.id());
        } finally {
            lock.unlock();
        }
    }

    private Vpc known(String id) {
        return Optional.ofNullable(vpcs.get(id))
                .orElseThrow(() -> new IllegalArgumentException("No such VPC here: " + id));
    }

    /**
     * Removes rules, link and namespace; returns when the address may be given to another. Unknown
     * ids are no error. Processes that still live in the namespace lose the network.
     */
    public void detach(String interfaceId) {
        List<Vpc> all;
        lock.lock();
        try {
            all = List.copyOf(vpcs.values());
        } finally {
            lock.unlock();
        }
        for (Vpc vpc : all) {
            // Half attached, it may have a link that the rule table does not know.
            if (vpc.dismiss(interfaceId).map(old -> leave(vpc, old)).orElse(false)) {
                break;
            }
            vpc.unlink(interfaceId);
        }
        opened.remove(interfaceId);
        namespaces.remove(files.of(interfaceId));
        present.remove(interfaceId);
    }

    private boolean leave(Vpc vpc, Vpc.Attached old) {
        if (old.internet()) {
            edge.withdraw(old.plan().publicAddress());
        }
        vpc.unlink(old.plan().id());
        vpc.forgetConnections(old.plan());
        return true;
    }

    /**
     * Opens a TCP listener inside the VPC on {@link #LINK_LOCAL} (any port) that every task of that
     * VPC reaches; the remote address of an accepted connection is the task's private address, and
     * cannot be forged. The VPC must be known from {@link #apply} or {@link #attach}; its removal
     * closes the channel.
     */
    public ServerSocketChannel listen(String vpcId, String address, int port) throws IOException {
        Vpc vpc;
        lock.lock();
        try {
            vpc = known(vpcId);
        } finally {
            lock.unlock();
        }
        try {
            InetSocketAddress place = new InetSocketAddress(address, port);
            return vpc.channel(
                    () -> ServerSocketChannel.open(StandardProtocolFamily.INET).bind(place, 1024));
        } catch (IllegalStateException e) {
            if (e.getCause() instanceof IOException io) {
                throw new IOException("Cannot listen on " + address + ":" + port, io);
            }
            throw e;
        }
    }

    /**
     * Looks at the host again (links, route, rules, foreign firewalls) and mends what others
     * removed; cheap enough for a slow sweep.
     */
    public void sweep() {
        lock.lock();
        try {
            remarks = List.copyOf(host.ensure(edge));
        } finally {
            lock.unlock();
        }
    }

    /** What was done about foreign firewalls and what could not be, in plain words; often empty. */
    public List<String> remarks() {
        return remarks;
    }

    /** What belongs to this instance and to nothing in the plan, one line each; sorted. */
    public List<String> leaks(NodePlan plan) {
        Set<String> found = new TreeSet<>();
        for (String id : files.all()) {
            boolean living =
                    id.equals(Edge.NAME)
                            || plan.interfaces().containsKey(id)
                            || plan.vpcs().containsKey(id);
            if (!living) {
                found.add("network namespace " + files.of(id));
            }
        }
        lock.lock();
        try {
            for (Vpc vpc : vpcs.values()) {
                vpc.linked().stream()
                        .filter(eni -> !plan.interfaces().containsKey(eni))
                        .forEach(eni -> found.add("interface of " + eni + " in " + vpc.id()));
            }
        } finally {
            lock.unlock();
        }
        List<String> used =
                plan.interfaces().values().stream().map(InterfacePlan::publicAddress).toList();
        edge.published().stream()
                .filter(address -> !used.contains(address))
                .forEach(address -> found.add("route of public address " + address));
        return List.copyOf(found);
    }

    /**
     * Everything of the instance that is on this machine, one line each, sorted; for an instance
     * that does not run. Empty after {@link #dismantle}.
     */
    public static List<String> remains(NetworkSettings settings) {
        try (NetworkNamespaces namespaces = new NetworkNamespaces()) {
            return Dismantling.remains(settings, namespaces);
        }
    }

    /** Removes everything of the instance; for an instance that does not run (or was closed). */
    public static void dismantle(NetworkSettings settings) {
        try (NetworkNamespaces namespaces = new NetworkNamespaces()) {
            Dismantling.dismantle(settings, namespaces);
        }
    }

    private static <T> List<T> inOrder(Map<String, T> map) {
        return new ArrayList<>(new TreeMap<>(map).values());
    }

    /** Closes listeners and resolvers; the tasks' network stays. */
    @Override
    public void close() {
        lock.lock();
        try {
            vpcs.values().forEach(Vpc::close);
            vpcs.clear();
            edge.close();
            host.close();
            blanks.close();
            namespaces.close();
        } finally {
            lock.unlock();
        }
    }
}
