package dev.slipway.controlplane.ecs.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.controlplane.ecs.task.TaskContainer.Health;
import dev.slipway.controlplane.ecs.task.TaskContainer.HealthStatus;
import dev.slipway.controlplane.ecs.task.TaskContainer.Status;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What nodes tell of a container, joined. */
class TaskContainerTest {
    private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");

    @Test
    void whatIsKnownOfAContainerDoesNotDependOnTheOrderInWhichItIsTold() {
        for (long seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            List<TaskContainer.Seen> told = life(random);
            TaskContainer inOrder = after(told);

            List<TaskContainer.Seen> late = new ArrayList<>(told);
            late.addAll(told.subList(0, random.nextInt(told.size())));
            Collections.shuffle(late, random);

            assertThat(after(late)).as("seed %d: %s", seed, late).isEqualTo(inOrder);
        }
    }

    /** Starts, ends and starts again; its health changes as time passes. */
    private static List<TaskContainer.Seen> life(Random random) {
        List<TaskContainer.Seen> told = new ArrayList<>();
        Health health = Health.UNKNOWN;
        Instant now = START;
        int starts = 1 + random.nextInt(4);
        for (int restart = 0; restart < starts; restart++) {
            health = random.nextBoolean() ? Health.UNKNOWN : health;
            told.add(seen(Status.PENDING, OptionalInt.empty(), restart, health));
            for (int look = random.nextInt(4); look > 0; look--) {
                now = now.plusSeconds(random.nextInt(3));
                HealthStatus[] all = HealthStatus.values();
                health = health.newest(new Health(all[random.nextInt(all.length)], now));
                told.add(seen(Status.RUNNING, OptionalInt.empty(), restart, health));
            }
            boolean last = restart + 1 == starts;
            if (!last || random.nextBoolean()) {
                told.add(seen(Status.STOPPED, OptionalInt.of(restart), restart, health));
            }
        }
        return told;
    }

    @Test
    void aContainerThatIsStartedAgainRunsAndHasNotEnded() {
        TaskContainer ended =
                after(List.of(seen(Status.STOPPED, OptionalInt.of(1), 0, Health.UNKNOWN)));
        assertThat(ended.status()).isEqualTo(Status.STOPPED);
        assertThat(ended.exitCode()).hasValue(1);

        TaskContainer again =
                ended.seen(seen(Status.RUNNING, OptionalInt.empty(), 1, Health.UNKNOWN));
        assertThat(again.status()).isEqualTo(Status.RUNNING);
        assertThat(again.exitCode()).isEmpty();
        assertThat(again.restarts()).isEqualTo(1);
    }

    @Test
    void theHealthOfAnEarlierStartIsForgotten() {
        Health healthy = new Health(HealthStatus.HEALTHY, START);
        TaskContainer again =
                after(
                        List.of(
                                seen(Status.RUNNING, OptionalInt.empty(), 0, healthy),
                                seen(Status.RUNNING, OptionalInt.empty(), 1, Health.UNKNOWN),
                                seen(Status.RUNNING, OptionalInt.empty(), 0, healthy)));
        assertThat(again.healthStatus()).isEqualTo(HealthStatus.UNKNOWN);
    }

    @Test
    void theHealthOfAContainerThatIsNotCheckedStaysUnknown() {
        Health healthy = new Health(HealthStatus.HEALTHY, START);
        TaskContainer unchecked =
                container(true, Optional.empty())
                        .seen(seen(Status.RUNNING, OptionalInt.empty(), 0, healthy));
        assertThat(unchecked.healthStatus()).isEqualTo(HealthStatus.UNKNOWN);
    }

    @Test
    void aTaskIsAsHealthyAsTheWorstOfItsEssentialContainersThatAreChecked() {
        TaskContainer sidecar = container(false, Optional.of(HealthStatus.UNHEALTHY));
        TaskContainer unchecked = container(true, Optional.empty());
        assertThat(ofTask(sidecar, unchecked)).isEqualTo(HealthStatus.UNKNOWN);
        assertThat(ofTask(sidecar, unchecked, checked(HealthStatus.HEALTHY)))
                .isEqualTo(HealthStatus.HEALTHY);
        assertThat(ofTask(checked(HealthStatus.HEALTHY), checked(HealthStatus.UNKNOWN)))
                .isEqualTo(HealthStatus.UNKNOWN);
        assertThat(
                        ofTask(
                                checked(HealthStatus.UNKNOWN),
                                checked(HealthStatus.UNHEALTHY),
                                checked(HealthStatus.HEALTHY)))
                .isEqualTo(HealthStatus.UNHEALTHY);
    }

    private static HealthStatus ofTask(TaskContainer... containers) {
        return HealthStatus.ofTask(Arrays.asList(containers));
    }

    private static TaskContainer checked(HealthStatus status) {
        return container(true, Optional.of(status));
    }

    private static TaskContainer.Seen seen(
            Status status, OptionalInt exit, int restarts, Health health) {
        return new TaskContainer.Seen(
                status,
                "sha256:abc",
                "id",
                exit,
                exit.isPresent() ? "ended as " + exit.getAsInt() : "",
                restarts,
                health);
    }

    private static TaskContainer after(List<TaskContainer.Seen> told) {
        TaskContainer container = container(true, Optional.of(HealthStatus.UNKNOWN));
        for (TaskContainer.Seen seen : told) {
            container = container.seen(seen);
        }
        return container;
    }

    private static TaskContainer container(boolean essential, Optional<HealthStatus> health) {
        return new TaskContainer(
                "app",
                "arn",
                "image",
                essential,
                0,
                0,
                0,
                health.map(h -> new Health(h, Instant.EPOCH)),
                0,
                Status.PENDING,
                "",
                "",
                OptionalInt.empty(),
                "");
    }
}
