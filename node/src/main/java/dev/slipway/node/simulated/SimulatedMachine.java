package dev.slipway.node.simulated;

import dev.slipway.node.agent.Happening;
import dev.slipway.node.agent.Machine;
import dev.slipway.node.agent.Remains;
import dev.slipway.node.agent.Step;
import dev.slipway.node.agent.Timeline;
import dev.slipway.node.simulated.Conduct.Point;
import dev.slipway.nodelink.ContainerPlan;
import dev.slipway.nodelink.ControlPlaneLink;
import dev.slipway.nodelink.NodePlan;
import dev.slipway.nodelink.NodeReport;
import dev.slipway.nodelink.TaskPlan;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Consumer;

/** Pretends. All its state is touched in turns only; it outlives the agents that drive it. */
final class SimulatedMachine implements Machine {
    private static final Duration NETWORK = Duration.ofMillis(3);
    private static final Duration CHECK = Duration.ofMillis(2);
    private static final Duration RENEWAL = Duration.ofMillis(10);

    private final SimulatedSettings settings;
    private final ControlPlaneLink link;
    private final Timeline timeline;
    private final SplittableRandom fortune;
    private final TreeMap<String, String> namespaces = new TreeMap<>();
    private final TreeMap<String, TreeMap<String, SimulatedContainer>> containers = new TreeMap<>();
    private final TreeSet<String> images = new TreeSet<>();
    private Consumer<Happening> tell = happening -> {};
    private int agents;

    SimulatedMachine(SimulatedSettings settings, ControlPlaneLink link, Timeline timeline) {
        this.settings = settings;
        this.link = link;
        this.timeline = timeline;
        this.fortune = new SplittableRandom(settings.seed());
    }

    @Override
    public NodeReport.Capacity capacity() {
        return settings.capacity();
    }

    @Override
    public List<Remains> begin(Consumer<Happening> listener) {
        tell = listener;
        agents++;
        TreeSet<String> tasks = new TreeSet<>(namespaces.keySet());
        tasks.addAll(containers.keySet());
        List<Remains> remains = new ArrayList<>();
        for (String task : tasks) {
            remains.add(
                    new Remains(
                            task,
                            namespaces.getOrDefault(task, ""),
                            containers.getOrDefault(task, new TreeMap<>()).values().stream()
                                    .map(SimulatedContainer::remains)
                                    .toList()));
        }
        return remains;
    }

    @Override
    public void plan(NodePlan plan) {
        // Rules and addresses have no effect where no packet flows.
    }

    void powerCut() {
        containers.values().forEach(task -> task.values().forEach(SimulatedContainer::vanish));
        containers.clear();
        namespaces.clear();
    }

    List<String> everything() {
        List<String> all = new ArrayList<>();
        namespaces.keySet().forEach(task -> all.add("namespace of task " + task));
        containers.forEach(
                (task, some) -> some.keySet().forEach(c -> all.add("container " + task + "/" + c)));
        return all;
    }

    List<String> running() {
        List<String> all = new ArrayList<>();
        containers.forEach(
                (task, some) ->
                        some.values().stream()
                                .filter(SimulatedContainer::running)
                                .forEach(c -> all.add(task + "/" + c.name())));
        return all;
    }

    @Override
    public void perform(Step step) {
        switch (step) {
            case Step.OpenNamespace s -> openNamespace(s);
            case Step.AttachNetwork s -> attach(s);
            case Step.FetchImage s -> fetch(s);
            case Step.OpenLog s -> openLog(s);
            case Step.CreateContainer s -> create(s);
            case Step.StartContainer s -> start(s);
            case Step.CheckContainer s -> check(s);
            case Step.RenewContainer s -> renew(s);
            case Step.StopContainer s -> find(s).ifPresent(SimulatedContainer::stop);
            case Step.KillContainer s -> find(s).ifPresent(SimulatedContainer::kill);
            case Step.RemoveContainer s -> remove(s);
            case Step.DetachNetwork s -> detach(s);
            case Step.Forget s -> {}
            case Step.LookAgain s -> {}
        }
    }

    private void openNamespace(Step.OpenNamespace s) {
        in(
                Duration.ofMillis(1),
                () -> {
                    namespaces.put(s.taskId(), s.task().interfaceId());
                    tell.accept(new Happening.Done(s));
                });
    }

