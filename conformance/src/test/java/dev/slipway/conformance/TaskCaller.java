package dev.slipway.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilteredLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceNotFoundException;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.ContainerOverride;
import software.amazon.awssdk.services.ecs.model.KeyValuePair;
import software.amazon.awssdk.services.ecs.model.Task;

/**
 * Runs and stops real tasks: some that tick until they are stopped, some that end by themselves
 * with a code of their own.
 */
final class TaskCaller implements Caller {
    private static final Duration BOUND = Duration.ofSeconds(90);
    private static final int MOST = 5;

    private final Clients clients;
    private final Random random;

    /** Tasks that may still be alive, and what is to become of them. */
    private final TreeMap<String, Fate> open = new TreeMap<>();

    /** When tasks started, as the server has told anybody. */
    private final Map<String, Instant> started = new ConcurrentHashMap<>();

    private final TreeMap<String, Set<HostProcesses.Seen>> left = new TreeMap<>();
    private Optional<Fate> unsureRun = Optional.empty();
    private Optional<String> unsureStop = Optional.empty();
    private int next;

    /**
     * @param label {@code startedBy}, unique
     * @param code with which it ends by itself; empty when it ticks
     * @param stopped whether we had it stopped
     */
    private record Fate(String label, Optional<Integer> code, boolean stopped) {}

    TaskCaller(Clients clients, Random random) {
        this.clients = clients;
        this.random = random;
        register(
                "ticks",
                "trap 'echo SIGTERM seen; exit 143' TERM; i=0;"
                        + " while true; do i=$((i+1)); echo tick $i; sleep 0.1; done");
        register("ends", "echo tick 1; sleep 0.$NAP; exit $CODE");
    }

    private void register(String family, String script) {
        ContainerDefinition web = Story.web();
        clients.ecs()
                .registerTaskDefinition(
                        Story.definition(family)
                                .containerDefinitions(
                                        web.toBuilder()
                                                .image("slipway-demo:latest")
                                                .entryPoint("/bin/sh", "-c")
                                                .command(script)
                                                .stopTimeout(20)
                                                .build())
                                .build());
    }

    @Override
    public void call() {
        List<String> ticking =
                open.entrySet().stream()
                        .filter(e -> e.getValue().code().isEmpty() && !e.getValue().stopped())
                        .map(Map.Entry::getKey)
                        .toList();
        int choice = random.nextInt(6);
        if (choice == 0 && !ticking.isEmpty()) {
            stop(ticking.get(random.nextInt(ticking.size())));
        } else if (choice <= 3 && open.size() < MOST) {
            run();
        } else {
            look();
        }
    }

    private void run() {
        Optional<Integer> code =
                random.nextBoolean() ? Optional.of(random.nextInt(100)) : Optional.empty();
        Fate fate = new Fate("run-" + next++, code, false);
        unsureRun = Optional.of(fate);
        List<Task> tasks =
                clients.ecs()
                        .runTask(
                                Story.run(clients.ec2(), code.isEmpty() ? "ticks" : "ends")
                                        .startedBy(fate.label())
                                        .overrides(o -> o.containerOverrides(override(code)))
                                        .build())
                        .tasks();
        // None when the machine has no room: that is an answer, too.
        tasks.forEach(task -> open.put(task.taskArn(), fate));
        unsureRun = Optional.empty();
    }

    private ContainerOverride override(Optional<Integer> code) {
        return ContainerOverride.builder()
                .name("web")
                .environment(
                        variable("CODE", code.orElse(0)), variable("NAP", 1 + random.nextInt(9)))
                .build();
    }

    private static KeyValuePair variable(String name, int value) {
        return KeyValuePair.builder().name(name).value(Integer.toString(value)).build();
    }

    private void stop(String arn) {
        unsureStop = Optional.of(arn);
        clients.ecs().stopTask(r -> r.task(arn).reason("enough"));
        stopped(arn);
        unsureStop = Optional.empty();
    }

    private void stopped(String arn) {
        open.computeIfPresent(arn, (_, fate) -> new Fate(fate.label(), fate.code(), true));
    }

    private void look() {
        for (Task task : described()) {
            Optional.ofNullable(task.startedAt()).ifPresent(at -> same(task.taskArn(), at));
            if (task.lastStatus().equals("STOPPED")) {
                ended(task);
            }
        }
    }

    private void same(String arn, Instant startedAt) {
        assertThat(started.computeIfAbsent(arn, _ -> startedAt))
                .as("start of " + arn)
                .isEqualTo(startedAt);
    }

