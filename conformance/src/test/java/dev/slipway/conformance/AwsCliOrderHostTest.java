package dev.slipway.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The AWS CLI and a definition of four containers: what each waits for, and what the application
 * finds when it looks about itself.
 */
@EnabledIf("dev.slipway.conformance.LocalNodeHostTest#root")
final class AwsCliOrderHostTest {
    @RegisterExtension static final SlipwayServer server = SlipwayServer.local();

    private static final String CONTAINERS =
            """
            [{"name":"app","image":"slipway-demo","essential":true,"user":"1000:1001",
              "entryPoint":["/bin/sh","-c"],
              "command":["echo begins; echo user $(id -u):$(id -g); echo nofile $(ulimit -Sn) $(ulimit -Hn); echo core $(ulimit -Sc); echo stack $(ulimit -Ss); echo bounds $(grep CapBnd /proc/self/status); echo first $(cat /proc/1/comm); echo somaxconn $(cat /proc/sys/net/core/somaxconn); echo left $(cat /data/left); touch /data/mine && echo shared is writable; touch /seen/x || echo seen is read-only; touch /x || echo root is read-only; echo told $COLOUR in $PWD; exec sleep 1000"],
              "workingDirectory":"/data","environment":[{"name":"COLOUR","value":"blue"}],
              "readonlyRootFilesystem":true,
              "dependsOn":[{"containerName":"init","condition":"SUCCESS"},
                {"containerName":"sidecar","condition":"HEALTHY"},{"containerName":"helper","condition":"START"}],
              "ulimits":[{"name":"nofile","softLimit":1111,"hardLimit":2222},
                {"name":"core","softLimit":0,"hardLimit":0},{"name":"stack","softLimit":4194304,"hardLimit":8388608}],
              "linuxParameters":{"initProcessEnabled":true,"capabilities":{"add":["SYS_PTRACE"],"drop":["NET_RAW","MKNOD"]}},
              "systemControls":[{"namespace":"net.core.somaxconn","value":"777"}],
              "mountPoints":[{"sourceVolume":"shared","containerPath":"/data"},
                {"sourceVolume":"shared","containerPath":"/seen","readOnly":true}],
              LOG},
             {"name":"sidecar","image":"slipway-demo","essential":true,
              "entryPoint":["/bin/sh","-c"],
              "command":["echo begins; trap 'echo asked to stop; exit 0' TERM; sleep 1; touch /tmp/ready; while true; do sleep 0.1; done"],
              "dependsOn":[{"containerName":"init","condition":"SUCCESS"}],
              "healthCheck":{"command":["CMD-SHELL","test -f /tmp/ready && echo checked > /proc/1/fd/1"],"interval":5,"timeout":2,"retries":3},
              LOG},
             {"name":"helper","image":"slipway-demo","essential":false,
              "entryPoint":["/bin/sh","-c"],"command":["echo begins; exit 3"],LOG},
             {"name":"init","image":"slipway-demo","essential":false,
              "entryPoint":["/bin/sh","-c"],
              "command":["echo begins; sleep 1; echo made by init > /data/left; chmod 777 /data; echo done"],
              "mountPoints":[{"sourceVolume":"shared","containerPath":"/data"}],LOG}]
            """
                    .replace(
                            "LOG",
                            """
                            "logConfiguration":{"logDriver":"awslogs","options":{"awslogs-group":"/order",
                              "awslogs-region":"us-east-1","awslogs-stream-prefix":"s"}}""");

