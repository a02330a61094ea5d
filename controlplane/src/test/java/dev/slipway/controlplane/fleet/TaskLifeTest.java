package dev.slipway.controlplane.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.controlplane.ec2.networkinterface.NetworkInterface;
import dev.slipway.controlplane.ecs.task.Quotas;
import dev.slipway.controlplane.ecs.task.Task;
import dev.slipway.controlplane.placement.Machine;
import dev.slipway.controlplane.placement.Placement;
import dev.slipway.controlplane.placement.Reserved;
import dev.slipway.controlplane.reconcile.Reconciler;
import dev.slipway.nodelink.TaskPlan;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecs.model.KeyValuePair;

class TaskLifeTest {
    private final Harbour harbour = new Harbour(1).withNode(4096, 8192);

    @Test
    void aTaskIsPlannedForItsNodeWithItsInterfaceAndItsGroups() {
        String id = harbour.runOne();

        TaskPlan task = harbour.planned(id);
        assertThat(task.desired()).isEqualTo(TaskPlan.Desired.RUNNING);
        assertThat(task.containers()).extracting("name").containsExactly("app", "sidecar");
        assertThat(harbour.plan().interfaces()).containsOnlyKeys(task.interfaceId());
        assertThat(harbour.plan().securityGroups()).hasSize(1);
        assertThat(harbour.plan().subnets()).hasSize(1);
        assertThat(harbour.plan().vpcs()).hasSize(1);
    }

    @Test
    void anotherNodeTakesOverOnlyWhenNoTaskLivesOnTheOneBefore() {
        String id = harbour.runOne();
        harbour.report(Sights.running(id, harbour.now));
        assertThat(harbour.fleet.only("node-2")).isEqualTo(1);
        assertThat(harbour.state.read().find(Machine.KIND, Machine.keyOf(Harbour.NODE)))
                .as("nothing has changed")
                .isPresent();
        assertThat(harbour.fleet.only(Harbour.NODE)).isZero();

        harbour.stop(id);
        harbour.report(Sights.stopped(id, harbour.now));
        assertThat(harbour.fleet.only("node-2")).isZero();
        assertThat(harbour.state.read().find(Machine.KIND, Machine.keyOf(Harbour.NODE))).isEmpty();
    }

    @Test
    void aTaskThatRunsShowsItsTimesAndItsAddress() {
        String id = harbour.runOne();
        harbour.report(Sights.preparing(id, harbour.now.plusMillis(10)));
        harbour.report(Sights.running(id, harbour.now.plusMillis(50)));

        var shown = harbour.describe(id);
        assertThat(shown.lastStatus()).isEqualTo("RUNNING");
        assertThat(shown.desiredStatus()).isEqualTo("RUNNING");
        assertThat(shown.connectivityAsString()).isEqualTo("CONNECTED");
        assertThat(shown.startedAt()).isEqualTo(harbour.now.plusMillis(50));
        assertThat(shown.connectivityAt()).isEqualTo(harbour.now.plusMillis(10));
        assertThat(shown.version()).isEqualTo(3);
        assertThat(shown.attachments().getFirst().status()).isEqualTo("ATTACHED");
        assertThat(shown.attachments().getFirst().details())
                .extracting(KeyValuePair::name)
                .containsExactly(
                        "subnetId",
                        "networkInterfaceId",
                        "macAddress",
                        "privateDnsName",
                        "privateIPv4Address");
        assertThat(shown.containers().getFirst().networkInterfaces().getFirst())
                .satisfies(
                        n ->
                                assertThat(n.privateIpv4Address())
                                        .isEqualTo(harbour.task(id).attachment().privateAddress()));
    }

    @Test
    void theSameReportTwiceChangesNothing() {
        String id = harbour.runOne();
        harbour.report(Sights.running(id, harbour.now));
        long version = harbour.describe(id).version();
        harbour.report(Sights.running(id, harbour.now));
        harbour.report(Sights.preparing(id, harbour.now.plusSeconds(9)));

        assertThat(harbour.describe(id).version()).isEqualTo(version);
        assertThat(harbour.describe(id).lastStatus()).isEqualTo("RUNNING");
    }

    @Test
    void aStoppedTaskSaysThatItsUserStoppedItAndGivesEverythingBack() {
        String id = harbour.runOne();
        harbour.report(Sights.running(id, harbour.now));
        var answered = harbour.stop(id).task();
        assertThat(answered.lastStatus()).isEqualTo("RUNNING");
        assertThat(answered.desiredStatus()).isEqualTo("STOPPED");
        assertThat(harbour.planned(id).desired()).isEqualTo(TaskPlan.Desired.STOPPED);

        harbour.report(Sights.stopping(id, harbour.now.plusSeconds(1)));
        harbour.report(Sights.stopped(id, harbour.now.plusSeconds(2)));

        var shown = harbour.describe(id);
        assertThat(shown.lastStatus()).isEqualTo("STOPPED");
        assertThat(shown.stopCodeAsString()).isEqualTo("UserInitiated");
        assertThat(shown.stoppedReason()).isEqualTo("Task stopped by user");
        assertThat(shown.containers().getFirst().exitCode()).isEqualTo(3);
        assertThat(shown.attachments().getFirst().status()).isEqualTo("DELETED");
        assertThat(harbour.state.read().listAll(NetworkInterface.KIND)).isEmpty();
        assertThat(Placement.reservedOn(harbour.state.read(), Harbour.NODE))
                .isEqualTo(Reserved.NOTHING);
        assertThat(harbour.plan().tasks()).isEmpty();
        assertThat(harbour.plan().interfaces()).isEmpty();
        assertThat(harbour.plan().vpcs()).isEmpty();
    }