    private List<Task> described() {
        if (open.isEmpty()) {
            return List.of();
        }
        List<String> arns = new ArrayList<>(open.keySet());
        List<Task> tasks = clients.ecs().describeTasks(r -> r.tasks(arns)).tasks();
        assertThat(tasks).extracting(Task::taskArn).containsExactlyInAnyOrderElementsOf(arns);
        return tasks;
    }

    /** A task has stopped: as it was meant to, with all that it said. */
    private void ended(Task task) {
        Fate fate = open.getOrDefault(task.taskArn(), new Fate("", Optional.empty(), false));
        List<String> lines = lines(task.taskArn());
        Integer code = task.containers().getFirst().exitCode();
        if (fate.code().isPresent()) {
            assertThat(code).as(task.toString()).isEqualTo(fate.code().get());
            assertThat(task.stopCodeAsString()).isEqualTo("EssentialContainerExited");
            assertThat(lines).containsExactly("tick 1");
        } else {
            assertThat(fate.stopped()).as("nobody stopped " + task).isTrue();
            assertThat(task.stopCodeAsString()).isEqualTo("UserInitiated");
            assertThat(task.stoppedReason()).isEqualTo("enough");
            if (lines.isEmpty()) {
                // Stopped before its program could say how it wants to be stopped, or before that.
                assertThat(code).isIn(null, 137, 143);
            } else {
                assertThat(code).isEqualTo(143);
                assertThat(lines.getLast()).isEqualTo("SIGTERM seen");
                counted(lines.subList(0, lines.size() - 1));
            }
        }
        open.remove(task.taskArn());
    }

    private List<String> lines(String arn) {
        try {
            return clients
                    .logs()
                    .filterLogEventsPaginator(
                            r ->
                                    r.logGroupName(Story.GROUP)
                                            .logStreamNames("story/web/" + Story.id(arn)))
                    .events()
                    .stream()
                    .map(FilteredLogEvent::message)
                    .toList();
        } catch (ResourceNotFoundException _) {
            return List.of(); // stopped before there was anything to write to
        }
    }

    /** Every line once and in order. */
    private static void counted(List<String> lines) {
        for (int i = 0; i < lines.size(); i++) {
            assertThat(lines.get(i)).isEqualTo("tick " + (i + 1));
        }
    }

    /** The server is dead: what is there of each task now must be there when it is back. */
    void serverDied() {
        left.clear();
        started.keySet().stream()
                .filter(open::containsKey)
                .forEach(arn -> left.put(arn, HostProcesses.firstOf(Story.id(arn))));
    }

    /** One that ends by itself, if there is one, does so while no server looks. */
    void letOneEnd() {
        started.keySet().stream()
                .filter(arn -> open.containsKey(arn) && open.get(arn).code().isPresent())
                .findFirst()
                .ifPresent(
                        arn ->
                                Await.until(
                                        "a task to end while no server is there",
                                        BOUND,
                                        () ->
                                                Optional.of(HostProcesses.firstOf(Story.id(arn)))
                                                        .filter(Set::isEmpty)));
    }

    @Override
    public void check() {
        findUnsure();
        look();
        Await.until("every task to be what it is to be", BOUND, this::settled);
        left.forEach(
                (arn, processes) -> {
                    if (open.containsKey(arn)) {
                        assertThat(HostProcesses.firstOf(Story.id(arn)))
                                .as("processes of " + arn)
                                .isEqualTo(processes);
                    }
                });
        open.keySet().forEach(arn -> counted(lines(arn)));
    }

    private void findUnsure() {
        unsureRun.ifPresent(
                fate ->
                        clients.ecs()
                                .listTasks(r -> r.startedBy(fate.label()))
                                .taskArns()
                                .forEach(arn -> open.put(arn, fate)));
        unsureRun = Optional.empty();
        unsureStop.ifPresent(
                arn ->
                        described().stream()
                                .filter(task -> task.taskArn().equals(arn))
                                .filter(task -> task.desiredStatus().equals("STOPPED"))
                                .forEach(_ -> stopped(arn)));
        unsureStop = Optional.empty();
    }

    private Optional<Boolean> settled() {
        look();
        boolean all =
                open.entrySet().stream()
                        .allMatch(
                                e ->
                                        e.getValue().code().isEmpty()
                                                && !e.getValue().stopped()
                                                && started.containsKey(e.getKey()));
        return all ? Optional.of(true) : Optional.empty();
    }

    void stopAll() {
        open.keySet().forEach(arn -> stop(arn));
        Await.until(
                "every task to stop",
                BOUND,
                () -> {
                    look();
                    return open.isEmpty() ? Optional.of(true) : Optional.empty();
                });
    }
}
