package dev.slipway.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The AWS CLI drives real containers: five tasks from their definition to the end of one. */
@EnabledIf("dev.slipway.conformance.LocalNodeHostTest#root")
final class AwsCliHostTest {
    @RegisterExtension static final SlipwayServer server = SlipwayServer.local();

    /**
     * Each task serves a page, counts aloud, and says when it is asked to stop. Prints what the
     * test compares.
     */
    private static final String STORY =
            """
            eval "$(./slipway env --data "$DATA")"
            account=$(aws sts get-caller-identity --query Account --output text)
            aws logs create-log-group --log-group-name "/$FAMILY"
            aws ecs register-task-definition --family "$FAMILY" --requires-compatibilities FARGATE --network-mode awsvpc \\
              --cpu 256 --memory 512 --execution-role-arn "arn:aws:iam::$account:role/story" \\
              --container-definitions '[{"name":"web","image":"slipway-demo","entryPoint":["/bin/sh","-c"],
                "command":["trap \\"echo SIGTERM seen; exit 143\\" TERM; httpd -p 80 -h /www; i=0; while true; do i=$((i+1)); echo tick $i; sleep 0.2; done"],
                "portMappings":[{"containerPort":80}],
                "logConfiguration":{"logDriver":"awslogs","options":{"awslogs-group":"/'"$FAMILY"'",
                "awslogs-region":"us-east-1","awslogs-stream-prefix":"cli"}}}]' >/dev/null
            group=$(aws ec2 create-security-group --group-name "$FAMILY" --description story --query GroupId --output text)
            aws ec2 authorize-security-group-ingress --group-id "$group" --protocol tcp --port 80 --cidr 0.0.0.0/0 >/dev/null
            subnet=$(aws ec2 describe-subnets --query 'Subnets[0].SubnetId' --output text)
            tasks=$(aws ecs run-task --task-definition "$FAMILY" --launch-type FARGATE --count 5 \\
              --network-configuration "awsvpcConfiguration={subnets=[$subnet],securityGroups=[$group],assignPublicIp=ENABLED}" \\
              --query 'tasks[].taskArn' --output text)
            aws ecs wait tasks-running --tasks $tasks
            echo "addresses $(aws ecs describe-tasks --tasks $tasks --output text \\
              --query "tasks[].attachments[].details[?name=='privateIPv4Address'].value" | tr '\\t' '\\n' | sort -u | wc -l)"
            one=${tasks%%[[:space:]]*}
            id=${one##*/}
            eni=$(aws ecs describe-tasks --tasks "$one" --output text \\
              --query "tasks[0].attachments[0].details[?name=='networkInterfaceId'].value")
            address=$(aws ec2 describe-network-interfaces --network-interface-ids "$eni" \\
              --query 'NetworkInterfaces[0].Association.PublicIp' --output text)
            echo "page $(curl -s --max-time 10 "http://$address/" | grep -o '<h1>.*</h1>')"
            echo "log $(aws logs get-log-events --log-group-name "/$FAMILY" --log-stream-name "cli/web/$id" \\
              --start-from-head --limit 2 --query 'events[].message' --output text)"
            echo "filtered $(aws logs filter-log-events --log-group-name "/$FAMILY" --filter-pattern '"tick 1"' \\
              --query "length(events[?message=='tick 1'])" --output text)"
            if aws --version 2>&1 | grep -q '^aws-cli/2'; then
              # The other tasks go on counting, so that tail notices that nobody reads any more.
              { aws logs tail "/$FAMILY" --follow --since 10m || true; } 2>/dev/null | sed -u '/SIGTERM seen/q' > "$TAIL" &
              follower=$!
              until grep -q tick "$TAIL"; do sleep 0.1; done
            fi
            aws ecs stop-task --task "$one" --reason enough >/dev/null
            aws ecs wait tasks-stopped --tasks "$one"
            echo "stopped $(aws ecs describe-tasks --tasks "$one" --output text \\
              --query 'tasks[0].[lastStatus,stopCode,stoppedReason,containers[0].exitCode]')"
            echo "last $(aws logs get-log-events --log-group-name "/$FAMILY" --log-stream-name "cli/web/$id" \\
              --limit 1 --query 'events[].message' --output text)"
            if [ -n "${follower:-}" ]; then
              wait "$follower"
              echo "followed $(tail -n 1 "$TAIL" | cut -d' ' -f2-)"
            fi
            for task in $tasks; do aws ecs stop-task --task "$task" >/dev/null; done
            aws ecs wait tasks-stopped --tasks $tasks
            """;

    @ParameterizedTest
    @ValueSource(strings = {"aws", "/usr/bin/aws"})
    void fiveRealTasksFromDefinitionToEnd(String cli) {
        AwsCliTest.assumeThere(server, cli);
        boolean distribution = cli.startsWith("/");
        String path = System.getenv().getOrDefault("PATH", "");
        server.command("demo", "--port", Integer.toString(server.port())).expectingSuccess();
        Path tail = server.launcher().home().resolve("tail-" + distribution);
        String said =
                server.launcher()
                        .bash(
                                STORY,
                                Map.of(
                                        "DATA",
                                        server.data().toString(),
                                        "FAMILY",
                                        distribution ? "distribution" : "at-hand",
                                        "TAIL",
                                        tail.toString(),
                                        "PATH",
                                        distribution ? "/usr/bin:" + path : path))
                        .expectingSuccess();
        assertThat(said.lines())
                .contains(
                        "addresses 5",
                        "page <h1>Launched.</h1>",
                        "log tick 1\ttick 2",
                        "filtered 5",
                        "stopped STOPPED\tUserInitiated\tenough\t143",
                        "last SIGTERM seen");
        if (Files.exists(tail)) {
            assertThat(said.lines())
                    .anyMatch(line -> line.matches("followed cli/web/\\w+ SIGTERM seen"));
        }
    }
}
