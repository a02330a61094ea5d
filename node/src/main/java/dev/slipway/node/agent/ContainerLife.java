package dev.slipway.node.agent;

import dev.slipway.nodelink.ContainerPlan;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A container as the agent sees it.
 *
 * @param body the container itself, from creation to removal
 * @param reason as ECS words it; empty for none
 */
record ContainerLife(
        String name,
        String runtimeId,
        boolean essential,
        int stopTimeoutSeconds,
        Piece image,
        Piece log,
        Piece body,
        Run run,
        String imageDigest,
        Optional<Instant> startedAt,
        Optional<Instant> finishedAt,
        OptionalInt exitCode,
        String reason,
        Optional<Instant> stopSentAt,
        Optional<Instant> killSentAt) {

    enum Run {
        NEW,
        STARTING,
        RUNNING,
        ENDED
    }

    static ContainerLife fresh(ContainerPlan plan, String taskId) {
        return new ContainerLife(
                plan.name(),
                RuntimeIds.of(taskId, plan.name()),
                plan.essential(),
                plan.lifecycle().stopTimeoutSeconds(),
                Piece.ABSENT,
                plan.log().isPresent() ? Piece.ABSENT : Piece.READY,
                Piece.ABSENT,
                Run.NEW,
                "",
                Optional.empty(),
                Optional.empty(),
                OptionalInt.empty(),
                "",
                Optional.empty(),
                Optional.empty());
    }

    ContainerLife planned(ContainerPlan plan) {
        return plan.essential() == essential
                        && plan.lifecycle().stopTimeoutSeconds() == stopTimeoutSeconds
                ? this
                : new ContainerLife(
                        name,
                        runtimeId,
                        plan.essential(),
                        plan.lifecycle().stopTimeoutSeconds(),
                        image,
                        log,
                        body,
                        run,
                        imageDigest,
                        startedAt,
                        finishedAt,
                        exitCode,
                        reason,
                        stopSentAt,
                        killSentAt);
    }

    boolean alive() {
        return run == Run.STARTING || run == Run.RUNNING;
    }

    boolean hasStarted() {
        return startedAt.isPresent();
    }

    ContainerLife withImage(Piece next) {
        return copy(next, log, body, run, imageDigest, reason);
    }

    ContainerLife fetched(String digest) {
        return copy(Piece.READY, log, body, run, digest, reason);
    }

    ContainerLife withLog(Piece next) {
        return copy(image, next, body, run, imageDigest, reason);
    }

    ContainerLife withBody(Piece next) {
        return copy(image, log, next, run, imageDigest, reason);
    }

    ContainerLife withRun(Run next) {
        return copy(image, log, body, next, imageDigest, reason);
    }

    ContainerLife withReason(String why) {
        return copy(image, log, body, run, imageDigest, why);
    }

    private ContainerLife copy(
            Piece image, Piece log, Piece body, Run run, String imageDigest, String reason) {
        return new ContainerLife(
                name,
                runtimeId,
                essential,
                stopTimeoutSeconds,
                image,
                log,
                body,
                run,
                imageDigest,
                startedAt,
                finishedAt,
                exitCode,
                reason,
                stopSentAt,
                killSentAt);
    }

    /** An end that was told before the start was is not undone by it. */
    ContainerLife started(Instant at) {
        return life(
                run == Run.ENDED ? Run.ENDED : Run.RUNNING,
                Optional.of(startedAt.filter(known -> known.isBefore(at)).orElse(at)),
                finishedAt,
                exitCode,
                reason);
    }

    ContainerLife ended(OptionalInt code, String why, Instant at) {
        return life(
                Run.ENDED,
                Optional.of(startedAt.orElse(at)),
                Optional.of(at),
                code,
                why.isEmpty() ? reason : why);
    }

    private ContainerLife life(
            Run run,
            Optional<Instant> startedAt,
            Optional<Instant> finishedAt,
            OptionalInt exitCode,
            String reason) {
        return new ContainerLife(
                name,
                runtimeId,
                essential,
                stopTimeoutSeconds,
                image,
                log,
                body,
                run,
                imageDigest,
                startedAt,
                finishedAt,
                exitCode,
                reason,
                stopSentAt,
                killSentAt);
    }

    ContainerLife stopSent(Instant at) {
        return signalled(Optional.of(at), killSentAt);
    }

    ContainerLife killSent(Instant at) {
        return signalled(stopSentAt, Optional.of(at));
    }

    private ContainerLife signalled(Optional<Instant> stopSentAt, Optional<Instant> killSentAt) {
        return new ContainerLife(
                name,
                runtimeId,
                essential,
                stopTimeoutSeconds,
                image,
                log,
                body,
                run,
                imageDigest,
                startedAt,
                finishedAt,
                exitCode,
                reason,
                stopSentAt,
                killSentAt);
    }
}
