package dev.slipway.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilteredLogEvent;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.Task;

/** Real containers on this machine, from the demo to the last trace of them. For root. */
@EnabledIf("root")
final class LocalNodeHostTest {
    private static final Duration BOUND = Duration.ofSeconds(60);

    static boolean root() {
        if (!Launcher.asRoot()) {
            System.err.println("SKIPPED: LocalNodeHostTest runs real containers and needs root");
        }
        return Launcher.asRoot();
    }

    @Test
    void theDemoEndsWithAPageAndLogLinesAndItsTasksOutliveAKilledServer() {
        try (SlipwayServer server = SlipwayServer.local()) {
            String shown =
                    server.command("demo", "--port", Integer.toString(server.port()))
                            .expectingSuccess();
            assertThat(shown)
                    .contains("<h1>Launched.", "read back from CloudWatch Logs", "aws ecs");
            server.readEnvironment();
            fiveTasksOutliveAKilledServer(server);
            server.command("down").expectingSuccess();
            Launcher.Said leaks = server.command("doctor", "--leaks");
            assertThat(leaks.exit()).as(leaks.out()).isZero();
        }
    }

    private static void fiveTasksOutliveAKilledServer(SlipwayServer server) {
        EcsClient before = server.ecs();
        before.registerTaskDefinition(
                Story.definition("ticker").containerDefinitions(ticker()).build());
        List<String> arns =
                before
                        .runTask(
                                Story.run(server.ec2(), "ticker", opened(server.ec2()))
                                        .count(5)
                                        .build())
                        .tasks()
                        .stream()
                        .map(Task::taskArn)
                        .toList();
        List<Task> running =
                Await.until("five tasks to run", BOUND, () -> all(before, arns, "RUNNING"));
        assertThat(running)
                .extracting(task -> Story.detail(task, "privateIPv4Address"))
                .doesNotHaveDuplicates();
        assertThat(page(server.ec2(), running.getFirst())).contains("<h1>Launched.");

        ProcessHandle killed = server.process();
        killed.destroyForcibly();
        killed.onExit().join();
        server.up();

        EcsClient after = server.ecs();
        List<Task> found = all(after, arns, "RUNNING").orElseThrow();
        assertThat(startTimes(found)).isEqualTo(startTimes(running));
        after.stopTask(r -> r.task(arns.getFirst()).reason("enough"));
        Task stopped =
                Await.until(
                                "one task to stop",
                                BOUND,
                                () -> all(after, arns.subList(0, 1), "STOPPED"))
                        .getFirst();
        assertThat(stopped.containers().getFirst().exitCode()).isEqualTo(143);
        CloudWatchLogsClient logs = server.logs();
        String stream = "story/web/" + Story.id(arns.getFirst());
        List<String> lines =
                logs
                        .filterLogEventsPaginator(
                                r -> r.logGroupName(Story.GROUP).logStreamNames(stream))
                        .events()
                        .stream()
                        .map(FilteredLogEvent::message)
                        .toList();
        assertThat(lines).startsWith("tick 1", "tick 2").endsWith("SIGTERM seen");
        // Every line once and in order: none was lost or told twice while no server was there.
        for (int i = 0; i < lines.size() - 1; i++) {
            assertThat(lines.get(i)).isEqualTo("tick " + (i + 1));
        }
    }

    /** A security group that lets everyone ask for pages. */
    private static String opened(Ec2Client ec2) {
        String group =
                ec2.createSecurityGroup(r -> r.groupName("web").description("web")).groupId();
        ec2.authorizeSecurityGroupIngress(
                r ->
                        r.groupId(group)
                                .ipProtocol("tcp")
                                .fromPort(80)
                                .toPort(80)
                                .cidrIp("0.0.0.0/0"));
        return group;
    }

    /** What a task serves at its public address. */
    private static String page(Ec2Client ec2, Task task) {
        String address =
                ec2.describeNetworkInterfaces(
                                r ->
                                        r.networkInterfaceIds(
                                                Story.detail(task, "networkInterfaceId")))
                        .networkInterfaces()
                        .getFirst()
                        .association()
                        .publicIp();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                            HttpRequest.newBuilder(URI.create("http://" + address + "/"))
                                    .timeout(BOUND)
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Counts aloud and says when it is asked to stop. */
    private static ContainerDefinition ticker() {
        return Story.web().toBuilder()
                .image("slipway-demo:latest")
                .entryPoint("/bin/sh", "-c")
                .command(
                        "trap 'echo SIGTERM seen; exit 143' TERM; httpd -p 80 -h /www; i=0; "
                                + "while true; do i=$((i+1)); echo tick $i; sleep 0.2; done")
                .build();
    }

    private static Map<String, Instant> startTimes(List<Task> tasks) {
        return tasks.stream().collect(Collectors.toMap(Task::taskArn, Task::startedAt));
    }

    private static Optional<List<Task>> all(EcsClient ecs, List<String> arns, String status) {
        List<Task> tasks = ecs.describeTasks(r -> r.tasks(arns)).tasks();
        return Optional.of(tasks)
                .filter(
                        seen ->
                                seen.size() == arns.size()
                                        && seen.stream()
                                                .allMatch(
                                                        task -> task.lastStatus().equals(status)));
    }
}
