package dev.slipway.node.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.node.simulated.Plans;
import dev.slipway.nodelink.ContainerPlan;
import dev.slipway.nodelink.ContainerPlan.Condition;
import dev.slipway.nodelink.TaskPlan;
import dev.slipway.nodelink.TaskReport.ContainerPhase;
import dev.slipway.nodelink.TaskReport.ContainerReport;
import dev.slipway.nodelink.TaskReport.Phase;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What becomes of a life whose server died at any point of it. */
class AdoptionTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final ContainerPlan web = Plans.restarted(Plans.container("web", true), 60);
    private final TaskPlan plan = Plans.task(1, web);

    @Test
    void aLifeIsTheSameAfterItWasWrittenAndRead() {
        ContainerPlan side =
                Plans.startTimeout(
                        Plans.dependsOn(Plans.container("side", false), "web", Condition.HEALTHY),
                        90);
        Lives lives = Lives.ready(Plans.task(1, Plans.restarted(web, 60, 3, 4), side));
        lives.look();
        lives.started("web").pass(60).ended("web", 1).look();
        TaskLife life =
                lives.life().with("web", c -> c.with(c.health().answered(true, NOW, check(), NOW)));
        TaskLife read = LifeText.read(LifeText.write(life)).orElseThrow();
        assertThat(read.report()).isEqualTo(life.report());
        assertThat(read.containers().getFirst().health().passedOnce()).isTrue();
        assertThat(read.containers().stream().map(ContainerLife::lifecycle).toList())
                .isEqualTo(life.containers().stream().map(ContainerLife::lifecycle).toList());
        assertThat(LifeText.write(read)).isEqualTo(LifeText.write(life));
    }

    @Test
    void aTextThatIsNotOursIsNoLife() {
        assertThat(LifeText.read("{\"version\":1,\"containers\":[{\"run\":\"")).isEmpty();
        assertThat(LifeText.read("{\"version\":3}")).isEmpty();
        assertThat(LifeText.read("{\"version\":2,\"containers\":[{\"run\":\"ODD\"}]}")).isEmpty();
        assertThat(LifeText.read("")).isEmpty();
    }

    @Test
    void whatACommandOrTheEnvironmentSaysIsNotWritten() {
        ContainerPlan secret =
                Plans.checked(
                        Plans.with(web, "web:1", Map.of("PASSWORD", "hush-1"), false),
                        new ContainerPlan.HealthCheck(List.of("sh", "hush-2"), 5, 2, 3, 0));
        assertThat(LifeText.write(TaskLife.fresh(Plans.task(1, secret)))).doesNotContain("hush");
    }

    @Test
    void aTextOfTheFirstVersionIsStillRead() {
        TaskLife life =
                LifeText.read(
                                """
                                {"version":1,"task":"t","interface":"eni-1",
                                 "connectivityAt":"2026-01-01T00:00:00Z",
                                 "startedAt":"2026-01-01T00:00:01Z",
                                 "containers":[{"name":"web","essential":true,"stopTimeout":7,
                                  "logged":true,"run":"RUNNING","digest":"sha256:1","reason":"",
                                  "startedAt":"2026-01-01T00:00:01Z"}]}
                                """)
                        .orElseThrow();
        ContainerLife read = life.containers().getFirst();
        assertThat(read.lifecycle()).isEqualTo(ContainerPlan.Lifecycle.plain(7));
        assertThat(read.course().firstStartedAt()).contains(NOW.plusSeconds(1));
        assertThat(read.health()).isEqualTo(HealthLife.UNKNOWN);
        assertThat(life.phase()).isEqualTo(Phase.RUNNING);
    }

    @Test
    void aTaskHasStartedWhenItsContainersHadAlsoWhenThatIsSeenAfterACrash() {
        Lives lives = Lives.ready(plan);
        lives.look();
        Instant start = lives.now();
        lives.pass(7).crashed(Lives.running("web", start)).look();
        assertThat(lives.life().report().startedAt()).contains(start);
    }

    @Test
    void aLogStreamThatWasBeingOpenedIsOpenedAgain() {
        ContainerPlan logged = Plans.with(web, "web:1", Map.of(), true);
        Lives lives = Lives.fresh(Plans.task(1, logged));
        assertThat(lives.look()).hasAtLeastOneElementOfType(Step.OpenLog.class);
        lives.crashed().planned();
        assertThat(lives.look()).hasAtLeastOneElementOfType(Step.OpenLog.class);
    }

    @Test
    void aStopThatACrashMayHaveSwallowedIsSentAgain() {
        Lives lives = running();
        Instant start = lives.now();
        lives.wish(Wish.of(Plans.stopped(plan)));
        assertThat(lives.look()).containsExactly(lives.stop("web"));
        lives.pass(1).crashed(Lives.running("web", start)).wish(Wish.of(Plans.stopped(plan)));
        assertThat(lives.look()).containsExactly(lives.stop("web"));
        assertThat(lives.again()).containsExactly(lives.now().plusSeconds(5));
    }

    @Test
    void aKillThatACrashMayHaveSwallowedComesAgainInItsTime() {
        Lives lives = running();
        Instant start = lives.now();
        lives.wish(Wish.of(Plans.stopped(plan)));
        lives.look();
        assertThat(lives.pass(5).look()).containsExactly(lives.kill("web"));
        lives.crashed(Lives.running("web", start)).wish(Wish.of(Plans.stopped(plan)));
        assertThat(lives.look()).isEmpty();
        assertThat(lives.pass(5).look()).containsExactly(lives.kill("web"));
    }

    @Test
    void whatWasCreatedAndNeverStartedIsMadeAnew() {
        Lives lives = Lives.ready(plan).crashed(Lives.unstarted("web"));
        assertThat(lives.look()).containsExactly(lives.remove("web"));
        lives.done(lives.remove("web")).planned();
        assertThat(lives.look()).hasSize(1).hasOnlyElementsOfType(Step.FetchImage.class);
    }

    @Test
    void aStartThatACrashSwallowedIsMadeAnew() {
        Lives lives = Lives.ready(plan);
        assertThat(lives.look()).containsExactly(lives.start("web"));
        lives.crashed().planned();
        assertThat(lives.look())
                .as("its machine undid what never ran, so nobody lost anything")
                .hasSize(1)
                .hasOnlyElementsOfType(Step.FetchImage.class);
        assertThat(told(lives).reason()).isEmpty();
    }

    @Test
    void anEndThatCameMeanwhileIsFollowedByTheRestartThatItDeserves() {
        Lives lives = running();
        Instant start = lives.now();
        lives.pass(100).crashed(Lives.ended("web", start, start.plusSeconds(61), 1));
        assertThat(lives.look()).as("without a plan nothing is begun").isEmpty();
        assertThat(lives.planned().look()).containsExactly(lives.renew("web"));
    }

    @Test
    void anEndThatCameMeanwhileAndTooSoonIsFinal() {
        Lives lives = running();
        Instant start = lives.now();
        lives.pass(100).crashed(Lives.ended("web", start, start.plusSeconds(59), 1));
        assertThat(lives.look()).containsExactly(lives.remove("web"));
        assertThat(told(lives).exitCode()).hasValue(1);
    }

    @Test
    void aCrashBeforeTheRenewalLetsItBeDoneAgain() {
        Lives lives = running();
        Instant start = lives.now();
        lives.pass(60).ended("web", 1).look();
        lives.crashed(Lives.ended("web", start, lives.now(), 1)).planned();
        assertThat(lives.look()).containsExactly(lives.renew("web"));
        assertThat(told(lives).restarts()).isZero();
    }

    @Test
    void aCrashBetweenRenewalAndStartDoesNotCountTheRestartTwice() {
        for (boolean renewalTold : new boolean[] {true, false}) {
            Lives lives = running();
            lives.pass(60).ended("web", 1).look();
            if (renewalTold) {
                lives.done(lives.renew("web")).look();
            }
            lives.crashed(Lives.unstarted("web")).planned();
            assertThat(lives.look()).containsExactly(lives.renew("web"));
            assertThat(lives.done(lives.renew("web")).look()).containsExactly(lives.start("web"));
            lives.pass(1).started("web").look();
            assertThat(told(lives).restarts()).isEqualTo(1);
        }
    }

    @Test
    void aCrashAfterTheNewStartCountsItOnce() {
        Lives lives = running();
        lives.pass(60).ended("web", 1).look();
        lives.done(lives.renew("web")).look();
        Instant second = lives.pass(1).now();
        lives.crashed(Lives.running("web", second));
        lives.look();
        assertThat(told(lives).restarts()).isEqualTo(1);
        assertThat(told(lives).startedAt()).contains(second);
        lives.crashed(Lives.running("web", second));
        lives.look();
        assertThat(told(lives).restarts()).isEqualTo(1);
    }

    @Test
    void aNewRunThatBeganAndEndedMeanwhileCountsOnceAndIsJudgedByItsOwnLength() {
        Lives lives = running();
        lives.pass(60).ended("web", 1).look();
        lives.done(lives.renew("web")).look();
        Instant second = lives.pass(1).now();
        lives.pass(500).crashed(Lives.ended("web", second, second.plusSeconds(10), 6));
        assertThat(lives.look()).containsExactly(lives.remove("web"));
        assertThat(told(lives).restarts()).isEqualTo(1);
        assertThat(told(lives).exitCode()).hasValue(6);
    }

    @Test
    void betweenTwoRunsThereIsNothingToLose() {
        Lives lives = running();
        lives.pass(60).ended("web", 1).look();
        lives.crashed().planned();
        assertThat(lives.look()).hasSize(1).hasOnlyElementsOfType(Step.FetchImage.class);
        assertThat(told(lives).phase()).isEqualTo(ContainerPhase.RUNNING);
    }

    @Test
    void aRunningContainerThatIsGoneIsLostAndNotRestarted() {
        Lives lives = running().pass(100).crashed();
        lives.look();
        assertThat(told(lives).phase()).isEqualTo(ContainerPhase.STOPPED);
        assertThat(told(lives).exitCode()).isEmpty();
        assertThat(told(lives).reason()).isEqualTo(Adoption.LOST);
    }

    @Test
    void aStopGoesOnInItsOrderBeforeAPlanHasCome() {
        ContainerPlan db = Plans.container("db", false);
        Lives lives = Lives.ready(Plans.task(1, db, Plans.dependsOn(web, "db", Condition.START)));
        lives.look();
        lives.started("db").look();
        Instant start = lives.now();
        lives.started("web").look();
        lives.wish(new Wish.Stop()).look();
        lives.pass(1).crashed(Lives.running("db", start), Lives.running("web", start));
        assertThat(lives.look()).containsExactly(lives.stop("web"));
        assertThat(lives.again()).containsExactly(lives.now().plusSeconds(5));
        assertThat(lives.ended("web", 0).look()).contains(lives.stop("db"));
    }

    @Test
    void aDependentThatWasWaitingGoesOnWaitingWithItsPatience() {
        ContainerPlan db = Plans.startTimeout(Plans.container("db", false), 50);
        TaskPlan two = Plans.task(1, db, Plans.dependsOn(web, "db", Condition.SUCCESS));
        Lives lives = Lives.ready(two);
        lives.look();
        lives.started("db").look();
        Instant start = lives.now();
        lives.pass(49).crashed(Lives.running("db", start), Lives.unstarted("web"));
        assertThat(lives.look()).containsExactly(lives.remove("web"));
        lives.planned().look();
        assertThat(lives.life().failure()).isEmpty();
        lives.pass(1).look();
        assertThat(lives.life().failure()).isPresent();
    }

    private Lives running() {
        Lives lives = Lives.ready(plan);
        lives.look();
        lives.started("web").look();
        return lives;
    }

    private static ContainerPlan.HealthCheck check() {
        return new ContainerPlan.HealthCheck(List.of("true"), 5, 2, 3, 0);
    }

    private static ContainerReport told(Lives lives) {
        return lives.life().report().containers().getFirst();
    }
}
