package dev.slipway.node.agent;

import dev.slipway.node.agent.ContainerLife.Run;
import dev.slipway.nodelink.ContainerPlan;
import dev.slipway.nodelink.TaskPlan;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What to do next for a task. Pure: the same life, wish and moment give the same steps. */
final class Decisions {
    /** A kill that did not end a container (it sits in the kernel) is sent again that often. */
    static final Duration KILL_AGAIN = Duration.ofSeconds(5);

    private Decisions() {}

    static List<Step> decide(TaskLife life, Wish wish, Instant now) {
        List<Step> steps = new ArrayList<>();
        if (life.stopped()) {
            if (wish instanceof Wish.Gone) {
                steps.add(new Step.Forget(life.taskId()));
            }
            return steps;
        }
        removeEnded(life, now, steps);
        if (life.mustStop(wish)) {
            windDown(life, now, steps);
        } else if (wish instanceof Wish.Run run) {
            bringUp(life, run.plan(), steps);
        }
        return steps;
    }

    /** Containers that are over or broken go, whatever becomes of the task. */
    private static void removeEnded(TaskLife life, Instant now, List<Step> steps) {
        for (ContainerLife c : life.containers()) {
            boolean over = c.run() == Run.ENDED && c.body().is(Piece.State.READY);
            if (over || c.body().is(Piece.State.BROKEN)) {
                remove(life, c, now, steps);
            }
        }
    }

    private static void remove(TaskLife life, ContainerLife c, Instant now, List<Step> steps) {
        if (c.body().notBefore().isAfter(now)) {
            steps.add(new Step.LookAgain(life.taskId(), c.body().notBefore()));
        } else {
            steps.add(new Step.RemoveContainer(life.taskId(), c.name()));
        }
    }

    /** All that can run side by side does; only what needs another piece waits for it. */
    private static void bringUp(TaskLife life, TaskPlan plan, List<Step> steps) {
        boolean namespaceReady = life.namespace().is(Piece.State.READY);
        if (life.namespace().toBeMade()) {
            steps.add(new Step.OpenNamespace(plan));
        }
        if (namespaceReady && life.network().toBeMade()) {
            steps.add(new Step.AttachNetwork(plan));
        }
        for (ContainerPlan container : plan.containers()) {
            Optional<ContainerLife> found = container(life, container.name());
            if (found.isEmpty()) {
                continue;
            }
            ContainerLife c = found.get();
            if (c.run() == Run.NEW && c.image().is(Piece.State.ABSENT)) {
                steps.add(new Step.FetchImage(plan, container));
            }
            if (c.run() == Run.NEW && c.log().is(Piece.State.ABSENT)) {
                steps.add(new Step.OpenLog(plan, container));
            }
            if (c.run() == Run.NEW
                    && c.body().is(Piece.State.ABSENT)
                    && c.image().is(Piece.State.READY)
                    && namespaceReady) {
                steps.add(new Step.CreateContainer(plan, container, c.runtimeId()));
            }
        }
        startNext(life, steps);
    }

    /** In the order of the definition, each after the one before it has started. */
    private static void startNext(TaskLife life, List<Step> steps) {
        if (!life.network().is(Piece.State.READY)) {
            return;
        }
        for (ContainerLife c : life.containers()) {
            boolean ready = c.body().is(Piece.State.READY) && c.log().is(Piece.State.READY);
            if (c.run() == Run.NEW && !ready) {
                return;
            }
        }
        for (ContainerLife c : life.containers()) {
            if (c.run() == Run.STARTING) {
                return;
            }
            if (c.run() == Run.NEW) {
                steps.add(new Step.StartContainer(life.taskId(), c.name()));
                return;
            }
        }
    }

    private static void windDown(TaskLife life, Instant now, List<Step> steps) {
        boolean bodiesLeft = false;
        for (ContainerLife c : life.containers()) {
            if (c.run() == Run.RUNNING) {
                stop(life, c, now, steps);
            } else if (c.run() == Run.NEW && c.body().is(Piece.State.READY)) {
                remove(life, c, now, steps);
            }
            bodiesLeft |= c.body().there();
        }
        // The task's own things hold its containers, so they go last.
        if (!bodiesLeft) {
            detach(life, now, steps);
        }
    }

    private static void stop(TaskLife life, ContainerLife c, Instant now, List<Step> steps) {
        if (c.stopSentAt().isEmpty()) {
            steps.add(new Step.StopContainer(life.taskId(), c.name()));
            steps.add(new Step.LookAgain(life.taskId(), now.plusSeconds(c.stopTimeoutSeconds())));
            return;
        }
        Instant killAt =
                c.killSentAt()
                        .map(at -> at.plus(KILL_AGAIN))
                        .orElse(c.stopSentAt().get().plusSeconds(c.stopTimeoutSeconds()));
        if (killAt.isAfter(now)) {
            steps.add(new Step.LookAgain(life.taskId(), killAt));
        } else {
            steps.add(new Step.KillContainer(life.taskId(), c.name()));
            steps.add(new Step.LookAgain(life.taskId(), now.plus(KILL_AGAIN)));
        }
    }

    private static void detach(TaskLife life, Instant now, List<Step> steps) {
        Piece namespace = life.namespace();
        Piece network = life.network();
        if (!namespace.there() && !network.there()) {
            return;
        }
        if (busy(namespace) || busy(network)) {
            return;
        }
        Instant notBefore =
                namespace.notBefore().isAfter(network.notBefore())
                        ? namespace.notBefore()
                        : network.notBefore();
        if (notBefore.isAfter(now)) {
            steps.add(new Step.LookAgain(life.taskId(), notBefore));
        } else {
            steps.add(new Step.DetachNetwork(life.taskId(), life.interfaceId()));
        }
    }

    private static boolean busy(Piece piece) {
        return piece.is(Piece.State.MAKING) || piece.is(Piece.State.REMOVING);
    }

    private static Optional<ContainerLife> container(TaskLife life, String name) {
        return life.containers().stream().filter(c -> c.name().equals(name)).findFirst();
    }
}