    private static final String STORY =
            """
            eval "$(./slipway env --data "$DATA")"
            account=$(aws sts get-caller-identity --query Account --output text)
            aws logs create-log-group --log-group-name /order
            aws ecs register-task-definition --family order --requires-compatibilities FARGATE --network-mode awsvpc \\
              --cpu 512 --memory 1024 --execution-role-arn "arn:aws:iam::$account:role/story" \\
              --volumes name=shared --container-definitions "$CONTAINERS" >/dev/null
            subnet=$(aws ec2 describe-subnets --query 'Subnets[0].SubnetId' --output text)
            task=$(aws ecs run-task --task-definition order --launch-type FARGATE \\
              --network-configuration "awsvpcConfiguration={subnets=[$subnet],assignPublicIp=ENABLED}" \\
              --query 'tasks[0].taskArn' --output text)
            aws ecs wait tasks-running --tasks "$task"
            aws ecs describe-tasks --tasks "$task" --output text \\
              --query 'tasks[0].containers[].join(`" "`, [`"container"`, name, lastStatus, to_string(exitCode), healthStatus])' | tr '\\t' '\\n'
            echo "task $(aws ecs describe-tasks --tasks "$task" --query 'tasks[0].healthStatus' --output text)"
            stream() {
              aws logs get-log-events --log-group-name /order --log-stream-name "s/$1/${task##*/}" --start-from-head \\
                --query 'events[].join(`" "`, [to_string(timestamp), message])' --output text | tr '\\t' '\\n'
            }
            until stream app | grep -q ' told '; do sleep 0.1; done
            aws ecs stop-task --task "$task" --reason enough >/dev/null
            aws ecs wait tasks-stopped --tasks "$task"
            for name in init sidecar helper app; do
              stream $name | while read -r at line; do echo "$name $at $line"; done
            done
            """;

    @Test
    void fourContainersGoThroughTheirOrderAndTheApplicationSeesAllItWasGiven() {
        server.command("demo", "--port", Integer.toString(server.port())).expectingSuccess();
        List<String> said =
                server.launcher()
                        .bash(
                                STORY,
                                Map.of(
                                        "DATA",
                                        server.data().toString(),
                                        "CONTAINERS",
                                        CONTAINERS,
                                        "PATH",
                                        System.getenv().getOrDefault("PATH", "")))
                        .expectingSuccess()
                        .lines()
                        .toList();
        assertThat(said)
                .contains(
                        "container app RUNNING null UNKNOWN",
                        "container sidecar RUNNING null HEALTHY",
                        "container helper STOPPED 3 UNKNOWN",
                        "container init STOPPED 0 UNKNOWN",
                        "task HEALTHY");
        assertThat(moment(said, "init", "done"))
                .isLessThanOrEqualTo(moment(said, "sidecar", "begins"));
        assertThat(moment(said, "sidecar", "checked"))
                .isLessThanOrEqualTo(moment(said, "app", "begins"));
        assertThat(moment(said, "helper", "begins"))
                .isLessThanOrEqualTo(moment(said, "app", "begins"));
        assertThat(said.stream().map(line -> line.replaceFirst("^(\\w+) \\d+ ", "$1: ")))
                .contains(
                        "app: user 1000:1001",
                        "app: nofile 1111 2222",
                        "app: core 0",
                        "app: stack 4096",
                        "app: somaxconn 777",
                        "app: left made by init",
                        "app: shared is writable",
                        "app: seen is read-only",
                        "app: root is read-only",
                        "app: told blue in /data",
                        "sidecar: asked to stop")
                .noneMatch(line -> line.startsWith("app: first sh"));
        long bounding =
                said.stream()
                        .filter(line -> line.contains("CapBnd:"))
                        .map(line -> line.replaceFirst(".*CapBnd:\\s*", ""))
                        .mapToLong(hex -> Long.parseLong(hex, 16))
                        .findFirst()
                        .orElseThrow();
        assertThat(has(bounding, NET_RAW)).isFalse();
        assertThat(has(bounding, MKNOD)).isFalse();
        assertThat(has(bounding, SYS_PTRACE)).isTrue();
        assertThat(has(bounding, CHOWN)).isTrue();
    }

    private static final int CHOWN = 0;
    private static final int NET_RAW = 13;
    private static final int SYS_PTRACE = 19;
    private static final int MKNOD = 27;

    private static boolean has(long capabilities, int number) {
        return (capabilities >> number & 1) == 1;
    }

    /** When a container first said a line, in milliseconds. */
    private static long moment(List<String> said, String container, String line) {
        return said.stream()
                .filter(one -> one.matches(container + " \\d+ " + line))
                .mapToLong(one -> Long.parseLong(one.split(" ", 3)[1]))
                .findFirst()
                .orElseThrow(() -> new AssertionError(container + " never said " + line));
    }
}
