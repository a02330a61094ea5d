package dev.slipway.node.simulated;

import dev.slipway.nodelink.ContainerPlan;
import dev.slipway.nodelink.InterfacePlan;
import dev.slipway.nodelink.NodePlan;
import dev.slipway.nodelink.SecurityGroupPlan;
import dev.slipway.nodelink.SubnetPlan;
import dev.slipway.nodelink.TaskPlan;
import dev.slipway.nodelink.VpcPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pcollections.HashTreePMap;

/** Plans for tests: one VPC, one subnet, one open security group. */
public final class Plans {
    private Plans() {}

    public static String id(int number) {
        return "%032x".formatted(number);
    }

    public static ContainerPlan container(String name, boolean essential, String... command) {
        return new ContainerPlan(
                name,
                "arn:aws:ecs:us-east-1:000000000000:container/default/x/" + name,
                "web:latest",
                essential,
                List.of(),
                List.of(command),
                Map.of(),
                "",
                "",
                false,
                0,
                0,
                0,
                ContainerPlan.Lifecycle.plain(5),
                List.of(),
                List.of(),
                List.of(),
                Map.of(),
                List.of(),
                List.of(),
                List.of(),
                ContainerPlan.Fittings.NONE,
                Optional.empty());
    }

    public static ContainerPlan with(
            ContainerPlan c, String image, Map<String, String> environment, boolean logged) {
        Optional<ContainerPlan.LogPlan> log =
                logged
                        ? Optional.of(
                                new ContainerPlan.LogPlan(
                                        "us-east-1",
                                        "/ecs/web",
                                        "ecs/" + c.name(),
                                        false,
                                        false,
                                        1 << 20,
                                        ""))
                        : Optional.empty();
        return changed(c, image, environment, c.lifecycle(), c.mountPoints(), log);
    }

    public static ContainerPlan with(ContainerPlan c, ContainerPlan.Lifecycle lifecycle) {
        return changed(c, c.image(), c.environment(), lifecycle, c.mountPoints(), c.log());
    }

    public static ContainerPlan mounting(ContainerPlan c, ContainerPlan.MountPoint... points) {
        return changed(c, c.image(), c.environment(), c.lifecycle(), List.of(points), c.log());
    }

    public static ContainerPlan dependsOn(
            ContainerPlan c, String other, ContainerPlan.Condition condition) {
        ContainerPlan.Lifecycle l = c.lifecycle();
        List<ContainerPlan.Dependency> all = new ArrayList<>(l.dependsOn());
        all.add(new ContainerPlan.Dependency(other, condition));
        return with(
                c,
                new ContainerPlan.Lifecycle(
                        all,
                        l.startTimeoutSeconds(),
                        l.stopTimeoutSeconds(),
                        l.healthCheck(),
                        l.restartPolicy()));
    }

    public static ContainerPlan startTimeout(ContainerPlan c, int seconds) {
        ContainerPlan.Lifecycle l = c.lifecycle();
        return with(
                c,
                new ContainerPlan.Lifecycle(
                        l.dependsOn(),
                        seconds,
                        l.stopTimeoutSeconds(),
                        l.healthCheck(),
                        l.restartPolicy()));
    }

    public static ContainerPlan checked(ContainerPlan c, ContainerPlan.HealthCheck check) {
        ContainerPlan.Lifecycle l = c.lifecycle();
        return with(
                c,
                new ContainerPlan.Lifecycle(
                        l.dependsOn(),
                        l.startTimeoutSeconds(),
                        l.stopTimeoutSeconds(),
                        Optional.of(check),
                        l.restartPolicy()));
    }

    public static ContainerPlan restarted(ContainerPlan c, int period, Integer... ignored) {
        ContainerPlan.Lifecycle l = c.lifecycle();
        return with(
                c,
                new ContainerPlan.Lifecycle(
                        l.dependsOn(),
                        l.startTimeoutSeconds(),
                        l.stopTimeoutSeconds(),
                        l.healthCheck(),
                        Optional.of(new ContainerPlan.RestartPolicy(List.of(ignored), period))));
    }

