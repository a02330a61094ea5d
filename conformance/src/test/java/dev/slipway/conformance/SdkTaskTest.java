package dev.slipway.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.core.waiters.WaiterOverrideConfiguration;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilteredLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.OutputLogEvent;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.ConflictException;
import software.amazon.awssdk.services.ecs.model.DescribeTasksResponse;
import software.amazon.awssdk.services.ecs.model.RunTaskRequest;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.ecs.model.TaskStopCode;
import software.amazon.awssdk.services.ecs.waiters.EcsWaiter;

/** Tasks from launch to end, watched with the SDK's own waiters. */
final class SdkTaskTest {
    @RegisterExtension static final SlipwayServer server = SlipwayServer.simulated();

    @BeforeAll
    static void aDefinition() {
        server.ecs().createCluster();
        server.ecs().registerTaskDefinition(Story.definition("web").build());
    }

    private static EcsWaiter waiter(EcsClient ecs) {
        return EcsWaiter.builder()
                .client(ecs)
                .overrideConfiguration(
                        WaiterOverrideConfiguration.builder()
                                .maxAttempts(200)
                                .waitTimeout(Duration.ofSeconds(30))
                                .backoffStrategyV2(
                                        BackoffStrategy.fixedDelay(Duration.ofMillis(50)))
                                .build())
                .build();
    }

    private static List<Task> running(EcsClient ecs, List<Task> tasks) {
        List<String> arns = tasks.stream().map(Task::taskArn).toList();
        try (EcsWaiter waiter = waiter(ecs)) {
            return waiter.waitUntilTasksRunning(r -> r.tasks(arns))
                    .matched()
                    .response()
                    .orElseThrow()
                    .tasks();
        }
    }

    private static Task stopped(EcsClient ecs, String arn) {
        try (EcsWaiter waiter = waiter(ecs)) {
            return waiter.waitUntilTasksStopped(r -> r.tasks(arn))
                    .matched()
                    .response()
                    .orElseThrow()
                    .tasks()
                    .getFirst();
        }
    }

    @Test
    void fiveTasksRunWithFiveAddressesAndOneIsStopped() {
        EcsClient ecs = server.ecs();
        Ec2Client ec2 = server.ec2();
        List<Task> launched =
                ecs.runTask(Story.run(ec2, "web").count(5).startedBy("story").build()).tasks();
        assertThat(launched).hasSize(5).allMatch(task -> task.desiredStatus().equals("RUNNING"));
        List<Task> running = running(ecs, launched);
        assertThat(running)
                .extracting(task -> Story.detail(task, "privateIPv4Address"))
                .doesNotHaveDuplicates()
                .allMatch(address -> address.startsWith("172.31."));
        assertThat(running).allMatch(task -> task.startedAt() != null);
        List<NetworkInterface> interfaces =
                ec2.describeNetworkInterfaces(
                                r ->
                                        r.networkInterfaceIds(
                                                running.stream()
                                                        .map(
                                                                task ->
                                                                        Story.detail(
                                                                                task,
                                                                                "networkInterfaceId"))
                                                        .toList()))
                        .networkInterfaces();
        assertThat(interfaces)
                .extracting(each -> each.association().publicIp())
                .doesNotHaveDuplicates();
        assertThat(ecs.listTasks(r -> r.startedBy("story")).taskArns())
                .containsExactlyInAnyOrderElementsOf(running.stream().map(Task::taskArn).toList());

        String one = running.getFirst().taskArn();
        assertThat(ecs.stopTask(r -> r.task(one).reason("enough")).task().desiredStatus())
                .isEqualTo("STOPPED");
        Task stopped = stopped(ecs, one);
        assertThat(stopped.stopCode()).isEqualTo(TaskStopCode.USER_INITIATED);
        assertThat(stopped.stoppedReason()).isEqualTo("enough");
        assertThat(stopped.containers().getFirst().exitCode()).isNotNull();
        assertThat(stopped.stoppedAt()).isAfter(stopped.startedAt());
        assertThat(ecs.listTasks(r -> r.startedBy("story")).taskArns())
                .hasSize(4)
                .doesNotContain(one);
    }

