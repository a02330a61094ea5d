package dev.slipway.node.local;

import dev.slipway.node.agent.Happening;
import dev.slipway.node.agent.Machine;
import dev.slipway.node.agent.Remains;
import dev.slipway.node.agent.RuntimeIds;
import dev.slipway.node.agent.Step;
import dev.slipway.node.agent.Timeline;
import dev.slipway.node.container.Container;
import dev.slipway.node.container.ContainerSpec;
import dev.slipway.node.container.Containers;
import dev.slipway.node.container.Exit;
import dev.slipway.node.container.LaunchException;
import dev.slipway.node.image.Image;
import dev.slipway.node.image.ImageException;
import dev.slipway.node.image.Images;
import dev.slipway.node.logs.LogCaptures;
import dev.slipway.node.logs.LogSource;
import dev.slipway.node.logs.LogWriter;
import dev.slipway.node.metadata.TaskNames;
import dev.slipway.node.network.Network;
import dev.slipway.nodelink.ContainerPlan;
import dev.slipway.nodelink.ControlPlaneLink;
import dev.slipway.nodelink.InterfacePlan;
import dev.slipway.nodelink.NodePlan;
import dev.slipway.nodelink.NodeReport;
import dev.slipway.nodelink.SubnetPlan;
import dev.slipway.nodelink.TaskPlan;
import dev.slipway.nodelink.VpcPlan;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** This machine: each step is a call of a room, made beside the agent's turns. */
final class LocalMachine implements Machine {
    private static final Logger LOG = LoggerFactory.getLogger(LocalMachine.class);

    /** A task's end waits that long for its last lines to be stored. */
    private static final Duration LAST_LINES = Duration.ofSeconds(10);

    private static final Duration PLAN_AGAIN = Duration.ofSeconds(2);

    private final LocalSettings settings;
    private final Rooms rooms;
    private final ControlPlaneLink link;
    private final Timeline timeline;
    private final Map<String, Image> fetched = new ConcurrentHashMap<>();
    private volatile Consumer<Happening> tell = happening -> {};

    /** What it works with; owned by {@link LocalNode}. */
    record Rooms(
            PlannedNetwork network,
            VpcListeners listeners,
            Images images,
            Containers containers,
            LogCaptures captures,
            LogNotes notes) {}

    LocalMachine(LocalSettings settings, Rooms rooms, ControlPlaneLink link, Timeline timeline) {
        this.settings = settings;
        this.rooms = rooms;
        this.link = link;
        this.timeline = timeline;
    }

    /** What a step may throw. */
    @FunctionalInterface
    private interface Work {
        Optional<Happening> run()
                throws LaunchException, ImageException, IOException, InterruptedException;
    }

    @Override
    public NodeReport.Capacity capacity() {
        return settings.capacity();
    }

    @Override
    public List<Remains> begin(Consumer<Happening> listener) {
        tell = listener;
        TreeMap<String, List<Remains.Container>> found = new TreeMap<>();
        for (Container container : rooms.containers().all()) {
            found.computeIfAbsent(container.taskId(), t -> new ArrayList<>())
                    .add(remains(container));
            rooms.notes()
                    .read(container.id())
                    .ifPresent(note -> follow(container, note.account(), note.plan()));
        }
        List<Remains> all = new ArrayList<>();
        found.forEach((taskId, containers) -> all.add(new Remains(taskId, "", containers)));
        return all;
    }

    private static Remains.Container remains(Container container) {
        Optional<Exit> exit = container.exit();
        return new Remains.Container(
                container.name(),
                container.startedAt(),
                exit.map(Exit::at),
                exit.map(Exit::code).orElse(OptionalInt.empty()),
                exit.map(Exit::reason).orElse(""));
    }

    /** Called by the container room, on a thread that must not be kept waiting. */
    void ended(Container container) {
        Optional<Exit> exit = container.exit();
        // One that never ran has no end: its start or its removal tells.
        if (exit.isPresent() && container.startedAt().isPresent()) {
            tell.accept(
                    new Happening.Ended(
                            container.taskId(),
                            container.name(),
                            exit.get().code(),
                            exit.get().reason(),
                            exit.get().at()));
        }
    }

    @Override
    public void plan(NodePlan plan) {
        rooms.network().plan(plan);
        timeline.aside(this::applyPlan);
    }

