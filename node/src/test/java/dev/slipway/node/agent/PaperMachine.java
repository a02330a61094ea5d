package dev.slipway.node.agent;

import dev.slipway.nodelink.ContainerPlan;
import dev.slipway.nodelink.TaskPlan;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What is true of one task's containers, and the rules that each step must keep. It knows nothing
 * of lives: it judges the agent by what a machine would see.
 */
final class PaperMachine {
    enum Body {
        NONE,
        CREATED,
        RUNNING,
        EXITED
    }

    /** One container. */
    static final class Box {
        final ContainerPlan plan;
        Body body = Body.NONE;
        int starts;
        Instant startedAt = Instant.EPOCH;
        Instant finishedAt = Instant.EPOCH;
        int exitCode;
        boolean passed;
        boolean stopSent;
        Optional<Instant> killSent = Optional.empty();

        Box(ContainerPlan plan) {
            this.plan = plan;
        }

        boolean over() {
            return starts > 0 && body != Body.RUNNING;
        }
    }

    private final Map<String, Box> boxes = new HashMap<>();
    private final List<Step> underWay = new ArrayList<>();
    private boolean namespace;
    private boolean network;
    private boolean stopWished;

    PaperMachine(TaskPlan plan) {
        plan.containers().forEach(c -> boxes.put(c.name(), new Box(c)));
    }

    Box box(String name) {
        return boxes.getOrDefault(name, new Box(boxes.values().iterator().next().plan));
    }

    List<Box> boxes() {
        return boxes.values().stream()
                .sorted(java.util.Comparator.comparing(b -> b.plan.name()))
                .toList();
    }

    List<Step> underWay() {
        return underWay;
    }

    void stopWished() {
        stopWished = true;
    }

    boolean empty() {
        return !namespace && !network && boxes.values().stream().allMatch(b -> b.body == Body.NONE);
    }

    /** Takes the step; says which rule it breaks. */
    Optional<String> take(Step step, Instant now) {
        Optional<String> broken = judge(step, now);
        switch (step) {
            case Step.StopContainer s -> box(s.container()).stopSent = true;
            case Step.KillContainer s -> {
                Box b = box(s.container());
                b.killSent = b.killSent.or(() -> Optional.of(now));
            }
            case Step.LookAgain s -> {}
            case Step.Forget s -> {}
            default -> underWay.add(step);
        }
        return broken.map(
                why -> step.getClass().getSimpleName() + " " + step.container() + ": " + why);
    }

    private Optional<String> judge(Step step, Instant now) {
        Box b = box(step.container());
        boolean twice =
                underWay.stream()
                        .anyMatch(
                                s ->
                                        s.getClass() == step.getClass()
                                                && s.container().equals(step.container()));
        if (twice) {
            return Optional.of("is under way already");
        }
        return switch (step) {
            case Step.StartContainer s -> judgeStart(b);
            case Step.CheckContainer s -> rule(!stopWished, "the task is to stop");
            case Step.RenewContainer s -> judgeRenewal(b);
            case Step.CreateContainer s ->
                    rule(namespace && b.body == Body.NONE && !stopWished, "not now");
            case Step.RemoveContainer s ->
                    rule(b.body != Body.RUNNING && !starting(b), "it runs or is about to");
            case Step.StopContainer s -> judgeStop(b, now);
            case Step.KillContainer s -> rule(b.stopSent, "it was not asked to stop");
            case Step.DetachNetwork s ->
                    rule(
                            boxes.values().stream().allMatch(x -> x.body == Body.NONE),
                            "a container is left");
            case Step.Forget s -> rule(empty(), "something is left");
            default -> Optional.empty();
        };
    }

    private Optional<String> judgeStart(Box b) {
        if (stopWished || b.body != Body.CREATED || !network) {
            return Optional.of("stop wished %s, body %s".formatted(stopWished, b.body));
        }
        for (ContainerPlan.Dependency d : b.plan.lifecycle().dependsOn()) {
            Box on = box(d.container());
            boolean holds =
                    switch (d.condition()) {
                        case START -> on.starts > 0;
                        case COMPLETE -> on.over();
                        case SUCCESS -> on.over() && on.exitCode == 0;
                        case HEALTHY -> on.passed;
                    };
            if (b.starts == 0 && !holds) {
                return Optional.of(d + " does not hold");
            }
        }
        return Optional.empty();
    }

