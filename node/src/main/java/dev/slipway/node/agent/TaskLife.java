package dev.slipway.node.agent;

import dev.slipway.node.agent.ContainerLife.Run;
import dev.slipway.nodelink.ContainerPlan;
import dev.slipway.nodelink.TaskPlan;
import dev.slipway.nodelink.TaskReport;
import dev.slipway.nodelink.TaskReport.ContainerPhase;
import dev.slipway.nodelink.TaskReport.Phase;
import dev.slipway.nodelink.TaskReport.StartFailure;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
                || containers.stream().anyMatch(c -> c.essential() && c.run() == Run.ENDED)
                || wish instanceof Wish.Stop
                || wish instanceof Wish.Gone;
    }

    boolean allImagesReady() {
        return containers.stream().allMatch(c -> c.image().is(Piece.State.READY));
    }

    boolean nothingAlive() {
        return containers.stream().noneMatch(ContainerLife::alive);
    }

    boolean nothingLeft() {
        return !namespace.there()
                && !network.there()
                && containers.stream().noneMatch(c -> c.body().there());
    }

    /** Marks what is reached by now. */
    TaskLife settled(Wish wish, Instant now) {
        if (stopped()) {
            return this;
        }
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
            t = t.started(now);
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
        return withTimes(t);
    }

    /** After a step was given to the machine. */
    TaskLife begun(Step step, Instant now) {
        return switch (step) {
            case Step.OpenNamespace s -> withNamespace(namespace.now(Piece.State.MAKING));
            case Step.AttachNetwork s -> withNetwork(network.now(Piece.State.MAKING));
            case Step.FetchImage s ->
                    with(s, c -> c.withImage(c.image().now(Piece.State.MAKING)))
                            .withTimes(times.pullStarted(now));
            case Step.OpenLog s -> with(s, c -> c.withLog(c.log().now(Piece.State.MAKING)));
            case Step.CreateContainer s ->
                    with(s, c -> c.withBody(c.body().now(Piece.State.MAKING)));
            case Step.StartContainer s -> with(s, c -> c.withRun(Run.STARTING));
            case Step.CheckContainer s -> this;
            case Step.RenewContainer s ->
                    with(s, c -> c.withBody(c.body().now(Piece.State.MAKING)));
            case Step.StopContainer s -> with(s, c -> c.stopSent(now));
            case Step.KillContainer s -> with(s, c -> c.killSent(now));
            case Step.RemoveContainer s ->
                    with(s, c -> c.withBody(c.body().now(Piece.State.REMOVING)));
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
            case Happening.Fetched h -> with(h.container(), c -> c.fetched(h.digest()));
            case Happening.Started h -> with(h.container(), c -> c.started(h.at()));
            case Happening.Ended h ->
                    with(
                            h.container(),
                            c ->
                                    c.run() == Run.ENDED
                                            ? c
                                            : c.ended(h.exitCode(), h.reason(), h.at()));
            case Happening.Checked h -> this;
            case Happening.Failed h -> failed(h, now);
        };
    }

    private TaskLife done(Step step) {
        return switch (step) {
            case Step.OpenNamespace s -> withNamespace(Piece.READY);
            case Step.AttachNetwork s -> withNetwork(Piece.READY);
            case Step.OpenLog s -> with(s, c -> c.withLog(Piece.READY));
            case Step.CreateContainer s -> with(s, c -> c.withBody(Piece.READY));
            case Step.RenewContainer s -> with(s, c -> c.withBody(Piece.READY));
            case Step.RemoveContainer s -> with(s, c -> c.withBody(Piece.ABSENT));
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
        String reason = h.code() + ": " + h.message();
        return switch (h.step()) {
            case Step.OpenNamespace s -> withNamespace(Piece.BROKEN).failing(h);
            case Step.AttachNetwork s -> withNetwork(Piece.BROKEN).failing(h);
            case Step.FetchImage s ->
                    with(s, c -> c.withImage(Piece.ABSENT).withReason(reason)).failing(h);
            case Step.OpenLog s ->
                    with(s, c -> c.withLog(Piece.ABSENT).withReason(reason)).failing(h);
            case Step.CreateContainer s ->
                    with(s, c -> c.withBody(Piece.BROKEN).withReason(reason)).failing(h);
            case Step.StartContainer s ->
                    with(s, c -> c.withBody(Piece.BROKEN).withRun(Run.NEW).withReason(reason))
                            .failing(h);
            case Step.RemoveContainer s -> with(s, c -> c.withBody(c.body().removalFailed(now)));
            case Step.DetachNetwork s ->
                    withNetwork(network.removalFailed(now))
                            .withNamespace(namespace.removalFailed(now));
            // A signal that cannot be sent: the kill that follows is sent again and again.
            case Step.CheckContainer s -> this;
            case Step.RenewContainer s -> with(s, c -> c.withBody(Piece.BROKEN));
            case Step.StopContainer s -> this;
            case Step.KillContainer s -> this;
            case Step.Forget s -> this;
            case Step.LookAgain s -> this;
        };
    }

    /** A start that fails because the task is being stopped is no failure. */
    private TaskLife failing(Happening.Failed h) {
        if (failure.isPresent() || stopping()) {
            return this;
        }
        return new TaskLife(
                taskId,
                interfaceId,
                namespace,
                network,
                containers,
                times,
                Optional.of(new StartFailure(h.code(), h.message())));
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
        List<ContainerLife> next = new ArrayList<>(containers.size());
        for (ContainerLife c : containers) {
            next.add(c.name().equals(container) ? change.apply(c) : c);
        }
        return new TaskLife(taskId, interfaceId, namespace, network, next, times, failure);
    }

    private TaskLife with(Step step, UnaryOperator<ContainerLife> change) {
        return with(step.container(), change);
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
        boolean over = times.executionStoppedAt().isPresent();
        ContainerPhase phase =
                switch (c.run()) {
                    case NEW, STARTING -> over ? ContainerPhase.STOPPED : ContainerPhase.PENDING;
                    case RUNNING -> ContainerPhase.RUNNING;
                    case ENDED -> ContainerPhase.STOPPED;
                };
        return new TaskReport.ContainerReport(
                c.name(),
                c.runtimeId(),
                phase,
                c.imageDigest(),
                c.exitCode(),
                c.reason(),
                TaskReport.Health.UNKNOWN,
                0,
                c.startedAt(),
                c.finishedAt());
    }
}