    private static ContainerPlan changed(
            ContainerPlan c,
            String image,
            Map<String, String> environment,
            ContainerPlan.Lifecycle lifecycle,
            List<ContainerPlan.MountPoint> mountPoints,
            Optional<ContainerPlan.LogPlan> log) {
        return new ContainerPlan(
                c.name(),
                c.arn(),
                image,
                c.essential(),
                c.entryPoint(),
                c.command(),
                environment,
                c.user(),
                c.workingDirectory(),
                c.readonlyRootFilesystem(),
                c.cpuShares(),
                c.memoryMib(),
                c.memoryReservationMib(),
                lifecycle,
                c.dropCapabilities(),
                c.addCapabilities(),
                c.ports(),
                c.labels(),
                c.ulimits(),
                mountPoints,
                c.volumesFrom(),
                c.fittings(),
                log);
    }

    /** A container whose output is logged, and which waits for it to be stored. */
    public static ContainerPlan blocking(ContainerPlan c) {
        ContainerPlan.LogPlan log = c.log().orElseThrow();
        return changed(
                c,
                c.image(),
                c.environment(),
                c.lifecycle(),
                c.mountPoints(),
                Optional.of(
                        new ContainerPlan.LogPlan(
                                log.region(),
                                log.group(),
                                log.stream(),
                                log.createGroup(),
                                true,
                                log.maxBufferBytes(),
                                log.multilineStart())));
    }

    public static TaskPlan task(int number, ContainerPlan... containers) {
        String id = id(number);
        return new TaskPlan(
                id,
                "arn:aws:ecs:us-east-1:000000000000:task/default/" + id,
                "000000000000",
                "us-east-1",
                "arn:aws:ecs:us-east-1:000000000000:cluster/default",
                "web",
                3,
                "us-east-1a",
                "FARGATE",
                TaskPlan.Desired.RUNNING,
                eni(number),
                256,
                512,
                TaskPlan.Storage.DEFAULT,
                false,
                "",
                "",
                Map.of(),
                List.of(containers));
    }

    public static TaskPlan stopped(TaskPlan t) {
        return new TaskPlan(
                t.id(),
                t.arn(),
                t.account(),
                t.region(),
                t.clusterArn(),
                t.family(),
                t.revision(),
                t.availabilityZone(),
                t.launchType(),
                TaskPlan.Desired.STOPPED,
                t.interfaceId(),
                t.cpuUnits(),
                t.memoryMib(),
                t.storage(),
                t.sharedProcesses(),
                t.credentialsId(),
                t.taskRoleArn(),
                t.tags(),
                t.containers());
    }

    public static NodePlan plan(long generation, TaskPlan... tasks) {
        NodePlan plan = NodePlan.empty();
        var all = plan.tasks();
        var interfaces = plan.interfaces();
        for (TaskPlan task : tasks) {
            int number = Integer.parseInt(task.id(), 16);
            all = all.plus(task.id(), task);
            interfaces =
                    interfaces.plus(
                            task.interfaceId(),
                            new InterfacePlan(
                                    task.interfaceId(),
                                    "vpc-1",
                                    "subnet-1",
                                    address(number),
                                    "0a:00:00:00:%02x:%02x".formatted(number >> 8, number & 255),
                                    "",
                                    List.of("sg-1")));
        }
        return new NodePlan(
                generation,
                all,
                interfaces,
                HashTreePMap.singleton("sg-1", new SecurityGroupPlan("sg-1", open(), open())),
                HashTreePMap.singleton(
                        "subnet-1",
                        new SubnetPlan("subnet-1", "vpc-1", "172.31.0.0/20", "us-east-1a", true)),
                HashTreePMap.singleton("vpc-1", new VpcPlan("vpc-1", List.of("172.31.0.0/16"))));
    }

    private static List<SecurityGroupPlan.Rule> open() {
        return List.of(
                new SecurityGroupPlan.Rule(
                        -1, -1, -1, new SecurityGroupPlan.Peer.Cidr("0.0.0.0/0")));
    }

    public static String eni(int number) {
        return "eni-%017x".formatted(number);
    }

    public static String address(int number) {
        return "172.31." + (number >> 8 & 15) + "." + ((number & 255) + 4);
    }
}