    private Optional<String> judgeRenewal(Box b) {
        Optional<ContainerPlan.RestartPolicy> policy = b.plan.lifecycle().restartPolicy();
        if (stopWished || policy.isEmpty() || b.body == Body.CREATED) {
            // Renewed before a crash, and not known to be: it may be renewed again.
            return rule(!stopWished && policy.isPresent(), "nobody wants it again");
        }
        boolean due =
                !policy.get().ignoredExitCodes().contains(b.exitCode)
                        && Duration.between(b.startedAt, b.finishedAt).toSeconds()
                                >= policy.get().attemptPeriodSeconds();
        return rule(b.body == Body.EXITED && due, "its end was final");
    }

    private Optional<String> judgeStop(Box b, Instant now) {
        return boxes.values().stream()
                .filter(o -> needs(o, b))
                .filter(o -> o.body == Body.RUNNING || starting(o))
                .filter(o -> o.killSent.filter(at -> !at.plusSeconds(5).isAfter(now)).isEmpty())
                .map(o -> o.plan.name() + " depends on it and runs")
                .findFirst();
    }

    private boolean needs(Box o, Box b) {
        return o.plan.lifecycle().dependsOn().stream()
                .anyMatch(d -> d.container().equals(b.plan.name()) || needs(box(d.container()), b));
    }

    private static Optional<String> rule(boolean kept, String otherwise) {
        return kept ? Optional.empty() : Optional.of(otherwise);
    }

    private boolean starting(Box b) {
        return underWay.stream()
                .anyMatch(
                        s ->
                                s instanceof Step.StartContainer
                                        && s.container().equals(b.plan.name()));
    }

    /** The step takes effect; what a machine would tell of it. */
    Happening finish(Step step, boolean checkPasses, Instant now) {
        underWay.remove(step);
        Box b = box(step.container());
        switch (step) {
            case Step.OpenNamespace s -> namespace = true;
            case Step.AttachNetwork s -> network = true;
            case Step.CreateContainer s -> b.body = Body.CREATED;
            case Step.RenewContainer s -> b.body = Body.CREATED;
            case Step.StartContainer s -> {
                b.body = Body.RUNNING;
                b.starts++;
                b.startedAt = now;
                return new Happening.Started(s.taskId(), s.container(), now);
            }
            case Step.CheckContainer s -> {
                boolean passes = checkPasses && b.body == Body.RUNNING;
                b.passed |= passes;
                return new Happening.Checked(s.taskId(), s.container(), passes, now);
            }
            case Step.FetchImage s -> {
                return new Happening.Fetched(s.taskId(), s.container(), "sha256:1", "");
            }
            case Step.RemoveContainer s -> b.body = Body.NONE;
            case Step.DetachNetwork s -> {
                namespace = false;
                network = false;
            }
            default -> {}
        }
        return new Happening.Done(step);
    }

    Happening fail(Step step) {
        underWay.remove(step);
        return new Happening.Failed(step, "SomeError", "no luck");
    }

    Happening end(String taskId, Box b, int code, Instant now) {
        b.body = Body.EXITED;
        b.exitCode = code;
        b.finishedAt = now;
        return new Happening.Ended(taskId, b.plan.name(), OptionalInt.of(code), "", now);
    }

    Remains remains(String taskId) {
        List<Remains.Container> there = new ArrayList<>();
        for (Box b : boxes()) {
            String name = b.plan.name();
            switch (b.body) {
                case NONE -> {}
                case CREATED -> there.add(Lives.unstarted(name));
                case RUNNING -> there.add(Lives.running(name, b.startedAt));
                case EXITED -> there.add(Lives.ended(name, b.startedAt, b.finishedAt, b.exitCode));
            }
        }
        return new Remains(taskId, "", there);
    }
}