    @Test
    void anEssentialContainerThatEndsStopsItsTaskWithItsExitCode() {
        EcsClient ecs = server.ecs();
        ecs.registerTaskDefinition(
                Story.definition("brief")
                        .containerDefinitions(
                                Story.web().toBuilder()
                                        .entryPoint("sh", "-c")
                                        .command("echo bye; exit 3")
                                        .build())
                        .build());
        String arn =
                ecs.runTask(Story.run(server.ec2(), "brief").build()).tasks().getFirst().taskArn();
        Task stopped = stopped(ecs, arn);
        assertThat(stopped.stopCode()).isEqualTo(TaskStopCode.ESSENTIAL_CONTAINER_EXITED);
        assertThat(stopped.stoppedReason()).isEqualTo("Essential container in task exited");
        assertThat(stopped.containers().getFirst().exitCode()).isEqualTo(3);
    }

    @Test
    void anImageThatDoesNotExistIsToldInTheStoppedReason() {
        EcsClient ecs = server.ecs();
        ecs.registerTaskDefinition(
                Story.definition("ghost")
                        .containerDefinitions(
                                Story.web().toBuilder().image("does-not-exist:1").build())
                        .build());
        String arn =
                ecs.runTask(Story.run(server.ec2(), "ghost").build()).tasks().getFirst().taskArn();
        Task stopped = stopped(ecs, arn);
        assertThat(stopped.stopCode()).isEqualTo(TaskStopCode.TASK_FAILED_TO_START);
        assertThat(stopped.stoppedReason()).startsWith("CannotPullContainerError");
        assertThat(stopped.containers().getFirst().exitCode()).isNull();
    }

    @Test
    void whatATaskWritesIsReadBackFromCloudWatchLogs() {
        EcsClient ecs = server.ecs();
        CloudWatchLogsClient logs = server.logs();
        List<Task> launched = ecs.runTask(Story.run(server.ec2(), "web").build()).tasks();
        running(ecs, launched);
        String stream = "story/web/" + Story.id(launched.getFirst().taskArn());
        List<OutputLogEvent> events =
                Await.until(
                        "two log lines",
                        Duration.ofSeconds(10),
                        () -> Optional.of(eventsOf(logs, stream)).filter(seen -> seen.size() == 2));
        assertThat(events)
                .extracting(OutputLogEvent::message)
                .containsExactly("hull laid", "afloat");
        assertThat(
                        logs.filterLogEvents(
                                        r ->
                                                r.logGroupName(Story.GROUP)
                                                        .logStreamNames(stream)
                                                        .filterPattern("afloat"))
                                .events())
                .extracting(FilteredLogEvent::message)
                .containsExactly("afloat");
    }

    private static List<OutputLogEvent> eventsOf(CloudWatchLogsClient logs, String stream) {
        boolean absent =
                logs.describeLogStreams(
                                r -> r.logGroupName(Story.GROUP).logStreamNamePrefix(stream))
                        .logStreams()
                        .isEmpty();
        return absent
                ? List.of()
                : logs.getLogEvents(
                                r ->
                                        r.logGroupName(Story.GROUP)
                                                .logStreamName(stream)
                                                .startFromHead(true))
                        .events();
    }

    @Test
    void aTaskThatNeverWasIsMissing() {
        DescribeTasksResponse answer =
                server.ecs().describeTasks(r -> r.tasks("0123456789abcdef0123456789abcdef"));
        assertThat(answer.tasks()).isEmpty();
        assertThat(answer.failures())
                .singleElement()
                .satisfies(failure -> assertThat(failure.reason()).isEqualTo("MISSING"));
    }

    @Test
    void aClientTokenIsWorthOneLaunchAndRefusesAnother() {
        EcsClient ecs = server.ecs();
        RunTaskRequest request =
                Story.run(server.ec2(), "web").count(2).clientToken("one-launch").build();
        List<String> first = ecs.runTask(request).tasks().stream().map(Task::taskArn).toList();
        List<String> again = ecs.runTask(request).tasks().stream().map(Task::taskArn).toList();
        assertThat(again).containsExactlyInAnyOrderElementsOf(first);
        assertThatExceptionOfType(ConflictException.class)
                .isThrownBy(() -> ecs.runTask(request.toBuilder().count(3).build()));
    }
}
