package dev.slipway.server.cloud;

import dev.slipway.node.agent.ThreadTimeline;
import dev.slipway.node.image.PullPolicy;
import dev.slipway.node.image.Registries;
import dev.slipway.node.local.LocalNode;
import dev.slipway.node.local.LocalSettings;
import dev.slipway.node.network.Network;
import dev.slipway.node.simulated.SimulatedNode;
import dev.slipway.node.simulated.SimulatedSettings;
import dev.slipway.nodelink.ControlPlaneLink;
import dev.slipway.nodelink.Node;
import dev.slipway.nodelink.NodeReport;
import dev.slipway.server.instance.Instance;
import dev.slipway.server.instance.JsonFile;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The node of this process: a real one on this machine, or a simulated one. */
final class Machinery implements AutoCloseable {
    /** Left to the host and to us. */
    private static final int RESERVED_MIB = 1024;

    /** A CPU is lent several times over, since tasks seldom use all of theirs; memory never is. */
    private static final int CPU_LENT = 4;

    private static final NodeReport.Capacity SIMULATED = new NodeReport.Capacity(4 << 20, 16 << 20);

    private static final Duration REGISTRY_PATIENCE = Duration.ofSeconds(20);
    private static final long SWEEP_SECONDS = 30;
    private static final Logger LOG = LoggerFactory.getLogger(Machinery.class);

    private final Closing closing = new Closing();
    private final Node node;
    private final Optional<LocalNode> local;

    private Machinery(
            CloudSettings settings, String pool, ControlPlaneLink link, Clock clock, Doors doors)
            throws IOException {
        if (settings.simulated()) {
            ScheduledExecutorService turns =
                    Executors.newSingleThreadScheduledExecutor(Cloud.platform("node"));
            closing.add(turns::shutdownNow); // its timers have nothing to say after the end
            ThreadTimeline timeline =
                    new ThreadTimeline(
                            turns, closing.add(Executors.newVirtualThreadPerTaskExecutor()), clock);
            this.node =
                    closing.add(
                            SimulatedNode.open(
                                    SimulatedSettings.of("simulated", settings.lent(SIMULATED)),
                                    link,
                                    timeline));
            this.local = Optional.empty();
        } else {
            LocalNode real =
                    LocalNode.open(
                            settings(
                                    settings.instance(),
                                    pool,
                                    settings.port(),
                                    settings.pullPolicy(),
                                    settings.lent(capacity())),
                            link,
                            outside(clock, doors, settings.callerUid()));
            this.node = real;
            this.local = Optional.of(real);
            ScheduledExecutorService sweeps =
                    Executors.newSingleThreadScheduledExecutor(Cloud.platform("node-sweep"));
            closing.add(sweeps::shutdownNow);
            var _ =
                    sweeps.scheduleWithFixedDelay(
                            () -> sweep(real), SWEEP_SECONDS, SWEEP_SECONDS, TimeUnit.SECONDS);
        }
    }

    private static void sweep(LocalNode node) {
        try {
            node.sweep();
        } catch (RuntimeException e) {
            LOG.warn("the host's side of the network could not be looked at: {}", e.getMessage());
        }
    }

    static Machinery open(
            CloudSettings settings, String pool, ControlPlaneLink link, Clock clock, Doors doors)
            throws IOException {
        return new Machinery(settings, pool, link, clock, doors);
    }

    private static LocalNode.Outside outside(Clock clock, Doors doors, int callerUid)
            throws IOException {
        return new LocalNode.Outside(
                clock,
                Thread.ofPlatform().name("node-", 0).daemon().factory(),
                new Registries(
                        Path.of("/etc/docker/certs.d"),
                        RegistryLoginFiles.of(callerUid, System.getenv()),
                        REGISTRY_PATIENCE,
                        clock),
                doors::opened);
    }

    /** For an instance that does not run. */
    static LocalSettings settings(Instance instance, String pool) throws IOException {
        return settings(instance, pool, 0, PullPolicy.PREFER_CACHED, capacity());
    }

    private static LocalSettings settings(
            Instance instance,
            String pool,
            int apiPort,
            PullPolicy pullPolicy,
            NodeReport.Capacity lent)
            throws IOException {
        return new LocalSettings(
                "local",
                instance.id(),
                instance.data().resolve("node"),
                instance.run(),
                pool,
                resolvers(),
                false,
                lent,
                System.getenv().getOrDefault("SLIPWAY_RUNTIME", ""),
                apiPort,
                pullPolicy);
    }

    private static NodeReport.Capacity capacity() throws IOException {
        int cpus = Runtime.getRuntime().availableProcessors();
        return new NodeReport.Capacity(
                cpus * 1024 * CPU_LENT, Math.max(512, memoryMib() - RESERVED_MIB));
    }

    private static int memoryMib() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/meminfo"))) {
            if (line.startsWith("MemTotal:")) {
                return (int) (Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024);
            }
        }
        throw new IOException("/proc/meminfo says no MemTotal");
    }

    private static List<InetSocketAddress> resolvers() throws IOException {
        List<InetSocketAddress> found = new ArrayList<>();
        Path file = Path.of("/etc/resolv.conf");
        for (String line : Files.exists(file) ? Files.readAllLines(file) : List.<String>of()) {
            String[] words = line.strip().split("\\s+");
            if (words.length > 1 && words[0].equals("nameserver") && words[1].matches("[0-9.]+")) {
                found.add(new InetSocketAddress(InetAddress.ofLiteral(words[1]), 53));
            }
        }
        return found;
    }

    /** The pool asked for, else the one that this instance had before, else a free one. */
    static String pool(CloudSettings settings) throws IOException {
        if (settings.simulated()) {
            return settings.publicPool().isEmpty() ? "198.18.0.0/24" : settings.publicPool();
        }
        Path file = settings.instance().data().resolve("public-pool.json");
        String pool = settings.publicPool();
        if (pool.isEmpty()) {
            pool = JsonFile.read(file, Pool.class).map(Pool::publicPool).orElse("");
        }
        if (pool.isEmpty()) {
            pool =
                    Network.choosePool(settings.instance().id())
                            .orElseThrow(
                                    () ->
                                            new IOException(
                                                    "every /24 of 198.18.0.0/15 is routed somewhere on this machine: name a free block with --public-pool"));
        }
        JsonFile.write(file, new Pool(pool), "rw-r--r--");
        return pool;
    }

    /** The block that tasks' public addresses come from. */
    record Pool(String publicPool) {}

    Node node() {
        return node;
    }

    Optional<LocalNode> local() {
        return local;
    }

    /** Takes everything of this instance off the machine. */
    void dismantle() throws IOException {
        if (local.isPresent()) {
            local.get().dismantle();
        }
    }

    @Override
    public void close() {
        closing.close();
    }
}
