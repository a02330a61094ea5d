package dev.slipway.controlplane.fleet;

import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.aws.Tags;
import dev.slipway.controlplane.ec2.DefaultNetwork;
import dev.slipway.controlplane.ec2.Ec2;
import dev.slipway.controlplane.ec2.address.PublicAddresses;
import dev.slipway.controlplane.ec2.networkinterface.NetworkInterfaces;
import dev.slipway.controlplane.ecs.accountsetting.AccountSettings;
import dev.slipway.controlplane.ecs.cluster.Clusters;
import dev.slipway.controlplane.ecs.task.Quotas;
import dev.slipway.controlplane.ecs.task.Task;
import dev.slipway.controlplane.ecs.task.Tasks;
import dev.slipway.controlplane.ecs.taskdefinition.ContainerSpec;
import dev.slipway.controlplane.ecs.taskdefinition.NameAndValue;
import dev.slipway.controlplane.ecs.taskdefinition.TaskDefinition;
import dev.slipway.controlplane.ecs.taskdefinition.TaskDefinitions;
import dev.slipway.controlplane.iam.Credentials;
import dev.slipway.controlplane.placement.Placement;
import dev.slipway.controlplane.planning.NodePlans;
import dev.slipway.controlplane.state.Entry;
import dev.slipway.controlplane.state.Key;
import dev.slipway.controlplane.state.Kind;
import dev.slipway.controlplane.state.State;
import dev.slipway.nodelink.Node;
import dev.slipway.nodelink.NodePlan;
import dev.slipway.nodelink.NodeReport;
import dev.slipway.nodelink.TaskPlan;
import dev.slipway.nodelink.TaskReport;
import dev.slipway.wire.Call;
import dev.slipway.wire.Caller;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ecs.model.DescribeTasksRequest;
import software.amazon.awssdk.services.ecs.model.DescribeTasksResponse;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionResponse;
import software.amazon.awssdk.services.ecs.model.RunTaskRequest;
import software.amazon.awssdk.services.ecs.model.RunTaskResponse;
import software.amazon.awssdk.services.ecs.model.StopTaskRequest;
import software.amazon.awssdk.services.ecs.model.StopTaskResponse;

/**
 * The whole of tasks in memory, with a clock that stands still and a node that is played by hand.
 */
public final class Harbour {
    public static final Scope HERE = new Scope("123456789012", "us-east-1");
    public static final String NODE = "node-1";

    public final State state = State.inMemory(kinds());
    public final Tasks tasks;
    public final Fleet fleet;
    public final NodePlans plans;
    public final List<String> subnets;
    public final List<NodePlan> told = new ArrayList<>();
    public Instant now = Instant.parse("2026-01-02T03:04:05Z");

    private final Random random;
    private final ArrayDeque<Runnable> turns = new ArrayDeque<>();
    private final Map<String, AwsOperation<?, ?>> operations = new TreeMap<>();
    private int capacityCpu = 4096;
    private int capacityMemory = 8192;

    public Harbour(long seed) {
        this(seed, Quotas.standard());
    }

    public Harbour(long seed, Quotas quotas) {
        random = new Random(seed);
        NetworkInterfaces interfaces =
                new NetworkInterfaces(new PublicAddresses("198.18.0.0/24"), random);
        tasks = new Tasks(interfaces, new Credentials(state, () -> now, random));
        plans = new NodePlans(state, turns::add);
        fleet = new Fleet(state, () -> now, tasks, plans);
        subnets =
                state.commit(tx -> new DefaultNetwork(state, random).ensure(tx, HERE).subnetIds());
        for (AwsOperation<?, ?> operation : tasks.operations(state, quotas, random)) {
            operations.put(operation.name(), operation);
        }
        for (AwsOperation<?, ?> operation : TaskDefinitions.operations(state)) {
            operations.put(operation.name(), operation);
        }
        define(definition("web", 1, "256", "512"));
        settle();
    }

    private static List<Kind<?>> kinds() {
        List<Kind<?>> kinds = new ArrayList<>(Ec2.kinds());
        kinds.addAll(Tasks.KINDS);
        kinds.addAll(Placement.KINDS);
        kinds.addAll(Credentials.kinds());
        kinds.add(Clusters.KIND);
        kinds.addAll(TaskDefinitions.KINDS);
        kinds.add(AccountSettings.KIND);
        return kinds;
    }

    /** The node starts: it has nothing, says so, and is connected. */
    public Harbour withNode(int cpuUnits, int memoryMib) {
        capacityCpu = cpuUnits;
        capacityMemory = memoryMib;
        report(true, 0, List.of());
        connect();
        return this;
    }

    public void connect() {
        fleet.connect(
                new Node() {
                    @Override
                    public String id() {
                        return NODE;
                    }

                    @Override
                    public void apply(NodePlan plan) {
                        told.add(plan);
                    }

                    @Override
                    public void close() {}
                });
        settle();
    }

    public NodePlan plan() {
        settle();
        return told.getLast();
    }

    public void settle() {
        while (!turns.isEmpty()) {
            turns.remove().run();
        }
    }

    public void pass(Duration time) {
        now = now.plus(time);
    }

