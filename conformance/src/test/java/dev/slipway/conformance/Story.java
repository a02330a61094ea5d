package dev.slipway.conformance;

import java.util.Map;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ecs.model.AssignPublicIp;
import software.amazon.awssdk.services.ecs.model.Compatibility;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.KeyValuePair;
import software.amazon.awssdk.services.ecs.model.LaunchType;
import software.amazon.awssdk.services.ecs.model.LogDriver;
import software.amazon.awssdk.services.ecs.model.NetworkMode;
import software.amazon.awssdk.services.ecs.model.PortMapping;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.RunTaskRequest;
import software.amazon.awssdk.services.ecs.model.Task;

/** What the stories of several tests have in common: one small web task and how it is run. */
final class Story {
    static final String GROUP = "/story";

    private Story() {}

    /** Runs until it is stopped and writes two lines when it starts. */
    static RegisterTaskDefinitionRequest.Builder definition(String family) {
        return RegisterTaskDefinitionRequest.builder()
                .family(family)
                .requiresCompatibilities(Compatibility.FARGATE)
                .networkMode(NetworkMode.AWSVPC)
                .cpu("256")
                .memory("512")
                .executionRoleArn("arn:aws:iam::123456789012:role/story")
                .containerDefinitions(web());
    }

    static ContainerDefinition web() {
        return ContainerDefinition.builder()
                .name("web")
                .image("slipway-demo")
                .portMappings(PortMapping.builder().containerPort(80).build())
                .environment(
                        KeyValuePair.builder()
                                .name("SLIPWAY_SIMULATE_OUTPUT")
                                .value("hull laid\nafloat")
                                .build())
                .logConfiguration(
                        l ->
                                l.logDriver(LogDriver.AWSLOGS)
                                        .options(
                                                Map.of(
                                                        "awslogs-group",
                                                        GROUP,
                                                        "awslogs-region",
                                                        "us-east-1",
                                                        "awslogs-stream-prefix",
                                                        "story",
                                                        "awslogs-create-group",
                                                        "true")))
                .build();
    }

    static RunTaskRequest.Builder run(Ec2Client ec2, String definition, String... groups) {
        String subnet = ec2.describeSubnets().subnets().getFirst().subnetId();
        return RunTaskRequest.builder()
                .taskDefinition(definition)
                .launchType(LaunchType.FARGATE)
                .networkConfiguration(
                        n ->
                                n.awsvpcConfiguration(
                                        v ->
                                                v.subnets(subnet)
                                                        .securityGroups(groups)
                                                        .assignPublicIp(AssignPublicIp.ENABLED)));
    }

    static String detail(Task task, String name) {
        return task.attachments().stream()
                .flatMap(attachment -> attachment.details().stream())
                .filter(detail -> detail.name().equals(name))
                .map(KeyValuePair::value)
                .findFirst()
                .orElse("");
    }

    /** The last part of a task's ARN. */
    static String id(String taskArn) {
        return taskArn.substring(taskArn.lastIndexOf('/') + 1);
    }
}
