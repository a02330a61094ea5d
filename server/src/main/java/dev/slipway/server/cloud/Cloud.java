package dev.slipway.server.cloud;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.slipway.controlplane.api.AwsService;
import dev.slipway.controlplane.api.Gate;
import dev.slipway.controlplane.audit.AuditLog;
import dev.slipway.controlplane.iam.Credentials;
import dev.slipway.controlplane.iam.RootKey;
import dev.slipway.controlplane.iam.RootOnlyAuthorizer;
import dev.slipway.controlplane.logs.Logs;
import dev.slipway.controlplane.logstore.LogStore;
import dev.slipway.controlplane.state.DataFolder;
import dev.slipway.controlplane.state.Seal;
import dev.slipway.controlplane.state.State;
import dev.slipway.node.host.Processes;
import dev.slipway.node.local.LocalNode;
import dev.slipway.node.local.LocalSettings;
import dev.slipway.server.cli.Version;
import dev.slipway.server.control.ControlCommand;
import dev.slipway.server.control.ControlServer;
import dev.slipway.server.instance.ClientFile;
import dev.slipway.server.instance.Instance;
import dev.slipway.server.instance.JsonFile;
import dev.slipway.server.instance.ServerFile;
import dev.slipway.wire.ServiceBinding;
import dev.slipway.wire.facts.ServiceFacts;
import dev.slipway.wire.http.AuthMode;
import dev.slipway.wire.http.Endpoint;
import dev.slipway.wire.http.EndpointSettings;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running Slipway. */
public final class Cloud {
    private static final Logger LOG = LoggerFactory.getLogger(Cloud.class);

    private final CloudSettings settings;
    private final Clock clock = Clock.systemUTC();
    private final SecureRandom secureRandom = new SecureRandom();
    private final Closing closing = new Closing();

    /** A container may take two minutes to obey. */
    private static final Duration PATIENCE = Duration.ofSeconds(150);

    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean dismantle;
    private final java.time.Instant startedAt = clock.instant();

    private Cloud(CloudSettings settings) {
        this.settings = settings;
    }

    /**
     * Opens everything and returns when calls are answered.
     *
     * @throws IOException with a sentence for the person who started it
     */
    public static Cloud open(CloudSettings settings) throws IOException {
        Cloud cloud = new Cloud(settings);
        try {
            cloud.start();
            return cloud;
        } catch (IOException | RuntimeException e) {
            cloud.closing.close();
            throw e;
        }
    }

