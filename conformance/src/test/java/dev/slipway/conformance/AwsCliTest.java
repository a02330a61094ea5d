package dev.slipway.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The AWS CLI, told nothing but what {@code ./slipway env} tells it. */
final class AwsCliTest {
    @RegisterExtension static final SlipwayServer server = SlipwayServer.simulated();

    /** Five tasks, from the definition to the end of one. Prints what the test compares. */
    private static final String STORY =
            """
            eval "$(./slipway env --data "$DATA")"
            aws ecs create-cluster >/dev/null
            account=$(aws sts get-caller-identity --query Account --output text)
            aws logs create-log-group --log-group-name "/$FAMILY"
            aws ecs register-task-definition --family "$FAMILY" --requires-compatibilities FARGATE --network-mode awsvpc \\
              --cpu 256 --memory 512 --execution-role-arn "arn:aws:iam::$account:role/story" \\
              --container-definitions '[{"name":"web","image":"slipway-demo",
                "environment":[{"name":"SLIPWAY_SIMULATE_OUTPUT","value":"hull laid"}],
                "logConfiguration":{"logDriver":"awslogs","options":{"awslogs-group":"/'"$FAMILY"'",
                "awslogs-region":"us-east-1","awslogs-stream-prefix":"cli"}}}]' >/dev/null
            subnet=$(aws ec2 describe-subnets --query 'Subnets[0].SubnetId' --output text)
            tasks=$(aws ecs run-task --task-definition "$FAMILY" --launch-type FARGATE --count 5 \\
              --network-configuration "awsvpcConfiguration={subnets=[$subnet],assignPublicIp=ENABLED}" \\
              --query 'tasks[].taskArn' --output text)
            aws ecs wait tasks-running --tasks $tasks
            echo "addresses $(aws ecs describe-tasks --tasks $tasks --output text \\
              --query "tasks[].attachments[].details[?name=='privateIPv4Address'].value" | tr '\\t' '\\n' | sort -u | wc -l)"
            one=${tasks%%[[:space:]]*}
            id=${one##*/}
            echo "log $(aws logs get-log-events --log-group-name "/$FAMILY" --log-stream-name "cli/web/$id" \\
              --start-from-head --query 'events[].message' --output text)"
            echo "filtered $(aws logs filter-log-events --log-group-name "/$FAMILY" --filter-pattern hull \\
              --query 'length(events)' --output text)"
            aws ecs stop-task --task "$one" --reason enough >/dev/null
            aws ecs wait tasks-stopped --tasks "$one"
            echo "stopped $(aws ecs describe-tasks --tasks "$one" --output text \\
              --query 'tasks[0].[lastStatus,stopCode,stoppedReason]')"
            """;

    @ParameterizedTest
    @ValueSource(strings = {"aws", "/usr/bin/aws"})
    void fiveTasksFromDefinitionToEnd(String cli) {
        assumeThere(server, cli);
        Path folder = cli.startsWith("/") ? Path.of(cli).getParent() : Path.of("");
        String path = System.getenv().getOrDefault("PATH", "");
        String said =
                server.launcher()
                        .bash(
                                STORY,
                                Map.of(
                                        "DATA",
                                        server.data().toString(),
                                        "FAMILY",
                                        cli.startsWith("/") ? "distribution" : "at-hand",
                                        "PATH",
                                        cli.startsWith("/") ? folder + ":" + path : path))
                        .expectingSuccess();
        assertThat(said.lines())
                .contains(
                        "addresses 5",
                        "log hull laid",
                        "filtered 5",
                        "stopped STOPPED\tUserInitiated\tenough");
    }

    /** AWS has discovery at another host, which the CLI must not make up here. */
    @Test
    void cloudMapIsDiscoveredAtTheSameEndpoint() {
        assumeThere(server, "aws");
        String said =
                server.launcher()
                        .bash(
                                """
                                eval "$(./slipway env --data "$DATA")"
                                aws servicediscovery create-http-namespace --name cli >/dev/null
                                ns=$(aws servicediscovery list-namespaces --output text \\
                                  --query "Namespaces[?Name=='cli'].Id")
                                srv=$(aws servicediscovery create-service --name cart --namespace-id "$ns" \\
                                  --query Service.Id --output text)
                                aws servicediscovery register-instance --service-id "$srv" --instance-id one \\
                                  --attributes AWS_INSTANCE_IPV4=10.0.0.7,version=2 >/dev/null
                                aws servicediscovery discover-instances --namespace-name cli --service-name cart \\
                                  --query-parameters version=2 --output text \\
                                  --query 'Instances[].Attributes.AWS_INSTANCE_IPV4'
                                """,
                                Map.of(
                                        "DATA",
                                        server.data().toString(),
                                        "PATH",
                                        System.getenv().getOrDefault("PATH", "")))
                        .expectingSuccess();
        assertThat(said.strip()).isEqualTo("10.0.0.7");
    }

    @Test
    void aRefusalIsPrintedAsAwsPrintsIt() {
        assumeThere(server, "aws");
        Launcher.Said said =
                server.launcher()
                        .bash(
                                """
                                eval "$(./slipway env --data "$DATA")"
                                aws ecs list-tasks --cluster nowhere
                                """,
                                Map.of("DATA", server.data().toString()));
        assertThat(said.exit()).isNotZero();
        assertThat(said.err()).contains("(ClusterNotFoundException)");
    }

    @Test
    void settingsOfThePersonCannotLeadCallsAstray() {
        assumeThere(server, "aws");
        String said =
                server.launcher()
                        .bash(
                                """
                                eval "$(./slipway env --data "$DATA")"
                                aws sts get-caller-identity --query Account --output text
                                """,
                                Map.of(
                                        "DATA", server.data().toString(),
                                        "AWS_PROFILE", "nobody",
                                        "AWS_SESSION_TOKEN", "stale",
                                        "AWS_ENDPOINT_URL_STS", "http://127.0.0.1:9"))
                        .expectingSuccess();
        assertThat(said.strip()).isEqualTo(SlipwayServer.ACCOUNT);
    }

    static void assumeThere(SlipwayServer server, String cli) {
        boolean there =
                cli.startsWith("/")
                        ? Files.isExecutable(Path.of(cli))
                        : server.launcher().bash("command -v " + cli, Map.of()).exit() == 0;
        if (!there) {
            System.err.println("SKIPPED: no AWS CLI " + cli + " on this machine");
        }
        assumeTrue(there, "no AWS CLI " + cli);
    }
}
