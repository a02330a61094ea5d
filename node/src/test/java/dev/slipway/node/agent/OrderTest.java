package dev.slipway.node.agent;

import static dev.slipway.node.simulated.Plans.container;
import static dev.slipway.node.simulated.Plans.dependsOn;
import static dev.slipway.node.simulated.Plans.startTimeout;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.node.simulated.Plans;
import dev.slipway.nodelink.ContainerPlan;
import dev.slipway.nodelink.ContainerPlan.Condition;
import dev.slipway.nodelink.ContainerPlan.HealthCheck;
import dev.slipway.nodelink.TaskReport.ContainerPhase;
import dev.slipway.nodelink.TaskReport.Phase;
import dev.slipway.nodelink.TaskReport.StartFailure;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who starts after whom, who gives up, and who is stopped before whom. */
class OrderTest {
    private static final HealthCheck CHECK = new HealthCheck(List.of("true"), 5, 2, 3, 0);

    private final ContainerPlan db = container("db", false);
    private final ContainerPlan web = container("web", true);

    @Test
    void afterStartItStartsAsSoonAsTheOtherHasStarted() {
        Lives lives = waiting(db, Condition.START);
        assertThat(lives.look()).containsExactly(lives.start("db"));
        assertThat(lives.started("db").look()).containsExactly(lives.start("web"));
    }

    @Test
    void afterStartItStartsEvenIfTheOtherHasEndedBefore() {
        Lives lives = waiting(db, Condition.START);
        lives.look();
        assertThat(lives.started("db").ended("db", 9).look()).contains(lives.start("web"));
    }

    @Test
    void afterCompleteItStartsWhateverTheExitCode() {
        Lives lives = waiting(db, Condition.COMPLETE);
        lives.look();
        assertThat(lives.started("db").look()).isEmpty();
        assertThat(lives.ended("db", 9).look()).contains(lives.start("web"));
    }

    @Test
    void afterSuccessItStartsOnExitCodeZeroOnly() {
        Lives lives = waiting(db, Condition.SUCCESS);
        lives.look();
        assertThat(lives.started("db").ended("db", 0).look()).contains(lives.start("web"));
    }

    @Test
    void aFailureWhereSuccessIsNeededFailsTheTask() {
        Lives lives = waiting(db, Condition.SUCCESS);
        lives.look();
        assertThat(lives.started("db").ended("db", 3).look()).doesNotContain(lives.start("web"));
        assertThat(lives.life().phase()).isIn(Phase.STOPPING, Phase.DEPROVISIONING);
        assertThat(lives.life().failure())
                .contains(
                        new StartFailure(
                                "CannotStartContainerError",
                                "container web depends on container db (SUCCESS), which exited"
                                        + " with code 3"));
        var told = lives.life().report().containers().get(1);
        assertThat(told.reason()).startsWith("CannotStartContainerError: container web depends");
        assertThat(told.exitCode()).isEmpty();
        assertThat(told.startedAt()).isEmpty();
    }

    @Test
    void afterHealthyItStartsOnceACheckHasPassed() {
        Lives lives = waiting(Plans.checked(db, CHECK), Condition.HEALTHY);
        lives.look();
        lives.started("db");
        assertThat(lives.look()).isEmpty();
        lives.pass(5).look();
        assertThat(lives.checked("db", false).look()).isEmpty();
        lives.pass(5).look();
        assertThat(lives.checked("db", true).look()).containsExactly(lives.start("web"));
    }

    @Test
    void anEndWhereHealthIsNeededFailsTheTask() {
        Lives lives = waiting(Plans.checked(db, CHECK), Condition.HEALTHY);
        lives.look();
        lives.started("db").ended("db", 0).look();
        assertThat(lives.life().failure().orElseThrow().message())
                .endsWith("(HEALTHY), which exited with code 0 before");
    }

    @Test
    void unhealthyMayStillBecomeHealthy() {
        Lives lives = waiting(Plans.checked(db, CHECK), Condition.HEALTHY);
        lives.look();
        lives.started("db");
        for (int i = 0; i < 5; i++) {
            lives.pass(5).look();
            lives.checked("db", false).look();
        }
        assertThat(lives.life().failure()).isEmpty();
        lives.pass(5).look();
        assertThat(lives.checked("db", true).look()).containsExactly(lives.start("web"));
    }

    @ParameterizedTest
    @EnumSource(names = {"COMPLETE", "SUCCESS", "HEALTHY"})
    void aStartTimeoutThatPassesFailsTheTask(Condition condition) {
        Lives lives = waiting(startTimeout(Plans.checked(db, CHECK), 7), condition);
        lives.look();
        lives.pass(100).started("db").look();
        assertThat(lives.again()).contains(lives.now().plusSeconds(7));
        lives.pass(6).look();
        assertThat(lives.life().failure()).isEmpty();
        lives.pass(1);
        assertThat(lives.look()).doesNotContain(lives.start("web")).contains(lives.stop("db"));
        assertThat(lives.life().failure().orElseThrow().message())
                .contains("start timeout of 7 seconds");
    }

    @Test
    void aStartTimeoutDoesNotCountOnceTheConditionHasCome() {
        Lives lives = waiting(startTimeout(db, 7), Condition.SUCCESS);
        lives.look();
        lives.started("db").pass(3).ended("db", 0).look();
        lives.started("web").pass(100).look();
        assertThat(lives.life().failure()).isEmpty();
        assertThat(lives.life().phase()).isEqualTo(Phase.RUNNING);
    }

