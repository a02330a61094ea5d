package dev.slipway.node.agent;

import dev.slipway.node.agent.Course.Run;
import dev.slipway.nodelink.ContainerPlan;
import dev.slipway.nodelink.ContainerPlan.HealthCheck;
import dev.slipway.nodelink.ContainerPlan.Lifecycle;
import dev.slipway.nodelink.ContainerPlan.RestartPolicy;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;

/**
 * A container as the agent sees it.
 *
 * @param lifecycle as the plan has it; without the health check until a plan has come
 */
record ContainerLife(
        String name,
        String runtimeId,
        boolean essential,
        Lifecycle lifecycle,
        Parts parts,
        Course course,
        Signals signals,
        HealthLife health) {

    static ContainerLife fresh(ContainerPlan plan, String taskId) {
        Parts parts = plan.log().isPresent() ? Parts.NONE : Parts.NONE.withLog(Piece.READY);
        return new ContainerLife(
                plan.name(),
                RuntimeIds.of(taskId, plan.name()),
                plan.essential(),
                plan.lifecycle(),
                parts,
                Course.NEW,
                Signals.NONE,
                HealthLife.UNKNOWN);
    }

    ContainerLife planned(ContainerPlan plan) {
        return new ContainerLife(
                name,
                runtimeId,
                plan.essential(),
                plan.lifecycle(),
                parts,
                course,
                signals,
                health);
    }

    Piece image() {
        return parts.image();
    }

    Piece log() {
        return parts.log();
    }

    Piece body() {
        return parts.body();
    }

    boolean is(Run run) {
        return course.is(run);
    }

    boolean alive() {
        return course.alive();
    }

    boolean hasStarted() {
        return course.hasStarted();
    }

    /** It is over without ever having run. */
    boolean neverStarted() {
        return is(Run.ENDED) && !hasStarted();
    }

    ContainerLife with(Parts next) {
        return new ContainerLife(
                name, runtimeId, essential, lifecycle, next, course, signals, health);
    }

    ContainerLife with(Course next) {
        return new ContainerLife(
                name, runtimeId, essential, lifecycle, parts, next, signals, health);
    }

    ContainerLife with(Signals next) {
        return new ContainerLife(
                name, runtimeId, essential, lifecycle, parts, course, next, health);
    }

    ContainerLife with(HealthLife next) {
        return new ContainerLife(
                name, runtimeId, essential, lifecycle, parts, course, signals, next);
    }

    ContainerLife image(UnaryOperator<Piece> change) {
        return with(parts.withImage(change.apply(parts.image())));
    }

    ContainerLife log(UnaryOperator<Piece> change) {
        return with(parts.withLog(change.apply(parts.log())));
    }

    ContainerLife body(UnaryOperator<Piece> change) {
        return with(parts.withBody(change.apply(parts.body())));
    }

    ContainerLife started(Instant at) {
        ContainerLife next = with(course.started(at));
        boolean again = next.course.restarts() > course.restarts();
        return again ? next.with(health.startedAgain(at)) : next;
    }

    /** An end is told once; it is final unless the restart policy has it run again. */
    ContainerLife ended(OptionalInt code, String why, Instant at) {
        if (is(Run.ENDED) || is(Run.AGAIN)) {
            return this;
        }
        return with(course.ended(code, why, at, runsAgain(code, at) ? Run.AGAIN : Run.ENDED));
    }

    /** How it ended must be known, and it must have run for the attempt period. */
    private boolean runsAgain(OptionalInt code, Instant at) {
        Optional<RestartPolicy> policy = lifecycle.restartPolicy();
        return policy.isPresent()
                && is(Run.RUNNING)
                && code.isPresent()
                && !policy.get().ignoredExitCodes().contains(code.getAsInt())
                && course.ranUntil(at).toSeconds() >= policy.get().attemptPeriodSeconds();
    }

    /** Ready to be started again, unless that is not wanted any more. */
    ContainerLife renewed() {
        return body(b -> Piece.READY).with(is(Run.AGAIN) ? course.to(Run.NEW) : course);
    }

    /** Its task is being stopped: it does not start again. */
    ContainerLife notAgain() {
        boolean between = is(Run.AGAIN) || (is(Run.NEW) && hasStarted());
        return between ? with(course.to(Run.ENDED)) : this;
    }

    /** The check that is to be made now or later, while it runs. */
    Optional<HealthCheck> checked() {
        return is(Run.RUNNING) ? lifecycle.healthCheck() : Optional.empty();
    }

    ContainerLife answered(boolean passed, Instant at) {
        boolean ofThisRun =
                health.askedAt().filter(asked -> course.ranUntil(asked).isPositive()).isPresent();
        return checked()
                .filter(check -> ofThisRun)
                .map(
                        check ->
                                with(
                                        health.answered(
                                                passed, at, check, course.startedAt().orElse(at))))
                .orElseGet(() -> with(health.unasked()));
    }
}
