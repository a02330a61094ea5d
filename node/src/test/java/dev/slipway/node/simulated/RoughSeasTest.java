package dev.slipway.node.simulated;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.node.agent.GeneratedTask;
import dev.slipway.node.simulated.Conduct.Check;
import dev.slipway.nodelink.ContainerPlan;
import dev.slipway.nodelink.NodeReport;
import dev.slipway.nodelink.TaskPlan;
import dev.slipway.nodelink.TaskReport.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** A whole node under generated tasks, faults, crashes, power cuts and a link that goes away. */
class RoughSeasTest {
    private static final int SEEDS = Boolean.getBoolean("slipway.deep") ? 2_000 : 20;
    private static final int TASKS = 12;

    @Test
    void inTheEndNothingIsLeftAndPhasesOnlyAdvanced() {
        for (long seed = 0; seed < SEEDS; seed++) {
            sail(seed);
        }
    }

    private static void sail(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        VirtualTimeline time = new VirtualTimeline(Instant.parse("2026-01-01T00:00:00Z"));
        RecordingLink link = new RecordingLink();
        SimulatedSettings settings =
                SimulatedSettings.of("node-1", new NodeReport.Capacity(4096, 8192))
                        .ruled((plan, conduct) -> conduct(plan, conduct, random))
                        .faulty(new Faults(0.03, 0.03, 0.05, 0.05, 0.3, 0.1), seed);
        SimulatedNode node = SimulatedNode.open(settings, link, time);
        List<TaskPlan> tasks = new ArrayList<>();
        for (int i = 1; i <= TASKS; i++) {
            tasks.add(GeneratedTask.of(i, random));
        }
        for (int generation = 1; generation <= 60; generation++) {
            int victim = random.nextInt(TASKS);
            if (random.nextInt(4) == 0) {
                tasks.set(victim, Plans.stopped(tasks.get(victim)));
            }
            int luck = random.nextInt(20);
            if (luck < 3) {
                node = luck == 0 ? node.rebooted() : node.restarted();
            }
            link.down(random.nextInt(10) == 0);
            node.apply(Plans.plan(generation, tasks.toArray(TaskPlan[]::new)));
            time.advance(Duration.ofMillis(random.nextLong(20_000)));
        }
        link.down(false);
        tasks.replaceAll(Plans::stopped);
        node.apply(Plans.plan(100, tasks.toArray(TaskPlan[]::new)));
        time.advance(Duration.ofMinutes(15));
        assertThat(node.leaks()).as("seed %d", seed).isEmpty();
        for (TaskPlan task : tasks) {
            assertThat(link.phases(task.id()))
                    .as("seed %d, task %s", seed, task)
                    .isSorted()
                    .endsWith(Phase.STOPPED);
        }
        node.apply(Plans.plan(101));
        time.advance(Duration.ofMinutes(1));
        assertThat(node.tasks()).as("seed %d", seed).isEmpty();
    }

    private static Conduct conduct(ContainerPlan plan, Conduct usual, SplittableRandom random) {
        List<Check> checks = new ArrayList<>(List.of(Check.values()));
        Collections.shuffle(checks, java.util.Random.from(random));
        Conduct conduct = usual.checked(checks);
        return random.nextInt(3) == 0 || !plan.essential()
                ? conduct.running(
                        Duration.ofSeconds(random.nextLong(150)), random.nextInt(4) == 0 ? 1 : 0)
                : conduct;
    }
}
