package dev.slipway.node.local;

import dev.slipway.node.agent.Agent;
import dev.slipway.node.agent.Machine;
import dev.slipway.node.agent.TaskView;
import dev.slipway.node.agent.ThreadTimeline;
import dev.slipway.node.container.Container;
import dev.slipway.node.container.Containers;
import dev.slipway.node.container.ContainersSetup;
import dev.slipway.node.host.FileNodes;
import dev.slipway.node.image.Images;
import dev.slipway.node.image.Registries;
import dev.slipway.node.logs.LogCaptures;
import dev.slipway.node.metadata.MetadataServer;
import dev.slipway.node.metadata.MetadataSource;
import dev.slipway.node.metadata.TaskNames;
import dev.slipway.node.network.Network;
import dev.slipway.node.stats.ClockDrift;
import dev.slipway.node.stats.ContainerStats;
import dev.slipway.node.stats.Meter;
import dev.slipway.nodelink.ControlPlaneLink;
import dev.slipway.nodelink.Node;
import dev.slipway.nodelink.NodePlan;
import java.io.IOException;
import java.nio.file.Files;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

/** The real node's front door. */
public final class LocalNode implements Node {
    private final LocalSettings settings;
    private final ScheduledExecutorService turns;
    private final ExecutorService aside;
    private final Network network;
    private final PlannedNetwork planned;
    private final Images images;
    private final Containers containers;
    private final LogCaptures captures;
    private final MetadataServer metadata;
    private final Meter meter;
    private final Agent agent;

    private LocalNode(
            LocalSettings settings,
            ControlPlaneLink link,
            Outside outside,
            ScheduledExecutorService turns,
            ExecutorService aside,
            Opened opened)
            throws IOException {
        this.settings = settings;
        this.turns = turns;
        this.aside = aside;
        this.network = opened.ground().network();
        this.images = opened.ground().images();
        this.containers = opened.ground().containers();
        containers.makeAhead();
        ThreadTimeline timeline = new ThreadTimeline(turns, aside, outside.clock());
        this.captures = LogCaptures.open(link, settings.data(), outside.threads());
        this.meter = Meter.ofThisMachine();
        this.metadata =
                MetadataServer.open(
                        new MetadataSource(
                                this::taskAt,
                                link::credentials,
                                id -> stats(id, outside.clock()),
                                this::resolver,
                                this::storageUsed,
                                ClockDrift::ofThisMachine),
                        outside.clock());
        VpcListeners listeners =
                new VpcListeners(network, metadata, outside.api(), settings.apiPort());
        this.planned = new PlannedNetwork(network, listeners);
        LocalMachine machine =
                new LocalMachine(
                        settings,
                        new LocalMachine.Rooms(
                                planned,
                                listeners,
                                images,
                                containers,
                                captures,
                                new LogNotes(settings.logs())),
                        link,
                        timeline);
        opened.told().set(machine);
        this.agent =
                Agent.open(
                        settings.nodeId(),
                        opened.seenAs().apply(machine),
                        link,
                        new FileJournal(settings.journal(), aside),
                        timeline);
    }

    /**
     * What comes from outside.
     *
     * @param threads makes daemon platform threads
     * @param registries that images come from; closed with the node
     * @param api who serves the AWS API inside VPCs
     */
    public record Outside(
            InstantSource clock, ThreadFactory threads, Registries registries, VpcDoors api) {}

    /**
     * @param told of containers that end
     */
    private record Opened(
            Ground ground, AtomicReference<LocalMachine> told, UnaryOperator<Machine> seenAs) {}

    /**
     * Opens the node, takes up what an earlier process left running, and reports it in full.
     *
     * @throws IOException with a sentence for the user when this machine cannot run containers
     */
    public static LocalNode open(LocalSettings settings, ControlPlaneLink link, Outside outside)
            throws IOException {
        return open(settings, link, outside, machine -> machine);
    }

    /**
     * @param seenAs what the agent is given for the machine: one that does the same
     */
    static LocalNode open(
            LocalSettings settings,
            ControlPlaneLink link,
            Outside outside,
            UnaryOperator<Machine> seenAs)
            throws IOException {
        Files.createDirectories(settings.data());
        FileNodes.spread(settings.data());
        Files.createDirectories(settings.run());
        ExecutorService aside = Executors.newCachedThreadPool(outside.threads());
        ScheduledExecutorService turns =
                Executors.newSingleThreadScheduledExecutor(outside.threads());
        try {
            AtomicReference<LocalMachine> machine = new AtomicReference<>();
            Ground ground = Ground.open(settings, outside, aside, machine);
            try {
                return new LocalNode(
                        settings, link, outside, turns, aside, new Opened(ground, machine, seenAs));
            } catch (IOException | RuntimeException e) {
                ground.close();
                throw e;
            }
        } catch (IOException | RuntimeException e) {
            turns.shutdownNow();
            aside.shutdownNow();
            throw e;
        }
    }

