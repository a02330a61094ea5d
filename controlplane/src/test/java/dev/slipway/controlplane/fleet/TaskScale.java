package dev.slipway.controlplane.fleet;

import dev.slipway.controlplane.ecs.task.Ask;
import dev.slipway.controlplane.ecs.task.Task;
import dev.slipway.controlplane.placement.Machine;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.ecs.model.DescribeTasksRequest;
import software.amazon.awssdk.services.ecs.model.ListTasksRequest;

/**
 * Measures what calls and plans cost when many tasks live: without codec and disk. Not a test:
 * {@code java ... TaskScale TASKS}.
 */
final class TaskScale {
    private static final int ROUNDS = 200;

    private TaskScale() {}

    public static void main(String[] arguments) {
        int tasks = Integer.parseInt(arguments[0]);
        Harbour harbour = new Harbour(1).withNode(1 << 30, 1 << 30);
        String first = harbour.runOne();
        String[] ids = fill(harbour, harbour.task(first), tasks);
        harbour.settle();
        System.out.printf("%d tasks, %d in the plan%n", tasks, harbour.plan().tasks().size());
        Map<String, IntConsumer> measured = new TreeMap<>();
        measured.put("ListTasks, a page of 100", i -> list(harbour, b -> {}));
        measured.put(
                "ListTasks STOPPED, none", i -> list(harbour, b -> b.desiredStatus("STOPPED")));
        measured.put("ListTasks of a family, none", i -> list(harbour, b -> b.family("other")));
        measured.put("ListTasks by who started, 1", i -> list(harbour, b -> b.startedBy("s" + i)));
        measured.put(
                "DescribeTasks of 100",
                i ->
                        harbour.call(
                                "DescribeTasks",
                                DescribeTasksRequest.builder()
                                        .tasks(List.of(ids).subList(i, i + 100))
                                        .build()));
        measured.put("StopTask, planned and handed over", i -> harbour.stop(ids[i]));
        measured.put("RunTask, planned and handed over", i -> harbour.runOne());
        measured.put(
                "Sweep of the node's plan",
                i -> harbour.plans.reconcile(Machine.keyOf(Harbour.NODE), harbour.now));
        measured.forEach(TaskScale::measure);
    }

    private static void list(
            Harbour harbour, java.util.function.Consumer<ListTasksRequest.Builder> more) {
        ListTasksRequest.Builder asked = ListTasksRequest.builder();
        more.accept(asked);
        harbour.call("ListTasks", asked.build());
    }

    private static void measure(String what, IntConsumer once) {
        int rounds = what.startsWith("Sweep") ? 5 : ROUNDS;
        long[] nanos = new long[rounds];
        for (int i = 0; i < rounds; i++) {
            long start = System.nanoTime();
            once.accept(i);
            nanos[i] = System.nanoTime() - start;
        }
        Arrays.sort(nanos);
        System.out.printf(
                "%-36s p50 %8.3f ms  p99 %8.3f ms%n",
                what, nanos[rounds / 2] / 1e6, nanos[rounds * 99 / 100] / 1e6);
    }

    /** As many as a launch would record, one network interface serving for all. */
    private static String[] fill(Harbour harbour, Task like, int count) {
        String[] ids =
                IntStream.range(0, count).mapToObj("%032x"::formatted).toArray(String[]::new);
        for (int from = 0; from < count; from += 1000) {
            int start = from;
            harbour.state.observe(
                    tx -> {
                        for (int i = start; i < Math.min(count, start + 1000); i++) {
                            Ask a = like.ask();
                            Ask ask =
                                    new Ask(
                                            a.account(),
                                            a.region(),
                                            a.cluster(),
                                            a.family(),
                                            a.revision(),
                                            a.capacityProvider(),
                                            a.platformVersion(),
                                            a.architecture(),
                                            a.cpuUnits(),
                                            a.memoryMib(),
                                            a.ephemeralStorageGib(),
                                            a.taskRoleArn(),
                                            a.executionRoleArn(),
                                            a.overrides(),
                                            a.logMode(),
                                            a.group(),
                                            "s" + i,
                                            a.executeCommand(),
                                            a.clientToken());
                            Task task =
                                    new Task(
                                            ids[i],
                                            ask,
                                            like.nodeId(),
                                            like.availabilityZone(),
                                            like.credentialsId(),
                                            like.attachment(),
                                            like.life(),
                                            like.containers(),
                                            like.tags());
                            tx.put(Task.KIND, task.key(), task);
                        }
                        return "";
                    });
            harbour.settle();
        }
        return ids;
    }
}