    @Test
    void anEssentialContainerThatEndsStopsItsTask() {
        String id = harbour.runOne();
        harbour.report(Sights.running(id, harbour.now));
        harbour.report(Sights.stopping(id, harbour.now.plusSeconds(1)));

        var shown = harbour.describe(id);
        assertThat(shown.desiredStatus()).isEqualTo("STOPPED");
        assertThat(shown.stopCodeAsString()).isEqualTo("EssentialContainerExited");
        assertThat(shown.stoppedReason()).isEqualTo("Essential container in task exited");
    }

    @Test
    void anImageThatCannotBePulledIsTheReason() {
        String id = harbour.runOne();
        harbour.report(Sights.failed(id, harbour.now, "CannotPullContainerError", "no such image"));

        var shown = harbour.describe(id);
        assertThat(shown.stopCodeAsString()).isEqualTo("TaskFailedToStart");
        assertThat(shown.stoppedReason()).isEqualTo("CannotPullContainerError: no such image");
    }

    @Test
    void whyATaskDidNotStartIsToldWhenAnEssentialContainerEndedToo() {
        String id = harbour.runOne();
        harbour.report(Sights.stopping(id, harbour.now));
        assertThat(harbour.describe(id).stopCodeAsString()).isEqualTo("EssentialContainerExited");
        harbour.report(
                Sights.failed(id, harbour.now, "CannotStartContainerError", "no such program"));

        var shown = harbour.describe(id);
        assertThat(shown.stopCodeAsString()).isEqualTo("TaskFailedToStart");
        assertThat(shown.stoppedReason()).isEqualTo("CannotStartContainerError: no such program");
    }

    @Test
    void aUsersStopStaysTheCauseWhateverFailsAfterwards() {
        String id = harbour.runOne();
        harbour.stop(id);
        harbour.report(Sights.failed(id, harbour.now, "CannotPullContainerError", "stopped"));

        assertThat(harbour.describe(id).stopCodeAsString()).isEqualTo("UserInitiated");
    }

    @Test
    void aTaskThatAFullReportLeavesOutIsLost() {
        String id = harbour.runOne();
        harbour.report(Sights.running(id, harbour.now));
        harbour.report(true, harbour.plan().generation(), List.of());

        var shown = harbour.describe(id);
        assertThat(shown.lastStatus()).isEqualTo("STOPPED");
        assertThat(shown.stopCodeAsString()).isEqualTo("TerminationNotice");
        assertThat(shown.stoppedReason()).contains("lost");
    }

    @Test
    void aTaskThatAFullReportLeavesOutAndThatNeverRanIsBegunAnew() {
        String id = harbour.runOne();
        harbour.report(Sights.preparing(id, harbour.now));
        harbour.report(true, harbour.plan().generation(), List.of());
        assertThat(harbour.describe(id).lastStatus()).isEqualTo("PENDING");

        harbour.report(Sights.running(id, harbour.now));
        assertThat(harbour.describe(id).lastStatus()).isEqualTo("RUNNING");
    }

    @Test
    void aFullReportThatIsOlderThanTheTasksPlanDoesNotLoseIt() {
        long before = harbour.plan().generation();
        String id = harbour.runOne();
        harbour.report(Sights.preparing(id, harbour.now));
        harbour.report(true, before, List.of());

        assertThat(harbour.describe(id).lastStatus()).isEqualTo("PENDING");
    }

    @Test
    void aTaskThatNoNodeTakesUpIsGivenUp() {
        String id = harbour.runOne();
        harbour.pass(Duration.ofMinutes(4));
        sweep();

        var shown = harbour.describe(id);
        assertThat(shown.desiredStatus()).isEqualTo("STOPPED");
        assertThat(shown.stopCodeAsString()).isEqualTo("TaskFailedToStart");
        assertThat(shown.stoppedReason())
                .isEqualTo("Timeout waiting for network interface provisioning to complete.");
    }

    @Test
    void aStoppedTaskIsForgottenAfterAnHourAndNotBefore() {
        String id = harbour.runOne();
        harbour.report(Sights.stopped(id, harbour.now));
        harbour.pass(Duration.ofMinutes(59));
        sweep();
        assertThat(harbour.describe(id).lastStatus()).isEqualTo("STOPPED");

        harbour.pass(Duration.ofMinutes(2));
        sweep();
        assertThat(harbour.allTasks()).isEmpty();
    }

    @Test
    void stoppingEverythingAsksEveryTask() {
        harbour.run(r -> r.count(3));

        assertThat(harbour.tasks.stopAll(harbour.state, "slipway down")).isEqualTo(3);
        assertThat(harbour.plan().tasks().values())
                .allMatch(t -> t.desired() == TaskPlan.Desired.STOPPED);
        for (Task task : harbour.allTasks()) {
            harbour.report(Sights.neverStarted(task.id(), harbour.now));
        }
        assertThat(harbour.tasks.allStopped(harbour.state.read())).isTrue();
    }

    @Test
    void aNodeIsToldNothingBeforeItHasReportedInFull() {
        Harbour fresh = new Harbour(2);
        fresh.connect();
        assertThat(fresh.told).isEmpty();

        fresh.report(true, 41, List.of());
        assertThat(fresh.plan().generation()).isGreaterThan(41);
        assertThat(fresh.state.read().find(Machine.KIND, Machine.keyOf(Harbour.NODE))).isPresent();
    }

    private void sweep() {
        for (Reconciler reconciler : harbour.tasks.reconcilers(harbour.state, Quotas.standard())) {
            reconciler
                    .allKeys(harbour.state.read())
                    .toList()
                    .forEach(key -> reconciler.reconcile(key, harbour.now));
        }
        harbour.settle();
    }
}
