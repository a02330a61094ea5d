package dev.slipway.node.agent;

import dev.slipway.nodelink.ControlPlaneLink;
import dev.slipway.nodelink.InterfacePlan;
import dev.slipway.nodelink.Node;
import dev.slipway.nodelink.NodePlan;
import dev.slipway.nodelink.NodeReport;
import dev.slipway.nodelink.TaskPlan;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The node's agent: takes plans, drives a machine, reports. All its state is touched by turns of
 * its timeline only, one at a time; its public methods may be called from any thread.
 */
public final class Agent implements Node {
    private static final Logger LOG = LoggerFactory.getLogger(Agent.class);
    private static final Duration FULL_REPORT_EVERY = Duration.ofSeconds(30);

    private final String id;
    private final Machine machine;
    private final Journal journal;
    private final Timeline timeline;
    private final Reporter reporter;

    private final TreeMap<String, TaskLife> lives = new TreeMap<>();
    private final TreeMap<String, Wish> wishes = new TreeMap<>();
    private final TreeMap<String, TreeSet<Instant>> looks = new TreeMap<>();
    private final TreeMap<String, String> written = new TreeMap<>();
    private final ConcurrentHashMap<String, TaskView> views = new ConcurrentHashMap<>();
    private Optional<NodePlan> plan = Optional.empty();

    /** Plans that come while others are taken in are taken in together: only the last counts. */
    private final AtomicReference<Optional<NodePlan>> newest =
            new AtomicReference<>(Optional.empty());

    private volatile boolean closed;

    private Agent(
            String id, Machine machine, ControlPlaneLink link, Journal journal, Timeline timeline) {
        this.id = id;
        this.machine = machine;
        this.journal = journal;
        this.timeline = timeline;
        this.reporter = new Reporter(id, machine.capacity(), link, timeline);
    }