    private void attach(Step.AttachNetwork s) {
        Optional<Conduct.Breakdown> breakdown =
                s.task().containers().stream()
                        .flatMap(c -> broken(c, Point.NETWORK).stream())
                        .findFirst();
        in(
                NETWORK,
                () -> {
                    if (breakdown.isPresent()) {
                        fail(s, breakdown.get());
                    } else if (unlucky(settings.faults().network())) {
                        tell.accept(
                                new Happening.Failed(
                                        s,
                                        "ResourceInitializationError",
                                        "the network interface could not be attached"));
                    } else {
                        tell.accept(new Happening.Done(s));
                    }
                });
    }

    private void fetch(Step.FetchImage s) {
        Conduct conduct = conduct(s.plan());
        boolean cached = images.contains(s.plan().image());
        in(
                cached ? Duration.ZERO : conduct.launch().pull(),
                () -> {
                    Optional<Conduct.Breakdown> breakdown = broken(s.plan(), Point.PULL);
                    if (breakdown.isPresent()) {
                        fail(s, breakdown.get());
                    } else if (!cached && unlucky(settings.faults().pull())) {
                        tell.accept(
                                new Happening.Failed(
                                        s,
                                        "CannotPullContainerError",
                                        "pull image manifest has been retried 5 time(s): failed to"
                                                + " resolve ref "
                                                + s.plan().image()
                                                + ": connection reset by peer"));
                    } else {
                        images.add(s.plan().image());
                        tell.accept(
                                new Happening.Fetched(
                                        s.taskId(), s.container(), digest(s.plan().image()), ""));
                    }
                });
    }

    /** The control plane's own store is asked, as a real node does. */
    private void openLog(Step.OpenLog s) {
        ContainerPlan.LogPlan log = s.plan().log().orElseThrow();
        String account = s.task().account();
        timeline.aside(
                () -> {
                    Optional<String> refusal;
                    try {
                        refusal = link.openLogStream(account, log);
                    } catch (RuntimeException e) {
                        refusal = Optional.of("failed to validate logger args: " + e.getMessage());
                    }
                    tell.accept(
                            refusal.isEmpty()
                                    ? new Happening.Done(s)
                                    : new Happening.Failed(
                                            s, "ResourceInitializationError", refusal.get()));
                });
    }

    private void create(Step.CreateContainer s) {
        Conduct conduct = conduct(s.plan());
        in(
                conduct.launch().create(),
                () -> {
                    Optional<Conduct.Breakdown> breakdown = broken(s.plan(), Point.CREATE);
                    containers
                            .computeIfAbsent(s.taskId(), t -> new TreeMap<>())
                            .put(
                                    s.container(),
                                    new SimulatedContainer(
                                            s.taskId(),
                                            s.container(),
                                            conduct,
                                            s.plan().log().map(log -> log(s.task(), log)),
                                            timeline,
                                            happening -> tell.accept(happening)));
                    if (breakdown.isPresent()) {
                        fail(s, breakdown.get());
                    } else if (unlucky(settings.faults().create())) {
                        tell.accept(
                                new Happening.Failed(s, "CannotCreateContainerError", "no luck"));
                    } else {
                        tell.accept(new Happening.Done(s));
                    }
                });
    }

    private SimulatedLog log(TaskPlan task, ContainerPlan.LogPlan log) {
        return new SimulatedLog(task.account(), log, link, timeline);
    }

    private void start(Step.StartContainer s) {
        Optional<SimulatedContainer> found = find(s);
        if (found.isEmpty()) {
            tell.accept(new Happening.Failed(s, "CannotStartContainerError", "no such container"));
            return;
        }
        SimulatedContainer c = found.get();
        boolean crash = unlucky(settings.faults().crash());
        Duration crashAfter = Duration.ofMillis(fortune.nextLong(60_000));
        boolean unlucky = unlucky(settings.faults().start());
        in(
                c.conduct().launch().start(),
                () -> {
                    Optional<Conduct.Breakdown> breakdown =
                            c.conduct().breakdown().filter(b -> b.at() == Point.START);
                    if (breakdown.isPresent()) {
                        fail(s, breakdown.get());
                    } else if (unlucky) {
                        tell.accept(
                                new Happening.Failed(s, "CannotStartContainerError", "no luck"));
                    } else {
                        c.start(crash ? Optional.of(crashAfter) : Optional.empty());
                    }
                });
    }