    /** Rules must hold even when no task comes or goes, so applying is tried until it succeeds. */
    private void applyPlan() {
        try {
            rooms.network().current();
        } catch (RuntimeException e) {
            LOG.error("the network plan could not be applied and is tried again", e);
            timeline.after(PLAN_AGAIN, () -> timeline.aside(this::applyPlan));
        }
    }

    @Override
    public void perform(Step step) {
        switch (step) {
            case Step.OpenNamespace s ->
                    run(s, "ResourceInitializationError", () -> openNamespace(s));
            case Step.AttachNetwork s -> run(s, "ResourceInitializationError", () -> attach(s));
            case Step.FetchImage s -> run(s, "CannotPullContainerError", () -> fetch(s));
            case Step.OpenLog s -> run(s, "ResourceInitializationError", () -> openLog(s));
            case Step.CreateContainer s -> run(s, "CannotCreateContainerError", () -> create(s));
            case Step.StartContainer s -> run(s, "CannotStartContainerError", () -> start(s));
            case Step.CheckContainer s -> run(s, "ContainerRuntimeError", () -> check(s));
            case Step.RenewContainer s -> run(s, "CannotStartContainerError", () -> renew(s));
            case Step.StopContainer s ->
                    run(s, "CannotStopContainerError", () -> signal(s, Container::stop));
            case Step.KillContainer s ->
                    run(s, "CannotStopContainerError", () -> signal(s, this::kill));
            case Step.RemoveContainer s -> run(s, "CannotStopContainerError", () -> remove(s));
            case Step.DetachNetwork s -> run(s, "ResourceInitializationError", () -> detach(s));
            case Step.Forget s -> {}
            case Step.LookAgain s -> {}
        }
    }