    private void start() throws IOException {
        Moments moments = new Moments(clock, clock.instant().minus(Processes.ourAge()));
        moments.passed("machine");
        Instance instance = settings.instance();
        DataFolder folder =
                closing.add(DataFolder.open(instance.data(), ProcessHandle.current().pid()));
        ServerLog.to(instance.log());
        Seal seal = folder.seal(instance.keyFile(), secureRandom);
        State state =
                closing.add(
                        State.open(
                                Services.kinds(),
                                List.of(),
                                folder.journal(),
                                seal,
                                platform("state")));
        moments.passed("state");
        AuditLog audit =
                closing.add(
                        new AuditLog(
                                instance.data().resolve("audit"), seal, clock, platform("audit")));
        Set<Long> streams = Logs.streamIds(state.read());
        LogStore store =
                closing.add(
                        LogStore.open(
                                instance.data().resolve("logs"),
                                seal,
                                platform("log-store"),
                                streams::contains));
        Credentials credentials = new Credentials(state, clock, secureRandom);
        RootKey root =
                settings.account().isEmpty()
                        ? credentials.rootKey()
                        : credentials.rootKey(settings.account());
        moments.passed("logs");
        String pool = Machinery.pool(settings);
        Services services =
                closing.add(new Services(state, clock, secureRandom, store, credentials, pool));
        refuseTasksElsewhere(services);
        moments.passed("services");
        Gate gate = new Gate(new RootOnlyAuthorizer(), audit::append);
        List<ServiceBinding> bindings = new ArrayList<>();
        for (AwsService service : services.all()) {
            List<String> model = new ArrayList<>();
            ServiceFacts.of(service.service()).operations().forEach(model::add);
            bindings.add(gate.bind(service.covering(model)));
        }
        Endpoint endpoint =
                closing.add(
                        Endpoint.open(
                                EndpointSettings.loopback(settings.port())
                                        .withAuth(
                                                settings.open() ? AuthMode.OPEN : AuthMode.ENFORCE)
                                        .withHome(
                                                settings.open() ? "000000000000" : root.account(),
                                                settings.region())
                                        .withPlainPaths(List.of(Health.path(this::ready))),
                                bindings,
                                credentials,
                                clock,
                                secureRandom,
                                _ -> Optional.empty()));
        moments.passed("endpoint");
        Machinery machinery =
                closing.add(
                        Machinery.open(
                                settings, pool, services.link(), clock, new Doors(endpoint)));
        connect(services, machinery);
        moments.passed("node");
        Optional<PushDoor> pushes = pushes(machinery, audit, root.account(), endpoint.port());
        moments.passed("registry");
        Map<String, ControlCommand> commands =
                new TreeMap<>(new NodeCommands(machinery.local(), pushes).all());
        commands.put("logs", new LogsOfTask(state, services.tasks(), services.logs())::run);
        commands.put(
                "status",
                (_, _, _) -> Status.of(settings, startedAt, endpoint, services, machinery, pushes));
        commands.put(
                "down", (arguments, _, progress) -> down(services, machinery, arguments, progress));
        closing.add(ControlServer.open(instance.controlSocket(), commands));
        publish(root, endpoint, pushes);
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(this::end));
        moments.passed("control");
        LOG.info("ready on port {} after {}", endpoint.port(), moments);
    }

    /** A data folder that was used with the other kind of node keeps that node's tasks. */
    private void refuseTasksElsewhere(Services services) throws IOException {
        int elsewhere = services.fleet().only(settings.node());
        if (elsewhere > 0) {
            String other = settings.simulated() ? "local" : "simulated";
            throw new IOException(
                    elsewhere
                            + " tasks of the data folder "
                            + settings.instance().data()
                            + " live on its "
                            + other
                            + " node. Start with --node "
                            + other
                            + " and stop them ('down' does), or use another --data folder");
        }
    }

    /**
     * A node that reports before it is connected, or after: either way it gets its plan after its
     * first full report.
     */
    private void connect(Services services, Machinery machinery) {
        services.fleet().connect(machinery.node());
        closing.add(
                () -> {
                    if (dismantle) {
                        machinery.dismantle();
                    } else {
                        machinery.node().close();
                    }
                });
    }

    private JsonNode down(
            Services services, Machinery machinery, JsonNode arguments, Consumer<JsonNode> progress)
            throws InterruptedException {
        boolean keepTasks = arguments.path("keepTasks").asBoolean();
        if (!keepTasks) {
            long living = services.living();
            progress.accept(
                    TextNode.valueOf(
                            living == 0
                                    ? "No task runs."
                                    : "Stopping "
                                            + living
                                            + (living == 1 ? " task ..." : " tasks ...")));
            if (!services.stopAll("Slipway was taken down", PATIENCE)) {
                progress.accept(
                        TextNode.valueOf(
                                "Some tasks did not stop in time; they are being killed."));
            }
            dismantle = machinery.local().isPresent();
        }
        Thread.ofPlatform().name("end").start(this::end);
        return NullNode.getInstance();
    }

    private boolean ready() {
        return ended.getCount() > 0;
    }

    /** Where images are pushed to, if anywhere: a port that nobody chose may be taken. */
    private Optional<PushDoor> pushes(
            Machinery machinery, AuditLog audit, String account, int apiPort) throws IOException {
        int port = PushDoor.port(settings, apiPort);
        if (port == 0 || machinery.local().isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    closing.add(
                            PushDoor.open(
                                    port,
                                    machinery.local().get().images(),
                                    audit,
                                    settings,
                                    account,
                                    clock,
                                    secureRandom)));
        } catch (IOException e) {
            if (settings.registryPort() > 0) {
                throw e;
            }
            LOG.warn("{}", e.getMessage());
            return Optional.empty();
        }
    }

    private void publish(RootKey root, Endpoint endpoint, Optional<PushDoor> pushes) {
        Instance instance = settings.instance();
        String url = "http://127.0.0.1:" + endpoint.port();
        long pid = ProcessHandle.current().pid();
        // In open mode a 12-digit key id names the account; any secret will do.
        ClientFile client =
                settings.open()
                        ? new ClientFile(
                                url, settings.region(), root.account(), root.account(), "open")
                        : new ClientFile(
                                url,
                                settings.region(),
                                root.account(),
                                root.accessKeyId(),
                                root.secret());
        JsonFile.write(instance.clientFile(), client, "rw-------");
        if (settings.callerUid() > 0) {
            JsonFile.giveTo(instance.clientFile(), settings.callerUid());
        }
        JsonFile.write(
                instance.serverFile(),
                new ServerFile(
                        pid,
                        Processes.startTime(pid).orElse(0),
                        Version.current(),
                        url,
                        settings.region(),
                        root.account(),
                        settings.auth(),
                        settings.node(),
                        pushes.map(PushDoor::host).orElse(""),
                        startedAt.toString()),
                "rw-r--r--");
    }

    /** Removes what a server that was killed left on the machine; returns how many things. */
    public static int sweep(Instance instance) throws IOException {
        List<String> remains = remains(instance);
        if (!remains.isEmpty()) {
            LocalNode.sweep(leftBehind(instance), Clock.systemUTC());
        }
        for (Path file :
                List.of(instance.controlSocket(), instance.serverFile(), instance.clientFile())) {
            Files.deleteIfExists(file);
        }
        removeIfEmpty(instance.run());
        return remains.size();
    }

    /** What is on the machine of an instance whose server does not run, one line each. */
    public static List<String> remains(Instance instance) throws IOException {
        return LocalNode.remains(leftBehind(instance), Clock.systemUTC());
    }

    private static LocalSettings leftBehind(Instance instance) throws IOException {
        // Which addresses the pool has does not matter for taking it away.
        return Machinery.settings(instance, "198.18.0.0/24");
    }

    /** Returns when the server has ended. */
    public void awaitEnd() throws InterruptedException {
        ended.await();
    }

    synchronized void end() {
        if (ended.getCount() == 0) {
            return;
        }
        LOG.info("ending");
        closing.close();
        try {
            Files.deleteIfExists(settings.instance().serverFile());
            Files.deleteIfExists(settings.instance().clientFile());
            removeIfEmpty(settings.instance().run());
        } catch (IOException e) {
            LOG.warn("the server file stays: {}", e.getMessage());
        }
        ended.countDown();
    }

    /** Tasks that go on keep their namespaces in it. */
    private static void removeIfEmpty(Path folder) throws IOException {
        for (Path each : List.of(folder.resolve("netns"), folder)) {
            try {
                Files.deleteIfExists(each);
            } catch (DirectoryNotEmptyException _) {
                LOG.debug("{} is still needed", each);
            }
        }
    }

    static ThreadFactory platform(String name) {
        return Thread.ofPlatform().name(name).daemon().factory();
    }
}