    /** What hangs is given up when its time is over. */
    private void check(Step.CheckContainer s) {
        Conduct.Check result = find(s).map(SimulatedContainer::check).orElse(Conduct.Check.FAIL);
        in(
                result == Conduct.Check.HANG
                        ? Duration.ofSeconds(s.check().timeoutSeconds())
                        : CHECK,
                () ->
                        tell.accept(
                                new Happening.Checked(
                                        s.taskId(),
                                        s.container(),
                                        result == Conduct.Check.PASS,
                                        timeline.now())));
    }

    private void renew(Step.RenewContainer s) {
        boolean unlucky = unlucky(settings.faults().start());
        in(
                RENEWAL,
                () -> {
                    Optional<SimulatedContainer> found = find(s);
                    Optional<Conduct.Breakdown> breakdown =
                            found.flatMap(c -> c.conduct().breakdown())
                                    .filter(b -> b.at() == Point.RENEW);
                    if (breakdown.isPresent()) {
                        fail(s, breakdown.get());
                    } else if (unlucky || !found.map(SimulatedContainer::renew).orElse(false)) {
                        tell.accept(
                                new Happening.Failed(
                                        s, "ContainerRuntimeError", "it could not be renewed"));
                    } else {
                        tell.accept(new Happening.Done(s));
                    }
                });
    }

    private void remove(Step.RemoveContainer s) {
        boolean unlucky = unlucky(settings.faults().removal());
        in(
                Duration.ofMillis(2),
                () -> {
                    if (unlucky) {
                        tell.accept(
                                new Happening.Failed(
                                        s, "CannotStopContainerError", "device or resource busy"));
                        return;
                    }
                    find(s).ifPresentOrElse(
                                    c ->
                                            c.whenWritten(
                                                    () -> {
                                                        drop(s);
                                                        tell.accept(new Happening.Done(s));
                                                    }),
                                    () -> tell.accept(new Happening.Done(s)));
                });
    }

    private void drop(Step.RemoveContainer s) {
        TreeMap<String, SimulatedContainer> some = containers.get(s.taskId());
        if (some != null) {
            some.remove(s.container());
            if (some.isEmpty()) {
                containers.remove(s.taskId());
            }
        }
    }

    private void detach(Step.DetachNetwork s) {
        boolean unlucky = unlucky(settings.faults().removal());
        in(
                NETWORK,
                () -> {
                    if (unlucky) {
                        tell.accept(
                                new Happening.Failed(
                                        s,
                                        "ResourceInitializationError",
                                        "device or resource busy"));
                    } else {
                        namespaces.remove(s.taskId());
                        tell.accept(new Happening.Done(s));
                    }
                });
    }

    private Optional<SimulatedContainer> find(Step step) {
        return Optional.ofNullable(containers.get(step.taskId()))
                .flatMap(some -> Optional.ofNullable(some.get(step.container())));
    }

    private Conduct conduct(ContainerPlan plan) {
        Conduct conduct = Conducts.of(plan, settings.usual());
        if (conduct.output().isEmpty()) {
            conduct =
                    conduct.writing(
                            List.of(
                                    "simulated node: container %s of image %s has started; nothing really runs"
                                            .formatted(plan.name(), plan.image())));
        }
        return settings.rule().apply(plan, conduct);
    }

    private Optional<Conduct.Breakdown> broken(ContainerPlan plan, Point at) {
        return conduct(plan).breakdown().filter(b -> b.at() == at);
    }

    private void fail(Step step, Conduct.Breakdown breakdown) {
        tell.accept(new Happening.Failed(step, breakdown.code(), breakdown.message()));
    }

    private boolean unlucky(double chance) {
        // No draw at all without faults: adding a fault then changes no other draw's place.
        return chance > 0 && fortune.nextDouble() < chance;
    }

    /** What an agent has asked for ends with it; a container, once started, goes on. */
    private void in(Duration time, Runnable turn) {
        int asked = agents;
        timeline.after(
                time,
                () -> {
                    if (asked == agents) {
                        turn.run();
                    }
                });
    }

    /** Looks like a digest and is the same for the same name. */
    private static String digest(String image) {
        byte[] name = image.getBytes(StandardCharsets.UTF_8);
        StringBuilder hex = new StringBuilder("sha256:");
        for (byte part = 0; part < 2; part++) {
            byte[] salted = new byte[name.length + 1];
            System.arraycopy(name, 0, salted, 0, name.length);
            salted[name.length] = part;
            UUID half = UUID.nameUUIDFromBytes(salted);
            hex.append(HexFormat.of().toHexDigits(half.getMostSignificantBits()))
                    .append(HexFormat.of().toHexDigits(half.getLeastSignificantBits()));
        }
        return hex.toString();
    }
}
