package dev.slipway.node.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.node.simulated.Plans;
import dev.slipway.nodelink.ContainerPlan.HealthCheck;
import dev.slipway.nodelink.TaskPlan;
import dev.slipway.nodelink.TaskReport.Health;
import dev.slipway.nodelink.TaskReport.Phase;
import dev.slipway.nodelink.TaskReport.Verdict;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When a container is checked, and what its checks come to. */
class HealthTest {
    private static final HealthCheck CHECK = new HealthCheck(List.of("true"), 10, 2, 3, 0);

    @Test
    void theFirstCheckIsAnIntervalAfterTheStart() {
        Lives lives = running(CHECK);
        assertThat(lives.look()).isEmpty();
        assertThat(lives.again()).containsExactly(lives.now().plusSeconds(10));
        assertThat(lives.pass(10).look()).containsExactly(check(CHECK));
        assertThat(lives.container("web").health().report()).isEqualTo(Health.UNKNOWN);
    }

    @Test
    void theNextCheckIsAnIntervalAfterTheAnswerAndNeverBeforeIt() {
        Lives lives = running(CHECK);
        lives.pass(10).look();
        assertThat(lives.pass(100).look()).isEmpty();
        lives.checked("web", true);
        assertThat(lives.look()).isEmpty();
        assertThat(lives.again()).containsExactly(lives.now().plusSeconds(10));
        assertThat(lives.pass(10).look()).containsExactly(check(CHECK));
    }

    @Test
    void oneSuccessMakesItHealthyAndTheTimeStays() {
        Lives lives = running(CHECK);
        answer(lives, true);
        Instant since = lives.now();
        answer(lives, true);
        assertThat(health(lives)).isEqualTo(new Health(Verdict.HEALTHY, since));
    }

    @Test
    void onlyFailuresInARowMakeItUnhealthy() {
        Lives lives = running(CHECK);
        answer(lives, true);
        answer(lives, false);
        answer(lives, false);
        answer(lives, true);
        answer(lives, false);
        answer(lives, false);
        assertThat(health(lives).verdict()).isEqualTo(Verdict.HEALTHY);
        answer(lives, false);
        assertThat(health(lives)).isEqualTo(new Health(Verdict.UNHEALTHY, lives.now()));
        answer(lives, true);
        assertThat(health(lives)).isEqualTo(new Health(Verdict.HEALTHY, lives.now()));
    }

    @Test
    void anUnhealthyEssentialContainerIsToldAndRunsOn() {
        Lives lives = running(CHECK);
        for (int i = 0; i < 5; i++) {
            answer(lives, false);
        }
        assertThat(health(lives).verdict()).isEqualTo(Verdict.UNHEALTHY);
        assertThat(lives.life().phase()).isEqualTo(Phase.RUNNING);
        assertThat(lives.look()).isEmpty();
    }

    @Test
    void failuresInTheStartPeriodDoNotCount() {
        Lives lives = running(new HealthCheck(List.of("true"), 10, 2, 1, 35));
        answer(lives, false);
        answer(lives, false);
        answer(lives, false);
        assertThat(health(lives)).isEqualTo(Health.UNKNOWN);
        answer(lives, false);
        assertThat(health(lives).verdict()).isEqualTo(Verdict.UNHEALTHY);
    }

    @Test
    void aSuccessEndsTheStartPeriod() {
        Lives lives = running(new HealthCheck(List.of("true"), 10, 2, 1, 300));
        answer(lives, false);
        answer(lives, true);
        answer(lives, false);
        assertThat(health(lives).verdict()).isEqualTo(Verdict.UNHEALTHY);
    }

    @Test
    void aCheckThatCouldNotBeMadeHasFailed() {
        Lives lives = running(new HealthCheck(List.of("true"), 10, 2, 1, 0));
        Step check = lives.pass(10).look().getFirst();
        lives.failed(check);
        assertThat(health(lives).verdict()).isEqualTo(Verdict.UNHEALTHY);
    }

    @Test
    void aStoppingTaskIsNotChecked() {
        Lives lives = running(CHECK).wish(new Wish.Stop());
        assertThat(lives.pass(10).look()).containsExactly(lives.stop("web"));
        assertThat(lives.pass(1).look()).isEmpty();
    }

    @Test
    void aCheckWhoseAnswerNeverCameIsMadeAgainAfterARestart() {
        Lives lives = running(CHECK);
        answer(lives, true);
        answer(lives, false);
        answer(lives, false);
        Health before = health(lives);
        Instant startedAt = lives.container("web").course().startedAt().orElseThrow();
        assertThat(lives.pass(10).look()).hasSize(1);
        lives.crashed(Lives.running("web", startedAt));
        assertThat(lives.look()).isEmpty();
        assertThat(health(lives)).isEqualTo(before);
        assertThat(lives.planned().look()).containsExactly(check(CHECK));
        lives.checked("web", false).look();
        assertThat(health(lives)).as("failures from before are forgotten").isEqualTo(before);
    }

    @Test
    void aRunThatBeginsAnewIsJudgedAnewAndNotByACheckOfTheOldOne() {
        TaskPlan plan =
                Plans.task(
                        1, Plans.restarted(Plans.checked(Plans.container("web", true), CHECK), 60));
        Lives lives = Lives.ready(plan);
        lives.look();
        lives.started("web").pass(60);
        lives.look();
        lives.checked("web", true);
        lives.pass(10).look();
        lives.ended("web", 1);
        lives.done(lives.look().getFirst()).look();
        lives.pass(1).started("web").look();
        assertThat(health(lives)).isEqualTo(new Health(Verdict.UNKNOWN, lives.now()));
        assertThat(lives.pass(30).look()).as("the old check is still under way").isEmpty();
        lives.checked("web", true);
        assertThat(health(lives).verdict()).isEqualTo(Verdict.UNKNOWN);
        assertThat(lives.look()).containsExactly(check(CHECK));
        lives.checked("web", true);
        assertThat(health(lives).verdict()).isEqualTo(Verdict.HEALTHY);
    }

    private static Lives running(HealthCheck check) {
        Lives lives =
                Lives.ready(Plans.task(1, Plans.checked(Plans.container("web", true), check)));
        lives.look();
        lives.started("web").look();
        return lives;
    }

    private static void answer(Lives lives, boolean passed) {
        assertThat(lives.pass(10).look()).hasSize(1);
        lives.checked("web", passed).look();
    }

    private static Health health(Lives lives) {
        return lives.life().report().containers().getFirst().health();
    }

    private static Step check(HealthCheck check) {
        return new Step.CheckContainer(Plans.id(1), "web", check);
    }
}
