package dev.slipway.node.agent;

import dev.slipway.nodelink.ContainerPlan;
import dev.slipway.nodelink.TaskPlan;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** A task's life moved on by hand, as the agent would: settled, decided and begun at each look. */
final class Lives {
    private final TaskPlan plan;
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private Wish wish;
    private TaskLife life;
    private final List<Step> asked = new ArrayList<>();

    private Lives(TaskPlan plan, TaskLife life) {
        this.plan = plan;
        this.life = life;
        this.wish = new Wish.Run(plan);
    }

    /** Nothing is made. */
    static Lives fresh(TaskPlan plan) {
        return new Lives(plan, TaskLife.fresh(plan));
    }

    /** All is made; nothing has started. */
    static Lives ready(TaskPlan plan) {
        TaskLife life = TaskLife.fresh(plan).withNamespace(Piece.READY).withNetwork(Piece.READY);
        for (ContainerPlan c : plan.containers()) {
            life = life.with(c.name(), x -> x.with(x.parts().fetched("sha256:1", "").whole()));
        }
        return new Lives(plan, life);
    }

    TaskLife life() {
        return life;
    }

    Instant now() {
        return now;
    }

    ContainerLife container(String name) {
        return life.containers().stream()
                .filter(c -> c.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    Lives wish(Wish next) {
        wish = next;
        return this;
    }

    Lives pass(int seconds) {
        now = now.plus(Duration.ofSeconds(seconds));
        return this;
    }

    /** One look; what it asks of a machine, without the moments to look again. */
    List<Step> look() {
        life = life.settled(wish, now);
        List<Step> steps = Decisions.decide(life, wish, now);
        for (Step step : steps) {
            life = life.begun(step, now);
        }
        asked.clear();
        asked.addAll(steps);
        return steps.stream().filter(s -> !(s instanceof Step.LookAgain)).toList();
    }

    /** When the newest look wanted to be repeated. */
    List<Instant> again() {
        return asked.stream()
                .filter(s -> s instanceof Step.LookAgain)
                .map(s -> ((Step.LookAgain) s).at())
                .toList();
    }

    Lives tell(Happening happening) {
        life = life.after(happening, now);
        return this;
    }

    Lives started(String... names) {
        for (String name : names) {
            tell(new Happening.Started(plan.id(), name, now));
        }
        return this;
    }

    Lives ended(String name, int code) {
        return tell(new Happening.Ended(plan.id(), name, OptionalInt.of(code), "", now));
    }

    Lives checked(String name, boolean passed) {
        return tell(new Happening.Checked(plan.id(), name, passed, now));
    }

    Lives done(Step step) {
        return tell(new Happening.Done(step));
    }

    Lives failed(Step step) {
        return tell(new Happening.Failed(step, "SomeError", "no luck"));
    }

    /** The server has died and comes back to what the machine still has. */
    Lives crashed(Remains.Container... there) {
        life =
                Adoption.adopt(
                        LifeText.read(LifeText.write(life)),
                        Optional.of(new Remains(plan.id(), plan.interfaceId(), List.of(there))),
                        now);
        wish = new Wish.Unknown();
        return this;
    }

    /** The plan comes again after a crash; the network is found whole. */
    Lives planned() {
        life = life.joined(plan).withNamespace(Piece.READY).withNetwork(Piece.READY);
        wish = new Wish.Run(plan);
        return this;
    }

    Step start(String name) {
        return new Step.StartContainer(plan.id(), name);
    }

    Step stop(String name) {
        return new Step.StopContainer(plan.id(), name);
    }

    Step kill(String name) {
        return new Step.KillContainer(plan.id(), name);
    }

    Step remove(String name) {
        return new Step.RemoveContainer(plan.id(), name);
    }

    Step renew(String name) {
        return new Step.RenewContainer(plan.id(), name);
    }

    static Remains.Container running(String name, Instant startedAt) {
        return new Remains.Container(
                name, Optional.of(startedAt), Optional.empty(), OptionalInt.empty(), "");
    }

    static Remains.Container ended(String name, Instant startedAt, Instant at, int code) {
        return new Remains.Container(
                name, Optional.of(startedAt), Optional.of(at), OptionalInt.of(code), "");
    }

    static Remains.Container unstarted(String name) {
        return new Remains.Container(
                name, Optional.empty(), Optional.empty(), OptionalInt.empty(), "");
    }
}