    /** Starts at once: takes up what the machine still has, then reports it in full. */
    public static Agent open(
            String id, Machine machine, ControlPlaneLink link, Journal journal, Timeline timeline) {
        Agent agent = new Agent(id, machine, link, journal, timeline);
        timeline.soon(agent::begin);
        return agent;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public void apply(NodePlan next) {
        newest.accumulateAndGet(
                Optional.of(next),
                (known, given) ->
                        known.filter(k -> k.generation() >= next.generation()).or(() -> given));
        timeline.soon(() -> Objects.requireNonNull(newest.get()).ifPresent(this::takeIn));
    }

    /** The link to the control plane is there again: it gets a full report at once. */
    public void reconnected() {
        timeline.soon(reporter::full);
    }

    /**
     * A task that is in the plan, as it is now; empty for others. May be called from any thread.
     */
    public Optional<TaskView> task(String taskId) {
        return Optional.ofNullable(views.get(taskId));
    }

    /** Every task that is in the plan, ordered by id. May be called from any thread. */
    public List<TaskView> tasks() {
        return new ArrayList<>(new TreeMap<>(views).values());
    }

    @Override
    public void close() {
        closed = true;
        reporter.close();
    }

    private void begin() {
        if (closed) {
            return;
        }
        TreeMap<String, TaskLife> remembered = new TreeMap<>();
        for (Journal.Entry entry : journal.load()) {
            LifeText.read(entry.text())
                    .ifPresentOrElse(
                            life -> remembered.put(entry.taskId(), life),
                            () -> LOG.warn("journal of task {} is unreadable", entry.taskId()));
        }
        TreeMap<String, Remains> found = new TreeMap<>();
        for (Remains remains : machine.begin(happening -> timeline.soon(() -> takeIn(happening)))) {
            found.put(remains.taskId(), remains);
        }
        Set<String> ids = new TreeSet<>(remembered.keySet());
        ids.addAll(found.keySet());
        for (String taskId : ids) {
            lives.put(
                    taskId,
                    Adoption.adopt(
                            Optional.ofNullable(remembered.get(taskId)),
                            Optional.ofNullable(found.get(taskId)),
                            timeline.now()));
        }
        for (String taskId : ids) {
            look(taskId);
        }
        reporter.full();
        timeline.after(FULL_REPORT_EVERY, this::reportSlowly);
    }

    private void reportSlowly() {
        if (!closed) {
            reporter.full();
            timeline.after(FULL_REPORT_EVERY, this::reportSlowly);
        }
    }

    private void takeIn(NodePlan next) {
        if (closed || plan.map(p -> next.generation() <= p.generation()).orElse(false)) {
            return;
        }
        Set<String> touched = plan.map(p -> changed(p, next)).orElseGet(() -> all(next));
        plan = Optional.of(next);
        reporter.generation(next.generation());
        machine.plan(next);
        for (String taskId : touched) {
            TaskPlan task = next.tasks().get(taskId);
            if (task == null) {
                wishes.put(taskId, new Wish.Gone());
            } else {
                wishes.put(taskId, Wish.of(task));
                TaskLife life = lives.get(taskId);
                lives.put(taskId, life == null ? TaskLife.fresh(task) : life.joined(task));
            }
        }
        touched.forEach(this::look);
    }

    private Set<String> all(NodePlan first) {
        Set<String> touched = new TreeSet<>(lives.keySet());
        touched.addAll(first.tasks().keySet());
        return touched;
    }

    /** Successive plans share what did not change, so that comparing is mostly identity. */
    @SuppressWarnings("ReferenceEquality")
    private static Set<String> changed(NodePlan before, NodePlan next) {
        Set<String> touched = new TreeSet<>();
        int kept = 0;
        for (TaskPlan task : next.tasks().values()) {
            TaskPlan was = before.tasks().get(task.id());
            kept += was == null ? 0 : 1;
            if (task != was && !task.equals(was)) {
                touched.add(task.id());
            }
        }
        if (kept < before.tasks().size()) {
            for (String id : before.tasks().keySet()) {
                if (!next.tasks().containsKey(id)) {
                    touched.add(id);
                }
            }
        }
        return touched;
    }

    private void takeIn(Happening happening) {
        TaskLife life = lives.get(happening.taskId());
        if (closed || life == null) {
            return;
        }
        if (happening instanceof Happening.Failed failed) {
            LOG.info(
                    "task {}: {} failed: {}: {}",
                    failed.taskId(),
                    failed.step().getClass().getSimpleName(),
                    failed.code(),
                    failed.message());
        }
        lives.put(happening.taskId(), life.after(happening, timeline.now()));
        look(happening.taskId());
    }

    /** One look at one task: what is reached is marked and told, what is to be done is begun. */
    private void look(String taskId) {
        TaskLife before = lives.get(taskId);
        if (closed || before == null) {
            return;
        }
        Instant now = timeline.now();
        Wish wish = wishes.getOrDefault(taskId, new Wish.Unknown());
        TaskLife life = before.settled(wish, now);
        List<Step> steps = Decisions.decide(life, wish, now);
        for (Step step : steps) {
            life = life.begun(step, now);
        }
        lives.put(taskId, life);
        boolean forget = steps.stream().anyMatch(s -> s instanceof Step.Forget);
        if (forget) {
            forget(taskId);
            return;
        }
        remember(life, steps.stream().filter(Agent::onlyOnceSaved).toList());
        steps.stream().filter(step -> !onlyOnceSaved(step)).forEach(this::take);
        show(life);
    }

    private static boolean onlyOnceSaved(Step step) {
        return switch (step) {
            // Of what this makes nothing else knows whose it is.
            case Step.OpenNamespace _ -> true;
            // With these goes the only other record of how the container ended.
            case Step.RemoveContainer _, Step.RenewContainer _ -> true;
            default -> false;
        };
    }

    private void take(Step step) {
        if (step instanceof Step.LookAgain again) {
            lookAgain(again);
        } else {
            perform(step);
        }
    }

    /** A machine that throws has not taken the step; the others of this look must not be lost. */
    private void perform(Step step) {
        try {
            machine.perform(step);
        } catch (RuntimeException e) {
            LOG.error("{} was not taken", step.getClass().getSimpleName(), e);
            String why = String.valueOf(e.getMessage());
            timeline.soon(() -> takeIn(new Happening.Failed(step, "ContainerRuntimeError", why)));
        }
    }

    /** Each moment is waited for once, however often it is asked for. */
    private void lookAgain(Step.LookAgain again) {
        TreeSet<Instant> waiting = looks.computeIfAbsent(again.taskId(), t -> new TreeSet<>());
        if (!waiting.add(again.at())) {
            return;
        }
        timeline.after(
                Duration.between(timeline.now(), again.at()),
                () -> {
                    TreeSet<Instant> still = looks.get(again.taskId());
                    if (still != null) {
                        still.remove(again.at());
                    }
                    look(again.taskId());
                });
    }

    /**
     * @param then steps that are taken once it is saved
     */
    private void remember(TaskLife life, List<Step> then) {
        String text = LifeText.write(life);
        boolean news = !text.equals(written.put(life.taskId(), text));
        if (!then.isEmpty()) {
            journal.save(entry(life, text), () -> timeline.soon(() -> performAll(then)));
        } else if (news) {
            journal.save(entry(life, text), () -> {});
        }
    }

    private void performAll(List<Step> steps) {
        if (!closed) {
            steps.forEach(this::perform);
        }
    }

    private static Journal.Entry entry(TaskLife life, String text) {
        // Until a task has started there is nothing that a power cut could make us forget.
        boolean lasting = life.times().startedAt().isPresent() || life.stopping();
        return new Journal.Entry(life.taskId(), text, lasting);
    }

    private void show(TaskLife life) {
        reporter.seen(life.report());
        plan.flatMap(p -> Optional.ofNullable(p.tasks().get(life.taskId())))
                .ifPresentOrElse(
                        task -> views.put(life.taskId(), view(task, life)),
                        () -> views.remove(life.taskId()));
    }

    private TaskView view(TaskPlan task, TaskLife life) {
        NodePlan current = plan.orElseThrow();
        Optional<InterfacePlan> network =
                Optional.ofNullable(current.interfaces().get(task.interfaceId()));
        return new TaskView(
                task,
                life.report(),
                network,
                network.flatMap(n -> Optional.ofNullable(current.subnets().get(n.subnetId()))));
    }

    private void forget(String taskId) {
        lives.remove(taskId);
        wishes.remove(taskId);
        looks.remove(taskId);
        written.remove(taskId);
        views.remove(taskId);
        reporter.gone(taskId);
        journal.forget(taskId);
    }

    /** What the node lends to tasks, in all. */
    public NodeReport.Capacity capacity() {
        return machine.capacity();
    }
}