    private void run(Step step, String code, Work work) {
        timeline.aside(
                () -> {
                    try {
                        work.run().ifPresent(tell);
                    } catch (LaunchException e) {
                        tell.accept(
                                new Happening.Failed(
                                        step, e.failure().code(), e.failure().message()));
                    } catch (ImageException e) {
                        tell.accept(new Happening.Failed(step, code, e.words()));
                    } catch (IOException | RuntimeException e) {
                        LOG.warn("{} failed", step.getClass().getSimpleName(), e);
                        tell.accept(
                                new Happening.Failed(step, code, String.valueOf(e.getMessage())));
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
    }

    private static Optional<Happening> done(Step step) {
        return Optional.of(new Happening.Done(step));
    }

    private Optional<Happening> openNamespace(Step.OpenNamespace s) throws LaunchException {
        TaskPlan task = s.task();
        rooms.containers()
                .openTask(task, rooms.network().current().openNamespace(task.interfaceId()));
        return done(s);
    }

    private Optional<Happening> attach(Step.AttachNetwork s) throws IOException {
        Network network = rooms.network().current();
        InterfacePlan eni =
                rooms.network()
                        .interfacePlan(s.task().interfaceId())
                        .orElseThrow(() -> missing("interface", s.task().interfaceId()));
        SubnetPlan subnet =
                rooms.network()
                        .subnet(eni.subnetId())
                        .orElseThrow(() -> missing("subnet", eni.subnetId()));
        VpcPlan vpc =
                rooms.network().vpc(eni.vpcId()).orElseThrow(() -> missing("VPC", eni.vpcId()));
        network.attach(eni, subnet, vpc);
        rooms.listeners().ensure(vpc.id());
        return done(s);
    }

    private static IllegalStateException missing(String what, String id) {
        return new IllegalStateException("the plan has no " + what + " " + id);
    }

    private Optional<Happening> fetch(Step.FetchImage s) throws ImageException {
        Images.Fetched found = rooms.images().fetch(s.plan().image(), settings.pulls());
        Image image = found.image();
        fetched.put(key(s), image);
        return Optional.of(
                new Happening.Fetched(s.taskId(), s.container(), image.digest(), found.note()));
    }

    private Optional<Happening> openLog(Step.OpenLog s) {
        Optional<String> refusal =
                link.openLogStream(s.task().account(), s.plan().log().orElseThrow());
        return refusal.<Optional<Happening>>map(
                        why ->
                                Optional.of(
                                        new Happening.Failed(
                                                s, "ResourceInitializationError", why)))
                .orElseGet(() -> done(s));
    }

    private Optional<Happening> create(Step.CreateContainer s)
            throws LaunchException, ImageException, IOException {
        TaskPlan task = s.task();
        ContainerPlan plan = s.plan();
        InterfacePlan eni =
                rooms.network()
                        .interfacePlan(task.interfaceId())
                        .orElseThrow(() -> missing("interface", task.interfaceId()));
        VpcPlan vpc =
                rooms.network().vpc(eni.vpcId()).orElseThrow(() -> missing("VPC", eni.vpcId()));
        Image image = fetched.get(key(s));
        if (image == null) {
            image = rooms.images().ensure(plan.image());
        }
        if (plan.log().isPresent()) {
            rooms.notes().write(s.runtimeId(), new LogNotes.Note(task.account(), plan.log().get()));
        }
        Container container =
                rooms.containers()
                        .create(
                                new ContainerSpec(
                                        s.runtimeId(),
                                        task,
                                        plan,
                                        image,
                                        TaskSurroundings.environment(
                                                task, s.runtimeId(), settings.apiPort()),
                                        TaskNames.hostname(eni.privateAddress(), task.region()),
                                        rooms.network().current().openNamespace(task.interfaceId()),
                                        TaskSurroundings.hosts(eni.privateAddress(), task.region()),
                                        TaskSurroundings.resolvConf(
                                                vpc.cidrs().getFirst(), task.region())));
        plan.log().ifPresent(log -> follow(container, task.account(), log));
        return done(s);
    }

    private void follow(Container container, String account, ContainerPlan.LogPlan log) {
        rooms.captures()
                .follow(
                        container.id(),
                        new LogSource(
                                container.logFile(),
                                account,
                                log,
                                new LogWriter(
                                        Container.LOG_FILE_BYTES,
                                        container::keeper,
                                        container::keeperWrote,
                                        container::hold,
                                        container::goOn)));
    }

    private Optional<Happening> start(Step.StartContainer s) throws LaunchException {
        Container container =
                find(s.taskId(), s.container())
                        .orElseThrow(() -> new IllegalStateException("the container is gone"));
        container.start();
        return Optional.of(
                new Happening.Started(
                        s.taskId(), s.container(), container.startedAt().orElse(timeline.now())));
    }

    /** A check that cannot be run has not passed: that is all there is to tell. */
    private Optional<Happening> check(Step.CheckContainer s) throws InterruptedException {
        boolean passed = false;
        try {
            Optional<Container> container = find(s.taskId(), s.container());
            passed =
                    container.isPresent()
                            && container
                                    .get()
                                    .check(
                                            s.check().command(),
                                            Duration.ofSeconds(s.check().timeoutSeconds()));
        } catch (IOException | RuntimeException e) {
            LOG.warn("the check of container {} could not be run", s.container(), e);
        }
        return Optional.of(
                new Happening.Checked(s.taskId(), s.container(), passed, timeline.now()));
    }

    private Optional<Happening> renew(Step.RenewContainer s) throws LaunchException {
        find(s.taskId(), s.container())
                .orElseThrow(() -> new IllegalStateException("the container is gone"))
                .renew();
        return done(s);
    }

    /** A writer that is held could not tell of the end. */
    private void kill(Container container) {
        container.kill();
        rooms.captures().letGo(container.id());
    }

    private Optional<Happening> signal(Step step, Consumer<Container> signal) {
        find(step.taskId(), step.container()).ifPresent(signal);
        return Optional.empty();
    }

    private Optional<Happening> remove(Step.RemoveContainer s)
            throws IOException, InterruptedException {
        Optional<Container> container = find(s.taskId(), s.container());
        if (container.isPresent()) {
            String id = container.get().id();
            if (container.get().startedAt().isPresent()
                    && !rooms.captures().finish(id, LAST_LINES)) {
                LOG.warn("the last lines of container {} could not be stored in time", id);
            }
            container.get().delete();
            rooms.captures().finish(id, Duration.ZERO);
            rooms.notes().remove(id);
        }
        fetched.remove(key(s));
        return done(s);
    }

    private Optional<Happening> detach(Step.DetachNetwork s) throws IOException {
        if (!s.interfaceId().isEmpty()) {
            rooms.network().current().detach(s.interfaceId());
        }
        rooms.containers().closeTask(s.taskId());
        return done(s);
    }

    private Optional<Container> find(String taskId, String name) {
        return rooms.containers().find(RuntimeIds.of(taskId, name));
    }

    private static String key(Step step) {
        return step.taskId() + "/" + step.container();
    }
}
