package dev.slipway.node.agent;

import dev.slipway.node.simulated.Plans;
import dev.slipway.nodelink.ContainerPlan;
import dev.slipway.nodelink.ContainerPlan.Condition;
import dev.slipway.nodelink.ContainerPlan.HealthCheck;
import dev.slipway.nodelink.TaskPlan;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;

/** Tasks of one to five containers that the control plane would let through. */
public final class GeneratedTask {
    private static final Condition[] CONDITIONS = Condition.values();

    private GeneratedTask() {}

    public static TaskPlan of(int number, SplittableRandom random) {
        int count = 1 + random.nextInt(5);
        boolean[] essential = new boolean[count];
        boolean[] checked = new boolean[count];
        for (int i = 0; i < count; i++) {
            // The last depends on others and nobody on it: it may always be essential.
            essential[i] = i == count - 1 || random.nextInt(3) == 0;
            checked[i] = random.nextInt(3) == 0;
        }
        List<ContainerPlan> containers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ContainerPlan c =
                    Plans.with(
                            Plans.container(name(i), essential[i]),
                            lifecycle(i, random, essential, checked));
            containers.add(c);
        }
        Collections.shuffle(containers, Random.from(random));
        return Plans.task(number, containers.toArray(ContainerPlan[]::new));
    }

    private static ContainerPlan.Lifecycle lifecycle(
            int i, SplittableRandom random, boolean[] essential, boolean[] checked) {
        List<ContainerPlan.Dependency> dependsOn = new ArrayList<>();
        for (int other = 0; other < i; other++) {
            Condition condition = CONDITIONS[random.nextInt(CONDITIONS.length)];
            boolean allowed =
                    switch (condition) {
                        case START -> true;
                        case COMPLETE, SUCCESS -> !essential[other];
                        case HEALTHY -> checked[other];
                    };
            if (allowed && random.nextBoolean()) {
                dependsOn.add(new ContainerPlan.Dependency(name(other), condition));
            }
        }
        return new ContainerPlan.Lifecycle(
                dependsOn,
                random.nextInt(3) * 20,
                2 + random.nextInt(8),
                checked[i]
                        ? Optional.of(
                                new HealthCheck(
                                        List.of("true"),
                                        5 + random.nextInt(10),
                                        2,
                                        1 + random.nextInt(3),
                                        random.nextInt(2) * 20))
                        : Optional.empty(),
                random.nextInt(3) == 0
                        ? Optional.of(
                                new ContainerPlan.RestartPolicy(
                                        random.nextBoolean() ? List.of(0) : List.of(), 60))
                        : Optional.empty());
    }

    private static String name(int i) {
        return String.valueOf((char) ('a' + i));
    }
}