    public void report(boolean full, long generation, List<TaskReport> reports) {
        fleet.report(
                new NodeReport(
                        NODE,
                        generation,
                        full,
                        new NodeReport.Capacity(capacityCpu, capacityMemory),
                        reports));
        settle();
    }

    public void report(TaskReport... reports) {
        report(false, plans.current(NODE).orElseThrow().generation(), List.of(reports));
    }

    /** What the node is told of a task. */
    public TaskPlan planned(String id) {
        return Objects.requireNonNull(plan().tasks().get(id));
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // each caller knows the pair
    public <I extends SdkPojo, O extends SdkPojo> O call(String operation, I input) {
        AwsOperation<I, O> found =
                (AwsOperation<I, O>) Objects.requireNonNull(operations.get(operation));
        Call call =
                new Call(
                        "request-1",
                        "ecs",
                        operation,
                        new Caller(
                                HERE.account(),
                                "arn:aws:iam::" + HERE.account() + ":root",
                                HERE.account(),
                                "AKIAEXAMPLE"),
                        HERE.region(),
                        now,
                        "127.0.0.1",
                        "");
        found.access(call, input);
        O answer = found.answer(call, input);
        settle();
        return answer;
    }

    public RunTaskResponse run(Consumer<RunTaskRequest.Builder> more) {
        RunTaskRequest.Builder asked =
                RunTaskRequest.builder()
                        .taskDefinition("web:1")
                        .launchType("FARGATE")
                        .networkConfiguration(n -> n.awsvpcConfiguration(v -> v.subnets(subnets)));
        more.accept(asked);
        return call("RunTask", asked.build());
    }

    /** One task of the definition; its id. */
    public String runOne() {
        return id(run(r -> {}).tasks().getFirst().taskArn());
    }

    public StopTaskResponse stop(String id) {
        return call("StopTask", StopTaskRequest.builder().task(id).build());
    }

    public software.amazon.awssdk.services.ecs.model.Task describe(String id) {
        DescribeTasksResponse answer =
                call(
                        "DescribeTasks",
                        DescribeTasksRequest.builder()
                                .tasks(id)
                                .includeWithStrings("TAGS")
                                .build());
        return answer.tasks().getFirst();
    }

    public Task task(String id) {
        return tasks.find(state.read(), id).orElseThrow();
    }

    public List<Task> allTasks() {
        return state.read().listAll(Task.KIND).map(Entry::value).toList();
    }

    public static String id(String arn) {
        return arn.substring(arn.lastIndexOf('/') + 1);
    }

    public void define(TaskDefinition definition) {
        state.commit(
                tx -> {
                    tx.put(
                            TaskDefinitions.KIND,
                            Key.of(
                                    HERE,
                                    "%s %010d"
                                            .formatted(definition.family(), definition.revision())),
                            definition);
                    return "";
                });
    }

    /** A document as a user registers it; its family and revision. */
    public String register(RegisterTaskDefinitionRequest document) {
        RegisterTaskDefinitionResponse answer = call("RegisterTaskDefinition", document);
        return answer.taskDefinition().family() + ":" + answer.taskDefinition().revision();
    }

    public static TaskDefinition definition(
            String family, int revision, String cpu, String memory) {
        return new TaskDefinition(
                family,
                revision,
                "arn:aws:ecs:us-east-1:123456789012:task-definition/" + family + ":" + revision,
                TaskDefinition.Status.ACTIVE,
                "",
                "arn:aws:iam::123456789012:role/execution",
                "awsvpc",
                List.of("FARGATE"),
                List.of("EC2", "FARGATE"),
                Optional.of(Integer.parseInt(cpu)),
                Optional.of(Integer.parseInt(memory)),
                Optional.empty(),
                "",
                "",
                false,
                "",
                "",
                false,
                List.of(container("app", true), container("sidecar", false)),
                List.of(),
                List.of(),
                Optional.empty(),
                List.of(),
                Tags.none(),
                Instant.EPOCH,
                "arn:aws:iam::123456789012:root",
                Optional.empty(),
                Optional.empty());
    }

    private static ContainerSpec container(String name, boolean essential) {
        return new ContainerSpec(
                name,
                "registry.example/" + name + ":1",
                essential,
                "",
                "",
                new ContainerSpec.Sizes(0, Optional.empty(), Optional.empty(), List.of()),
                new ContainerSpec.Execution(
                        List.of(), List.of("serve"), "", "", Optional.empty(), Optional.empty()),
                new ContainerSpec.Surroundings(
                        List.of(new NameAndValue("A", "1"), new NameAndValue("B", "2")),
                        List.of(),
                        List.of()),
                List.of(),
                List.of(),
                List.of(),
                new ContainerSpec.Lifecycle(
                        List.of(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()),
                new ContainerSpec.Confinement(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of()),
                Optional.of(
                        new ContainerSpec.LogConfiguration(
                                "awslogs",
                                Map.of(
                                        "awslogs-group",
                                        "/app",
                                        "awslogs-region",
                                        "us-east-1",
                                        "awslogs-stream-prefix",
                                        "web"),
                                List.of())),
                Optional.empty(),
                new ContainerSpec.DockerNetworking(
                        List.of(), "", Optional.empty(), List.of(), List.of(), List.of()),
                Map.of());
    }
}
