package dev.slipway.node.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.node.simulated.Plans;
import dev.slipway.nodelink.ContainerPlan;
import dev.slipway.nodelink.TaskPlan;
import dev.slipway.nodelink.TaskReport.ContainerPhase;
import dev.slipway.nodelink.TaskReport.ContainerReport;
import dev.slipway.nodelink.TaskReport.Phase;
import java.time.Instant;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** Which ends are final, and which are followed by a new start. */
class RestartTest {
    private final ContainerPlan web = Plans.restarted(Plans.container("web", true), 60, 0, 7);
    private final TaskPlan plan = Plans.task(1, web);

    @Test
    void anEndAfterTheAttemptPeriodIsFollowedByRenewalAndStart() {
        Lives lives = running();
        Instant firstStart = lives.now();
        assertThat(lives.pass(60).ended("web", 1).look()).containsExactly(lives.renew("web"));
        assertThat(lives.look()).isEmpty();
        assertThat(lives.done(lives.renew("web")).look()).containsExactly(lives.start("web"));
        lives.pass(1).started("web").look();
        ContainerReport told = told(lives);
        assertThat(told.restarts()).isEqualTo(1);
        assertThat(told.startedAt()).contains(lives.now());
        assertThat(lives.life().times().startedAt()).contains(firstStart);
        assertThat(lives.life().phase()).isEqualTo(Phase.RUNNING);
    }

    @Test
    void betweenTwoRunsItIsToldAsRunning() {
        Lives lives = running();
        lives.pass(60).ended("web", 1).look();
        assertThat(told(lives).phase()).isEqualTo(ContainerPhase.RUNNING);
        assertThat(told(lives).exitCode()).isEmpty();
        assertThat(told(lives).finishedAt()).isEmpty();
        lives.done(lives.renew("web")).look();
        assertThat(told(lives).phase()).isEqualTo(ContainerPhase.RUNNING);
        assertThat(told(lives).restarts()).isZero();
    }

    @Test
    void anEndBeforeTheAttemptPeriodIsFinal() {
        Lives lives = running();
        assertThat(lives.pass(59).ended("web", 1).look()).containsExactly(lives.remove("web"));
        assertThat(told(lives).exitCode()).hasValue(1);
        assertThat(lives.life().phase()).isEqualTo(Phase.DEPROVISIONING);
    }

    @Test
    void thePeriodCountsFromTheNewestStart() {
        Lives lives = running();
        lives.pass(100).ended("web", 1).look();
        lives.done(lives.renew("web")).look();
        lives.started("web").look();
        assertThat(lives.pass(59).ended("web", 2).look()).containsExactly(lives.remove("web"));
        assertThat(told(lives).exitCode()).hasValue(2);
        assertThat(told(lives).restarts()).isEqualTo(1);
    }

    @Test
    void anIgnoredExitCodeIsFinal() {
        Lives lives = running();
        assertThat(lives.pass(1000).ended("web", 7).look()).containsExactly(lives.remove("web"));
    }

    @Test
    void anEndOfWhichNobodyKnowsTheExitCodeIsFinal() {
        Lives lives = running().pass(1000);
        lives.tell(new Happening.Ended(plan.id(), "web", OptionalInt.empty(), "lost", lives.now()));
        assertThat(lives.look()).containsExactly(lives.remove("web"));
    }

    @Test
    void anEndThatIsToldBeforeItsStartIsFinalAndItsStartIsCounted() {
        Lives lives = running();
        lives.pass(60).ended("web", 1).look();
        lives.done(lives.renew("web")).look();
        lives.pass(60).ended("web", 1).started("web").look();
        assertThat(told(lives).phase()).isEqualTo(ContainerPhase.STOPPED);
        assertThat(told(lives).restarts()).isEqualTo(1);
    }

    @Test
    void aStoppedTaskRestartsNothing() {
        Lives lives = running().pass(60).wish(new Wish.Stop());
        assertThat(lives.look()).containsExactly(lives.stop("web"));
        assertThat(lives.ended("web", 143).look()).containsExactly(lives.remove("web"));
        assertThat(told(lives).restarts()).isZero();
    }

    @Test
    void aStopDuringTheRenewalEndsItWithItsLastExitCode() {
        Lives lives = running().pass(60).ended("web", 5);
        lives.look();
        assertThat(lives.wish(new Wish.Stop()).look()).isEmpty();
        assertThat(told(lives).exitCode()).hasValue(5);
        assertThat(lives.done(lives.renew("web")).look()).containsExactly(lives.remove("web"));
    }

    @Test
    void aStopDuringANewStartStopsWhatHasStarted() {
        Lives lives = running().pass(60).ended("web", 5);
        lives.look();
        lives.done(lives.renew("web")).look();
        assertThat(lives.wish(new Wish.Stop()).look()).isEmpty();
        assertThat(lives.started("web").look()).containsExactly(lives.stop("web"));
    }

    @Test
    void aRenewalOrANewStartThatFailsIsTheEndAndNoFailureToStart() {
        for (boolean renewal : new boolean[] {true, false}) {
            Lives lives = running().pass(60).ended("web", 5);
            Step step = lives.look().getFirst();
            if (!renewal) {
                step = lives.done(step).look().getFirst();
            }
            assertThat(lives.failed(step).look()).containsExactly(lives.remove("web"));
            assertThat(told(lives).exitCode()).hasValue(5);
            assertThat(told(lives).reason()).isEqualTo("SomeError: no luck");
            assertThat(lives.life().failure()).isEmpty();
            assertThat(lives.life().phase()).isEqualTo(Phase.DEPROVISIONING);
        }
    }

    @Test
    void aContainerThatWillRunAgainIsNotComplete() {
        ContainerPlan job = Plans.restarted(Plans.container("job", false), 60, 0);
        ContainerPlan main =
                Plans.dependsOn(
                        Plans.container("main", true), "job", ContainerPlan.Condition.COMPLETE);
        Lives lives = Lives.ready(Plans.task(1, job, main));
        lives.look();
        lives.started("job").pass(60).ended("job", 1);
        assertThat(lives.look()).containsExactly(lives.renew("job"));
        lives.done(lives.renew("job")).look();
        assertThat(lives.started("job").ended("job", 0).look())
                .contains(new Step.StartContainer(plan.id(), "main"));
    }

    private Lives running() {
        Lives lives = Lives.ready(plan);
        lives.look();
        lives.started("web").look();
        return lives;
    }

    private static ContainerReport told(Lives lives) {
        return lives.life().report().containers().getFirst();
    }
}