    private Optional<TaskView> taskAt(String vpcId, String address) {
        return agent.tasks().stream()
                .filter(
                        task ->
                                task.network()
                                        .map(
                                                n ->
                                                        n.vpcId().equals(vpcId)
                                                                && n.privateAddress()
                                                                        .equals(address))
                                        .orElse(false))
                .findFirst();
    }

    private Optional<ContainerStats> stats(String runtimeId, InstantSource clock) {
        return containers
                .find(runtimeId)
                .filter(c -> c.state() == Container.State.RUNNING)
                .flatMap(c -> meter.read(c.pid(), clock.instant()));
    }

    private Optional<String> resolver(String vpcId) {
        return planned.vpc(vpcId).map(vpc -> TaskNames.resolver(vpc.cidrs().getFirst()));
    }

    private Optional<Long> storageUsed(String taskId) {
        OptionalLong bytes = containers.storageUsed(taskId);
        return bytes.isPresent() ? Optional.of(bytes.getAsLong() >> 20) : Optional.empty();
    }

    @Override
    public String id() {
        return agent.id();
    }

    @Override
    public void apply(NodePlan plan) {
        agent.apply(plan);
    }

    /** The link to the control plane is there again. */
    public void reconnected() {
        agent.reconnected();
    }

    public Images images() {
        return images;
    }

    /** Ids of the layers that each container has mounted: they must not be removed. */
    public java.util.Set<List<String>> layersInUse() {
        return containers.layersInUse();
    }

    /** Tasks in the plan as they are now, ordered by id. */
    public List<TaskView> tasks() {
        return agent.tasks();
    }

    /** What a user wants to know of this machine, one line each. */
    public List<String> facts() {
        List<String> facts = new ArrayList<>();
        var runtime = containers.runtime();
        facts.add(
                "runtime: "
                        + runtime.name()
                        + " ("
                        + runtime.version()
                        + (runtime.wrapped() ? ", in a private mount namespace)" : ")"));
        runtime.reasons().forEach(reason -> facts.add("runtime: " + reason));
        facts.add("public addresses: " + settings.publicPool());
        facts.add(
                "lent to tasks: "
                        + settings.capacity().cpuUnits()
                        + " CPU units, "
                        + settings.capacity().memoryMib()
                        + " MiB");
        network.remarks().forEach(remark -> facts.add("network: " + remark));
        containers.remarks().forEach(remark -> facts.add("containers: " + remark));
        return facts;
    }

    /** What is on this machine in this instance's name and belongs to no living task; sorted. */
    public List<String> leaks() {
        TreeSet<String> open = new TreeSet<>();
        agent.tasks().forEach(task -> open.add(task.plan().id()));
        List<String> leaks = new ArrayList<>(network.leaks(planned.plan()));
        leaks.addAll(containers.leaks(open));
        leaks.sort(null);
        return leaks;
    }

    /**
     * Stops every container and removes everything of this instance from the machine but its images
     * and its journal; the node is closed by that.
     */
    public void dismantle() throws IOException {
        stopWorking();
        containers.dismantle();
        images.close();
        network.close();
        Network.dismantle(settings.network());
    }

    /** Looks at the host again and mends what others removed from its side of the network. */
    public void sweep() {
        network.sweep();
    }

    /** Everything of an instance that does not run, one line each, sorted: its tasks too. */
    public static List<String> remains(LocalSettings settings, InstantSource clock)
            throws IOException {
        List<String> remains = new ArrayList<>(Network.remains(settings.network()));
        if (Files.exists(settings.containers())) {
            Containers containers = left(settings, clock);
            List<String> left = containers.leaks(java.util.Set.of());
            remains.addAll(left);
            if (left.isEmpty()) {
                containers.dismantle(); // what looking has made
            } else {
                containers.close();
            }
        }
        remains.sort(null);
        return remains;
    }

    /** Takes everything of an instance that does not run off the machine. */
    public static void sweep(LocalSettings settings, InstantSource clock) throws IOException {
        if (Files.exists(settings.containers())) {
            left(settings, clock).dismantle();
        }
        Network.dismantle(settings.network());
    }

    private static Containers left(LocalSettings settings, InstantSource clock) throws IOException {
        return Containers.open(
                new ContainersSetup(
                        settings.containers(),
                        Images.layersIn(settings.images()),
                        settings.instance(),
                        settings.runtime(),
                        clock,
                        ended -> {}));
    }

    private void stopWorking() throws IOException {
        agent.close();
        turns.shutdownNow();
        captures.close();
        metadata.close();
        aside.shutdown();
        try {
            // A step that is under way ends before what it works on is closed.
            boolean _ = aside.awaitTermination(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        try {
            stopWorking();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } finally {
            containers.close();
            images.close();
            network.close();
        }
    }
}
