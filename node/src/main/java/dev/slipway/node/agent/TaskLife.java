package dev.slipway.node.agent;

import dev.slipway.node.agent.Course.Run;
import dev.slipway.nodelink.ContainerPlan;
import dev.slipway.nodelink.TaskPlan;
import dev.slipway.nodelink.TaskReport;
import dev.slipway.nodelink.TaskReport.ContainerPhase;
import dev.slipway.nodelink.TaskReport.Phase;
import dev.slipway.nodelink.TaskReport.StartFailure;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;

/**
 * A task as the agent sees it.
 *
 * @param interfaceId empty when nobody knows it
 * @param failure why it failed to start; the first reason stays
 */
record TaskLife(
        String taskId,
        String interfaceId,
        Piece namespace,
        Piece network,
        List<ContainerLife> containers,
        Times times,
        Optional<StartFailure> failure) {
    TaskLife {
        containers = List.copyOf(containers);
    }

    static TaskLife fresh(TaskPlan plan) {
        return new TaskLife(
                plan.id(),
                plan.interfaceId(),
                Piece.ABSENT,
                Piece.ABSENT,
                plan.containers().stream().map(c -> ContainerLife.fresh(c, plan.id())).toList(),
                Times.NONE,
                Optional.empty());
    }

    /** With what the plan says of its containers: a life taken up from remains knows only names. */
    TaskLife joined(TaskPlan plan) {
        List<ContainerLife> next = new ArrayList<>();
        for (ContainerPlan container : plan.containers()) {
            next.add(
                    containers.stream()
                            .filter(c -> c.name().equals(container.name()))
                            .findFirst()
                            .map(c -> c.planned(container))
                            .orElseGet(() -> ContainerLife.fresh(container, taskId)));
        }
        return new TaskLife(taskId, plan.interfaceId(), namespace, network, next, times, failure);
    }

    boolean stopping() {
        return times.stoppingAt().isPresent();
    }

    boolean stopped() {
        return times.stoppedAt().isPresent();
    }

    /**
     * Once stopping, always stopping: whoever asks a stopping task to run is answered by its end.
     */
    boolean mustStop(Wish wish) {
        return stopping()
                || failure.isPresent()
                || containers.stream().anyMatch(c -> c.essential() && c.is(Run.ENDED))
                || wish instanceof Wish.Stop
                || wish instanceof Wish.Gone;
    }

    boolean allImagesReady() {
        return containers.stream()
                .allMatch(c -> c.image().is(Piece.State.READY) || c.is(Run.ENDED));
    }

    boolean nothingAlive() {
        return containers.stream().noneMatch(ContainerLife::alive);
    }

    boolean nothingLeft() {
        return !namespace.there()
                && !network.there()
                && containers.stream().noneMatch(c -> c.body().there());
    }

    /** Marks what is reached by now, and what never will be. */
    TaskLife settled(Wish wish, Instant now) {
        if (stopped()) {
            return this;
        }
        TaskLife hopeful = wish instanceof Wish.Run && !mustStop(wish) ? givingUp(now) : this;
        TaskLife life = hopeful.mustStop(wish) ? hopeful.each(ContainerLife::notAgain) : hopeful;
        return life.withTimes(life.reached(wish, now));
    }

    /**
     * A container that waits for what cannot come is over. Where it is essential the task has
     * failed to start; where it is not, only those that depend on it can have to give up next.
     */
    private TaskLife givingUp(Instant now) {
        for (ContainerLife c : containers) {
            Optional<String> why =
                    c.is(Run.NEW) && !c.hasStarted()
                            ? Order.hopeless(containers, c, now)
                            : Optional.empty();
            if (why.isPresent()) {
                StartFailure failed = new StartFailure("CannotStartContainerError", why.get());
                TaskLife next = with(c.name(), x -> x.with(x.course().over(words(failed))));
                return c.essential() ? next.failing(failed) : next.givingUp(now);
            }
        }
        return this;
    }

    /** Said by the containers, so that it is the same when a crash comes before it is kept. */
    private Instant lastFirstStart(Times t, Instant now) {
        Instant last =
                containers.stream()
                        .filter(ContainerLife::essential)
                        .flatMap(c -> c.course().firstStartedAt().stream())
                        .max(Comparator.naturalOrder())
                        .orElse(now);
        // Starts are kept by the millisecond; what came before them is not.
        return t.connectivityAt().filter(last::isBefore).orElse(last);
    }

    private Times reached(Wish wish, Instant now) {
        Times t = times;
        if (network.is(Piece.State.READY)) {
            t = t.connected(now);
        }
        if (t.pullStartedAt().isPresent() && (allImagesReady() || failure.isPresent())) {
            t = t.pullStopped(now);
        }
        boolean essentialsUp =
                containers.stream().allMatch(c -> !c.essential() || c.hasStarted())
                        && !containers.isEmpty();
        if (essentialsUp) {
            t = t.started(lastFirstStart(t, now));
        }
        if (mustStop(wish)) {
            t = t.stopping(now);
        }
        if (t.stoppingAt().isPresent() && nothingAlive()) {
            t = t.executionStopped(now);
            if (nothingLeft()) {
                t = t.stopped(now);
            }
        }
        return t;
    }

    /** After a step was given to the machine. */
    TaskLife begun(Step step, Instant now) {
        return switch (step) {
            case Step.OpenNamespace s -> withNamespace(namespace.now(Piece.State.MAKING));
            case Step.AttachNetwork s -> withNetwork(network.now(Piece.State.MAKING));
            case Step.FetchImage s ->
                    with(s, c -> c.image(p -> p.now(Piece.State.MAKING)))
                            .withTimes(times.pullStarted(now));
            case Step.OpenLog s -> with(s, c -> c.log(p -> p.now(Piece.State.MAKING)));
            case Step.CreateContainer s -> with(s, c -> c.body(p -> p.now(Piece.State.MAKING)));
            case Step.StartContainer s -> with(s, c -> c.with(c.course().to(Run.STARTING)));
            case Step.CheckContainer s -> with(s, c -> c.with(c.health().asked(now)));
            case Step.RenewContainer s -> with(s, c -> c.body(p -> p.now(Piece.State.MAKING)));
            case Step.StopContainer s -> with(s, c -> c.with(c.signals().stopped(now)));
            case Step.KillContainer s -> with(s, c -> c.with(c.signals().killed(now)));
            case Step.RemoveContainer s -> with(s, c -> c.body(p -> p.now(Piece.State.REMOVING)));
            case Step.DetachNetwork s ->
                    withNetwork(network.now(Piece.State.REMOVING))
                            .withNamespace(namespace.now(Piece.State.REMOVING));
            case Step.Forget s -> this;
            case Step.LookAgain s -> this;
        };
    }

    TaskLife after(Happening happening, Instant now) {
        return switch (happening) {
            case Happening.Done h -> done(h.step());
            case Happening.Fetched h ->
                    with(h.container(), c -> c.with(c.parts().fetched(h.digest(), h.note())));
            case Happening.Started h -> with(h.container(), c -> c.started(h.at()));
            case Happening.Ended h ->
                    with(h.container(), c -> c.ended(h.exitCode(), h.reason(), h.at()));
            case Happening.Checked h -> with(h.container(), c -> c.answered(h.passed(), h.at()));
            case Happening.Failed h -> failed(h, now);
        };
    }

    private TaskLife done(Step step) {
        return switch (step) {
            case Step.OpenNamespace s -> withNamespace(Piece.READY);
            case Step.AttachNetwork s -> withNetwork(Piece.READY);
            case Step.OpenLog s -> with(s, c -> c.log(p -> Piece.READY));
            case Step.CreateContainer s -> with(s, c -> c.body(p -> Piece.READY));
            case Step.RenewContainer s -> with(s, ContainerLife::renewed);
            case Step.RemoveContainer s -> with(s, c -> c.body(p -> Piece.ABSENT));
            case Step.DetachNetwork s -> withNetwork(Piece.ABSENT).withNamespace(Piece.ABSENT);
            case Step.FetchImage s -> this; // told by Fetched
            case Step.StartContainer s -> this; // told by Started
            case Step.CheckContainer s -> this; // told by Checked
            case Step.StopContainer s -> this; // told by Ended, when it works
            case Step.KillContainer s -> this;
            case Step.Forget s -> this;
            case Step.LookAgain s -> this;
        };
    }

    private TaskLife failed(Happening.Failed h, Instant now) {
        StartFailure failed = new StartFailure(h.code(), h.message());
        return switch (h.step()) {
            case Step.OpenNamespace s -> withNamespace(Piece.BROKEN).failing(failed);
            case Step.AttachNetwork s -> withNetwork(Piece.BROKEN).failing(failed);
            case Step.FetchImage s ->
                    with(s, c -> c.image(p -> Piece.ABSENT)).launchFailed(s, failed, true);
            case Step.OpenLog s ->
                    with(s, c -> c.log(p -> Piece.ABSENT)).launchFailed(s, failed, true);
            case Step.CreateContainer s ->
                    with(s, c -> c.body(p -> Piece.BROKEN)).launchFailed(s, failed, false);
            case Step.StartContainer s ->
                    with(s, c -> c.body(p -> Piece.BROKEN).with(c.course().to(Run.NEW)))
                            .launchFailed(s, failed, false);
            case Step.RenewContainer s ->
                    with(s, c -> c.body(p -> Piece.BROKEN)).launchFailed(s, failed, false);
            case Step.RemoveContainer s -> with(s, c -> c.body(p -> p.removalFailed(now)));
            case Step.DetachNetwork s ->
                    withNetwork(network.removalFailed(now))
                            .withNamespace(namespace.removalFailed(now));
            case Step.CheckContainer s -> with(s, c -> c.answered(false, now));
            // A signal that cannot be sent: the kill that follows is sent again and again.
            case Step.StopContainer s -> this;
            case Step.KillContainer s -> this;
            case Step.Forget s -> this;
            case Step.LookAgain s -> this;
        };
    }

    /**
     * A container could not be brought to its start. It fails the task's start if it is essential,
     * or if what failed is of the task's making ready (images and logs, as in ECS). What has
     * started before is over instead, as by an end of its own.
     */
    private TaskLife launchFailed(Step step, StartFailure failed, boolean ofTask) {
        Optional<ContainerLife> found =
                containers.stream().filter(c -> c.name().equals(step.container())).findFirst();
        if (found.isEmpty() || found.get().is(Run.ENDED)) {
            return this;
        }
        TaskLife told = with(step, c -> c.with(c.course().because(words(failed))));
        if (stopping()) {
            return told;
        }
        boolean late = found.get().hasStarted() || times.startedAt().isPresent();
        return !late && (ofTask || found.get().essential())
                ? told.failing(failed)
                : told.with(step, c -> c.with(c.course().over("")));
    }

    private static String words(StartFailure failed) {
        return failed.code() + ": " + failed.message();
    }

    /** The first failure stays. One that comes because the task is being stopped is none. */
    private TaskLife failing(StartFailure failed) {
        if (failure.isPresent() || stopping()) {
            return this;
        }
        return new TaskLife(
                taskId, interfaceId, namespace, network, containers, times, Optional.of(failed));
    }

    TaskLife withNamespace(Piece next) {
        return new TaskLife(taskId, interfaceId, next, network, containers, times, failure);
    }

    TaskLife withNetwork(Piece next) {
        return new TaskLife(taskId, interfaceId, namespace, next, containers, times, failure);
    }

    TaskLife withTimes(Times next) {
        return next.equals(times)
                ? this
                : new TaskLife(taskId, interfaceId, namespace, network, containers, next, failure);
    }

    TaskLife with(String container, UnaryOperator<ContainerLife> change) {
        return each(c -> c.name().equals(container) ? change.apply(c) : c);
    }

    private TaskLife with(Step step, UnaryOperator<ContainerLife> change) {
        return with(step.container(), change);
    }

    private TaskLife each(UnaryOperator<ContainerLife> change) {
        List<ContainerLife> next = new ArrayList<>(containers.size());
        for (ContainerLife c : containers) {
            next.add(change.apply(c));
        }
        return new TaskLife(taskId, interfaceId, namespace, network, next, times, failure);
    }

    Phase phase() {
        if (stopped()) {
            return Phase.STOPPED;
        }
        if (times.executionStoppedAt().isPresent()) {
            return Phase.DEPROVISIONING;
        }
        if (stopping()) {
            return Phase.STOPPING;
        }
        return times.startedAt().isPresent() ? Phase.RUNNING : Phase.PREPARING;
    }

    TaskReport report() {
        return new TaskReport(
                taskId,
                phase(),
                times.connectivityAt(),
                times.pullStartedAt(),
                times.pullStoppedAt(),
                times.startedAt(),
                times.executionStoppedAt(),
                times.stoppedAt(),
                failure,
                containers.stream().map(this::report).toList());
    }

    private TaskReport.ContainerReport report(ContainerLife c) {
        Course course = c.course();
        boolean over = times.executionStoppedAt().isPresent();
        ContainerPhase phase =
                switch (course.run()) {
                    case NEW, STARTING ->
                            c.hasStarted()
                                    ? ContainerPhase.RUNNING
                                    : over ? ContainerPhase.STOPPED : ContainerPhase.PENDING;
                    // Between two runs it is no less there than in them.
                    case RUNNING, AGAIN -> ContainerPhase.RUNNING;
                    case ENDED -> ContainerPhase.STOPPED;
                };
        boolean runs = phase == ContainerPhase.RUNNING;
        return new TaskReport.ContainerReport(
                c.name(),
                c.runtimeId(),
                phase,
                c.parts().imageDigest(),
                runs ? OptionalInt.empty() : course.exitCode(),
                runs || course.reason().isEmpty() ? c.parts().imageNote() : course.reason(),
                c.health().report(),
                course.restarts(),
                course.startedAt(),
                runs ? Optional.empty() : course.finishedAt());
    }
}
