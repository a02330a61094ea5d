package dev.slipway.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.cloudwatchlogs.model.InputLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.OutputLogEvent;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.IpRange;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ecs.model.KeyValuePair;
import software.amazon.awssdk.services.ecs.model.Tag;
import software.amazon.awssdk.services.ecs.model.Task;

/** Callers whose calls change records only. */
final class RecordCallers {
    private RecordCallers() {}

    static List<Caller> all(Clients clients, Random random) {
        return List.of(
                new Definitions(clients),
                new Tags(clients, new Random(random.nextLong())),
                new Groups(clients, new Random(random.nextLong())),
                new Lines(clients, new Random(random.nextLong())));
    }

    /** Runs and stops tasks of which it asks only whether they are known: for simulated nodes. */
    static Caller runs(Clients clients, Random random) {
        return new Runs(clients, new Random(random.nextLong()));
    }

    private static final class Runs implements Caller {
        private static final int MOST_RUNNING = 4;
        private static final int MOST_KNOWN = 100;
        private final Clients clients;
        private final Random random;

        /** Whether they were stopped. */
        private final LinkedHashMap<String, Boolean> tasks = new LinkedHashMap<>();

        private boolean registered;

        Runs(Clients clients, Random random) {
            this.clients = clients;
            this.random = random;
        }

        @Override
        public void call() {
            List<String> running =
                    tasks.keySet().stream().filter(arn -> !tasks.getOrDefault(arn, true)).toList();
            if (!registered) {
                clients.ecs().registerTaskDefinition(Story.definition("known").build());
                registered = true;
            } else if (running.size() < MOST_RUNNING && tasks.size() < MOST_KNOWN) {
                clients.ecs()
                        .runTask(Story.run(clients.ec2(), "known").build())
                        .tasks()
                        .forEach(task -> tasks.put(task.taskArn(), false));
            } else if (!running.isEmpty()) {
                String arn = running.get(random.nextInt(running.size()));
                clients.ecs().stopTask(r -> r.task(arn).reason("enough"));
                tasks.put(arn, true);
            }
        }

        @Override
        public void check() {
            if (tasks.isEmpty()) {
                return;
            }
            List<Task> seen = clients.ecs().describeTasks(r -> r.tasks(tasks.keySet())).tasks();
            assertThat(seen)
                    .extracting(Task::taskArn)
                    .containsExactlyInAnyOrderElementsOf(tasks.keySet());
            for (Task task : seen) {
                if (tasks.getOrDefault(task.taskArn(), false)) {
                    assertThat(task.desiredStatus()).isEqualTo("STOPPED");
                    assertThat(task.stoppedReason()).isEqualTo("enough");
                }
            }
            // The simulated machine went with its process: they all end now, and new ones come.
            tasks.clear();
        }
    }

    /** Registers task definitions. */
    private static final class Definitions implements Caller {
        private final Clients clients;
        private final Map<String, String> fresh = new LinkedHashMap<>();
        private final TreeSet<String> all = new TreeSet<>();
        private int next;

        Definitions(Clients clients) {
            this.clients = clients;
        }

        @Override
        public void call() {
            String mark = Integer.toString(next++);
            String arn =
                    clients.ecs()
                            .registerTaskDefinition(
                                    Story.definition("family-" + next % 3)
                                            .containerDefinitions(
                                                    Story.web().toBuilder()
                                                            .environment(
                                                                    KeyValuePair.builder()
                                                                            .name("MARK")
                                                                            .value(mark)
                                                                            .build())
                                                            .build())
                                            .build())
                            .taskDefinition()
                            .taskDefinitionArn();
            fresh.put(arn, mark);
            all.add(arn);
        }

        @Override
        public void check() {
            fresh.forEach(
                    (arn, mark) ->
                            assertThat(
                                            clients.ecs()
                                                    .describeTaskDefinition(
                                                            r -> r.taskDefinition(arn))
                                                    .taskDefinition()
                                                    .containerDefinitions()
                                                    .getFirst()
                                                    .environment()
                                                    .getFirst()
                                                    .value())
                                    .isEqualTo(mark));
            fresh.clear();
            assertThat(
                            clients.ecs().listTaskDefinitionsPaginator().stream()
                                    .flatMap(page -> page.taskDefinitionArns().stream())
                                    .toList())
                    .containsAll(all);
        }
    }

    /** Tags and untags a cluster. */
    private static final class Tags implements Caller {
        private final Clients clients;
        private final Random random;
        private final Map<String, String> tags = new TreeMap<>();
        private Optional<String> cluster = Optional.empty();
        private Optional<String> unsure = Optional.empty();
        private int next;

        Tags(Clients clients, Random random) {
            this.clients = clients;
            this.random = random;
        }

        @Override
        public void call() {
            if (cluster.isEmpty()) {
                // The same name again is the same cluster, so that an unsure one is no matter.
                cluster =
                        Optional.of(
                                clients.ecs()
                                        .createCluster(r -> r.clusterName("tagged"))
                                        .cluster()
                                        .clusterArn());
                return;
            }
            String key = "key-" + random.nextInt(6);
            String value = Integer.toString(next++);
            unsure = Optional.of(key);
            if (random.nextInt(3) == 0) {
                clients.ecs().untagResource(r -> r.resourceArn(cluster.orElseThrow()).tagKeys(key));
                tags.remove(key);
            } else {
                clients.ecs()
                        .tagResource(
                                r ->
                                        r.resourceArn(cluster.orElseThrow())
                                                .tags(Tag.builder().key(key).value(value).build()));
                tags.put(key, value);
            }
            unsure = Optional.empty();
        }

