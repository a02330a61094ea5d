package dev.slipway.node.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.node.simulated.Plans;
import dev.slipway.nodelink.ContainerPlan;
import dev.slipway.nodelink.TaskPlan;
import dev.slipway.nodelink.TaskReport.Phase;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** The table of decisions, row by row: what is seen and wanted, and which steps follow. */
class DecisionsTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final ContainerPlan web =
            Plans.with(Plans.container("web", true), "web:latest", Map.of(), true);
    private final ContainerPlan side = Plans.container("side", false);
    private final TaskPlan plan = Plans.task(1, web, side);
    private final Wish run = new Wish.Run(plan);
    private final Wish stop = new Wish.Stop();
    private final TaskLife fresh = TaskLife.fresh(plan);

    @Test
    void atFirstNamespaceImagesAndLogAreBegunSideBySide() {
        assertThat(decide(fresh, run))
                .containsExactly(
                        new Step.OpenNamespace(plan),
                        new Step.FetchImage(plan, web),
                        new Step.OpenLog(plan, web),
                        new Step.FetchImage(plan, side));
    }

    @Test
    void whatIsUnderWayIsNotBegunAgain() {
        assertThat(decide(begun(fresh, decide(fresh, run)), run)).isEmpty();
    }

    @Test
    void networkAndContainersNeedTheNamespaceOnly() {
        TaskLife life =
                begun(fresh, decide(fresh, run))
                        .after(new Happening.Fetched(plan.id(), "web", "sha256:1", ""), NOW)
                        .after(new Happening.Done(new Step.OpenNamespace(plan)), NOW);
        assertThat(decide(life, run))
                .containsExactly(
                        new Step.AttachNetwork(plan),
                        new Step.CreateContainer(plan, web, RuntimeIds.of(plan.id(), "web")));
    }

    @Test
    void whatItsOwnerShouldKnowOfTheImageIsTheContainersReasonUntilItsEndHasOne() {
        TaskLife told =
                fresh.after(new Happening.Fetched(plan.id(), "web", "sha256:1", "a copy"), NOW);
        assertThat(told.report().containers().getFirst().reason()).isEqualTo("a copy");
        TaskLife ran = told.after(new Happening.Started(plan.id(), "web", NOW), NOW);
        assertThat(ran.report().containers().getFirst().reason()).isEqualTo("a copy");
        TaskLife killed =
                ran.after(
                        new Happening.Ended(plan.id(), "web", OptionalInt.of(137), "killed", NOW),
                        NOW);
        assertThat(killed.report().containers().getFirst().reason()).isEqualTo("killed");
    }

    @Test
    void containersThatWaitForNothingStartSideBySideOnceAllAreReady() {
        TaskLife almost = ready().with("side", c -> c.body(b -> b.now(Piece.State.MAKING)));
        assertThat(decide(almost, run)).isEmpty();
        assertThat(decide(ready(), run)).containsExactly(start("web"), start("side"));
        assertThat(decide(begun(ready(), decide(ready(), run)), run)).isEmpty();
    }

    @Test
    void nothingStartsBeforeTheNetworkOrTheLogIsReady() {
        assertThat(decide(ready().withNetwork(Piece.ABSENT.now(Piece.State.MAKING)), run))
                .isEmpty();
        assertThat(decide(ready().with("web", c -> c.log(l -> l.now(Piece.State.MAKING))), run))
                .isEmpty();
    }

    @Test
    void aStopSignalsWhatRunsAndLooksAgainWhenItIsTimeToKill() {
        assertThat(decide(running(), stop))
                .containsExactly(
                        new Step.StopContainer(plan.id(), "web"),
                        new Step.LookAgain(plan.id(), NOW.plusSeconds(5)),
                        new Step.StopContainer(plan.id(), "side"),
                        new Step.LookAgain(plan.id(), NOW.plusSeconds(5)));
        TaskLife stopping = begun(running().settled(stop, NOW), decide(running(), stop));
        assertThat(Decisions.decide(stopping, stop, NOW.plusSeconds(5)))
                .contains(
                        new Step.KillContainer(plan.id(), "web"),
                        new Step.KillContainer(plan.id(), "side"));
    }

    @Test
    void theEndOfAnEssentialContainerStopsTheOthersWhateverIsWanted() {
        TaskLife life = running().after(ended("web", 1), NOW).settled(run, NOW);
        assertThat(decide(life, run))
                .contains(
                        new Step.RemoveContainer(plan.id(), "web"),
                        new Step.StopContainer(plan.id(), "side"));
        assertThat(life.phase()).isEqualTo(Phase.STOPPING);
    }

    @Test
    void aContainerThatIsBeingCreatedIsWaitedForAndThenRemovedUnstarted() {
        TaskLife creating = ready().with("web", c -> c.body(b -> b.now(Piece.State.MAKING)));
        assertThat(decide(creating, stop))
                .containsExactly(new Step.RemoveContainer(plan.id(), "side"));
        Step.CreateContainer create =
                new Step.CreateContainer(plan, web, RuntimeIds.of(plan.id(), "web"));
        assertThat(decide(creating.after(new Happening.Done(create), NOW), stop))
                .contains(new Step.RemoveContainer(plan.id(), "web"));
    }

    @Test
    void theNetworkGoesLastAndThenTheTaskIsStopped() {
        TaskLife bare =
                ready().with("web", c -> c.body(b -> Piece.ABSENT))
                        .with("side", c -> c.body(b -> Piece.ABSENT));
        Step detach = new Step.DetachNetwork(plan.id(), plan.interfaceId());
        assertThat(decide(bare, stop)).containsExactly(detach);
        TaskLife gone = bare.after(new Happening.Done(detach), NOW).settled(stop, NOW);
        assertThat(gone.phase()).isEqualTo(Phase.STOPPED);
        assertThat(decide(gone, stop)).isEmpty();
        assertThat(decide(gone, run)).isEmpty();
        assertThat(decide(gone, new Wish.Gone())).containsExactly(new Step.Forget(plan.id()));
    }

    @Test
    void aRemovalThatFailedIsTriedAgainAfterAPauseThatGrows() {
        Step remove = new Step.RemoveContainer(plan.id(), "side");
        TaskLife once =
                running()
                        .after(ended("side", 0), NOW)
                        .begun(remove, NOW)
                        .after(new Happening.Failed(remove, "X", "busy"), NOW);
        assertThat(decide(once, run))
                .containsExactly(new Step.LookAgain(plan.id(), NOW.plusSeconds(1)));
        assertThat(Decisions.decide(once, run, NOW.plusSeconds(1))).containsExactly(remove);
        TaskLife twice =
                once.begun(remove, NOW).after(new Happening.Failed(remove, "X", "busy"), NOW);
        assertThat(decide(twice, run))
                .containsExactly(new Step.LookAgain(plan.id(), NOW.plusSeconds(2)));
        assertThat(twice.failure()).isEmpty();
    }

    @Test
    void theFirstFailureIsTheOneThatIsTold() {
        TaskLife life =
                fresh.after(
                                new Happening.Failed(
                                        new Step.FetchImage(plan, web), "CannotPull", "first"),
                                NOW)
                        .after(
                                new Happening.Failed(
                                        new Step.FetchImage(plan, side), "CannotPull", "second"),
                                NOW);
        assertThat(life.failure().orElseThrow().message()).isEqualTo("first");
    }

    @Test
    void withoutAPlanWhatRunsGoesOnAndNothingIsBegun() {
        assertThat(decide(running(), new Wish.Unknown())).isEmpty();
        assertThat(decide(fresh, new Wish.Unknown())).isEmpty();
    }

    @Test
    void anEndToldBeforeTheStartIsNotUndoneByIt() {
        TaskLife life =
                ready().begun(start("web"), NOW)
                        .after(ended("web", 0), NOW.plusSeconds(1))
                        .after(new Happening.Started(plan.id(), "web", NOW), NOW.plusSeconds(1))
                        .settled(run, NOW.plusSeconds(1));
        assertThat(life.phase()).isEqualTo(Phase.DEPROVISIONING);
        assertThat(life.containers().getFirst().course().startedAt()).contains(NOW);
    }

    private List<Step> decide(TaskLife life, Wish wish) {
        return Decisions.decide(life, wish, NOW);
    }

    private static TaskLife begun(TaskLife life, List<Step> steps) {
        TaskLife next = life;
        for (Step step : steps) {
            next = next.begun(step, NOW);
        }
        return next;
    }

    private TaskLife ready() {
        TaskLife life = fresh.withNamespace(Piece.READY).withNetwork(Piece.READY);
        for (String name : List.of("web", "side")) {
            life = life.with(name, c -> c.with(c.parts().fetched("sha256:1", "").whole()));
        }
        return life;
    }

    private TaskLife running() {
        return ready().after(new Happening.Started(plan.id(), "web", NOW), NOW)
                .after(new Happening.Started(plan.id(), "side", NOW), NOW);
    }

    private Step start(String container) {
        return new Step.StartContainer(plan.id(), container);
    }

    private Happening ended(String container, int code) {
        return new Happening.Ended(plan.id(), container, OptionalInt.of(code), "", NOW);
    }
}