    @Test
    void whatCannotStartAndIsNotEssentialLeavesTheTaskRunning() {
        ContainerPlan late = dependsOn(container("late", false), "db", Condition.SUCCESS);
        ContainerPlan later = dependsOn(container("later", false), "late", Condition.START);
        Lives lives = Lives.ready(Plans.task(1, later, late, db, web));
        assertThat(lives.look()).containsExactly(lives.start("db"), lives.start("web"));
        assertThat(lives.started("db", "web").ended("db", 1).look())
                .containsExactlyInAnyOrder(
                        lives.remove("db"), lives.remove("late"), lives.remove("later"));
        assertThat(lives.life().phase()).isEqualTo(Phase.RUNNING);
        assertThat(lives.life().report().containers().getFirst().phase())
                .isEqualTo(ContainerPhase.STOPPED);
        assertThat(lives.life().report().containers().getFirst().reason())
                .endsWith("container late (START), which did not start");
    }

    @Test
    void whatNeedsOneThatCannotStartFailsTheTask() {
        ContainerPlan between = dependsOn(container("between", false), "db", Condition.SUCCESS);
        Lives lives =
                Lives.ready(Plans.task(1, db, between, dependsOn(web, "between", Condition.START)));
        lives.look();
        lives.started("db").ended("db", 1).look();
        assertThat(lives.life().failure().orElseThrow().message())
                .isEqualTo(
                        "container web depends on container between (START), which did not start");
    }

    @Test
    void theTaskRunsOnceEveryEssentialContainerHasStarted() {
        ContainerPlan late = dependsOn(container("late", false), "web", Condition.START);
        Lives lives = Lives.ready(Plans.task(1, late, web, container("api", true)));
        lives.look();
        lives.started("web").look();
        assertThat(lives.life().phase()).isEqualTo(Phase.PREPARING);
        lives.started("api").look();
        assertThat(lives.life().phase()).isEqualTo(Phase.RUNNING);
    }

    @Test
    void aContainerThatIsNotEssentialAndFailsToStartLeavesTheTaskRunning() {
        Lives lives = Lives.ready(Plans.task(1, db, web));
        lives.look();
        assertThat(lives.started("web").failed(lives.start("db")).look())
                .containsExactly(lives.remove("db"));
        assertThat(lives.life().phase()).isEqualTo(Phase.RUNNING);
        assertThat(lives.container("db").course().reason()).isEqualTo("SomeError: no luck");
        assertThat(lives.life().report().containers().getFirst().exitCode()).isEmpty();
    }

    @Test
    void aContainerIsStoppedAfterThoseThatDependOnIt() {
        Lives lives = chain();
        assertThat(lives.wish(new Wish.Stop()).look())
                .containsExactly(lives.stop("web"), lives.stop("other"));
        assertThat(lives.ended("web", 0).look()).containsExactly(lives.remove("web"));
        assertThat(lives.ended("other", 0).look())
                .containsExactly(lives.remove("other"), lives.stop("api"));
        assertThat(lives.ended("api", 0).look())
                .containsExactly(lives.remove("api"), lives.stop("db"));
    }

    @Test
    void aContainerIsStoppedAfterThoseThatNeedItThroughOneThatHasEnded() {
        ContainerPlan migrate = dependsOn(container("migrate", false), "db", Condition.START);
        Lives lives =
                Lives.ready(
                        Plans.task(1, db, migrate, dependsOn(web, "migrate", Condition.SUCCESS)));
        lives.look();
        lives.started("db").look();
        lives.started("migrate").ended("migrate", 0).look();
        lives.started("web").look();
        assertThat(lives.wish(new Wish.Stop()).look()).containsExactly(lives.stop("web"));
        assertThat(lives.ended("web", 0).look()).contains(lives.stop("db"));
    }

    @Test
    void aCircleKeepsNoTaskFromStopping() {
        Lives lives =
                Lives.ready(
                        Plans.task(
                                1,
                                dependsOn(db, "web", Condition.START),
                                dependsOn(web, "db", Condition.START)));
        lives.started("db", "web").wish(new Wish.Stop());
        assertThat(lives.look()).containsExactly(lives.stop("db"), lives.stop("web"));
    }

    @Test
    void aContainerThatNotEvenAKillEndsHoldsUpNobodyForEver() {
        Lives lives = chain().wish(new Wish.Stop());
        lives.look();
        lives.ended("other", 0).pass(5);
        assertThat(lives.look()).contains(lives.kill("web"));
        assertThat(lives.again()).contains(lives.now().plusSeconds(5));
        assertThat(lives.pass(5).look()).contains(lives.kill("web"), lives.stop("api"));
    }

    /** Web and other need api, and api needs db. */
    private Lives chain() {
        ContainerPlan api = dependsOn(container("api", false), "db", Condition.START);
        Lives lives =
                Lives.ready(
                        Plans.task(
                                1,
                                dependsOn(web, "api", Condition.START),
                                dependsOn(container("other", false), "api", Condition.START),
                                api,
                                db));
        lives.look();
        lives.started("db").look();
        lives.started("api").look();
        lives.started("web", "other").look();
        return lives;
    }

    private Lives waiting(ContainerPlan on, Condition condition) {
        return Lives.ready(Plans.task(1, on, dependsOn(web, "db", condition)));
    }
}
