package dev.slipway.node.agent;

import dev.slipway.node.agent.Course.Run;
import dev.slipway.nodelink.ContainerPlan;
import dev.slipway.nodelink.ContainerPlan.HealthCheck;
import dev.slipway.nodelink.TaskPlan;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What to do next for a task. Pure: the same life, wish and moment give the same steps. */
final class Decisions {
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
            startNext(life, steps);
            check(life, now, steps);
        }
        return steps;
    }

    /** Containers that are over or broken go, whatever becomes of the task. */
    private static void removeEnded(TaskLife life, Instant now, List<Step> steps) {
        for (ContainerLife c : life.containers()) {
            boolean over = c.is(Run.ENDED) && c.body().is(Piece.State.READY);
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
            if (c.is(Run.NEW) && c.image().is(Piece.State.ABSENT)) {
                steps.add(new Step.FetchImage(plan, container));
            }
            if (c.is(Run.NEW) && c.log().is(Piece.State.ABSENT)) {
                steps.add(new Step.OpenLog(plan, container));
            }
            if (c.is(Run.NEW)
                    && c.body().is(Piece.State.ABSENT)
                    && c.image().is(Piece.State.READY)
                    && namespaceReady) {
                steps.add(new Step.CreateContainer(plan, container, c.runtimeId()));
            }
        }
    }

    /**
     * No container starts for the first time before all are ready to, so that what cannot be had is
     * found before anything runs. Those that wait for nothing start side by side, in the order of
     * the definition.
     */
    private static void startNext(TaskLife life, List<Step> steps) {
        List<ContainerLife> all = life.containers();
        boolean allReady =
                all.stream()
                        .filter(c -> c.is(Run.NEW) && !c.hasStarted())
                        .allMatch(c -> c.parts().startable());
        for (ContainerLife c : all) {
            if (c.is(Run.AGAIN) && c.body().is(Piece.State.READY)) {
                steps.add(new Step.RenewContainer(life.taskId(), c.name()));
            }
            if (!c.is(Run.NEW)) {
                continue;
            }
            boolean ready = c.hasStarted() ? c.parts().startable() : allReady;
            if (c.hasStarted() || Order.mayStart(all, c)) {
                if (ready && life.network().is(Piece.State.READY)) {
                    steps.add(new Step.StartContainer(life.taskId(), c.name()));
                }
            } else {
                Order.patience(all, c)
                        .ifPresent(at -> steps.add(new Step.LookAgain(life.taskId(), at)));
            }
        }
    }

    /** One check at a time, an interval after the start and after the check before. */
    private static void check(TaskLife life, Instant now, List<Step> steps) {
        for (ContainerLife c : life.containers()) {
            if (c.checked().isEmpty() || c.health().askedAt().isPresent()) {
                continue;
            }
            HealthCheck check = c.checked().get();
            Instant due = c.health().dueAt(check, c.course().startedAt().orElse(now));
            steps.add(
                    due.isAfter(now)
                            ? new Step.LookAgain(life.taskId(), due)
                            : new Step.CheckContainer(life.taskId(), c.name(), check));
        }
    }

    private static void windDown(TaskLife life, Instant now, List<Step> steps) {
        boolean bodiesLeft = false;
        for (ContainerLife c : life.containers()) {
            if (c.is(Run.RUNNING)) {
                stop(life, c, now, steps);
            } else if (c.is(Run.NEW) && c.body().is(Piece.State.READY)) {
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
        int timeout = c.lifecycle().stopTimeoutSeconds();
        Optional<Instant> stopSent = c.signals().stopAt();
        if (stopSent.isEmpty()) {
            if (Order.mayStop(life.containers(), c, now)) {
                steps.add(new Step.StopContainer(life.taskId(), c.name()));
                steps.add(new Step.LookAgain(life.taskId(), now.plusSeconds(timeout)));
            }
            return;
        }
        Instant killAt = c.signals().nextKill(stopSent.get(), timeout);
        if (killAt.isAfter(now)) {
            steps.add(new Step.LookAgain(life.taskId(), killAt));
        } else {
            steps.add(new Step.KillContainer(life.taskId(), c.name()));
            steps.add(new Step.LookAgain(life.taskId(), now.plus(Signals.KILL_AGAIN)));
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