        @Override
        public void check() {
            if (cluster.isEmpty()) {
                return;
            }
            Map<String, String> seen = new TreeMap<>();
            clients.ecs()
                    .listTagsForResource(r -> r.resourceArn(cluster.orElseThrow()))
                    .tags()
                    .forEach(tag -> seen.put(tag.key(), tag.value()));
            unsure.ifPresent(
                    key -> {
                        tags.remove(key);
                        Optional.ofNullable(seen.get(key)).ifPresent(value -> tags.put(key, value));
                    });
            unsure = Optional.empty();
            assertThat(seen).isEqualTo(tags);
        }
    }

    /** Makes security groups, opens and shuts their ports, deletes them. */
    private static final class Groups implements Caller {
        private final Clients clients;
        private final Random random;
        private final TreeMap<String, TreeSet<Integer>> ports = new TreeMap<>();
        private Optional<String> unsure = Optional.empty();
        private int next;

        Groups(Clients clients, Random random) {
            this.clients = clients;
            this.random = random;
        }

        @Override
        public void call() {
            if (ports.size() < 2) {
                String name = "group-" + next++;
                ports.put(
                        clients.ec2()
                                .createSecurityGroup(r -> r.groupName(name).description(name))
                                .groupId(),
                        new TreeSet<>());
                return;
            }
            String group = new ArrayList<>(ports.keySet()).get(random.nextInt(ports.size()));
            int port = 8000 + random.nextInt(8);
            TreeSet<Integer> open = ports.getOrDefault(group, new TreeSet<>());
            unsure = Optional.of(group);
            if (random.nextInt(12) == 0) {
                clients.ec2().deleteSecurityGroup(r -> r.groupId(group));
                ports.remove(group);
            } else if (open.contains(port)) {
                clients.ec2()
                        .revokeSecurityGroupIngress(
                                r -> r.groupId(group).ipPermissions(permission(port)));
                open.remove(port);
            } else {
                clients.ec2()
                        .authorizeSecurityGroupIngress(
                                r -> r.groupId(group).ipPermissions(permission(port)));
                open.add(port);
            }
            unsure = Optional.empty();
        }

        private static IpPermission permission(int port) {
            return IpPermission.builder()
                    .ipProtocol("tcp")
                    .fromPort(port)
                    .toPort(port)
                    .ipRanges(IpRange.builder().cidrIp("192.0.2.0/24").build())
                    .build();
        }

        @Override
        public void check() {
            TreeMap<String, TreeSet<Integer>> seen = new TreeMap<>();
            for (SecurityGroup group : clients.ec2().describeSecurityGroups().securityGroups()) {
                TreeSet<Integer> open = new TreeSet<>();
                group.ipPermissions().stream()
                        .filter(permission -> permission.fromPort() != null)
                        .forEach(permission -> open.add(permission.fromPort()));
                seen.put(group.groupId(), open);
            }
            unsure.ifPresent(
                    group -> {
                        ports.remove(group);
                        Optional.ofNullable(seen.get(group))
                                .ifPresent(open -> ports.put(group, new TreeSet<>(open)));
                    });
            unsure = Optional.empty();
            assertThat(seen).containsAllEntriesOf(ports);
        }
    }

    /** Puts log events that are numbered without a gap. */
    private static final class Lines implements Caller {
        private static final String GROUP = "/survival";
        private static final String STREAM = "numbers";
        private final Clients clients;
        private final Random random;
        private int acknowledged;
        private int unsure;
        private boolean opened;

        Lines(Clients clients, Random random) {
            this.clients = clients;
            this.random = random;
        }

        @Override
        public void call() {
            if (!opened) {
                open();
                return;
            }
            unsure = 1 + random.nextInt(40);
            long now = Clock.systemUTC().millis();
            List<InputLogEvent> events =
                    IntStream.range(acknowledged, acknowledged + unsure)
                            .mapToObj(
                                    i ->
                                            InputLogEvent.builder()
                                                    .timestamp(now)
                                                    .message(Integer.toString(i))
                                                    .build())
                            .toList();
            clients.logs()
                    .putLogEvents(
                            r -> r.logGroupName(GROUP).logStreamName(STREAM).logEvents(events));
            acknowledged += unsure;
            unsure = 0;
        }

        private void open() {
            if (clients.logs()
                    .describeLogGroups(r -> r.logGroupNamePrefix(GROUP))
                    .logGroups()
                    .isEmpty()) {
                clients.logs().createLogGroup(r -> r.logGroupName(GROUP));
            }
            if (clients.logs()
                    .describeLogStreams(r -> r.logGroupName(GROUP))
                    .logStreams()
                    .isEmpty()) {
                clients.logs().createLogStream(r -> r.logGroupName(GROUP).logStreamName(STREAM));
            }
            opened = true;
        }

        @Override
        public void check() {
            if (!opened) {
                return;
            }
            List<String> seen =
                    clients
                            .logs()
                            .getLogEventsPaginator(
                                    r ->
                                            r.logGroupName(GROUP)
                                                    .logStreamName(STREAM)
                                                    .startFromHead(true))
                            .events()
                            .stream()
                            .map(OutputLogEvent::message)
                            .toList();
            assertThat(seen.size()).isIn(acknowledged, acknowledged + unsure);
            acknowledged = seen.size();
            unsure = 0;
            assertThat(seen)
                    .containsExactlyElementsOf(
                            IntStream.range(0, acknowledged).mapToObj(Integer::toString).toList());
        }
    }
}
