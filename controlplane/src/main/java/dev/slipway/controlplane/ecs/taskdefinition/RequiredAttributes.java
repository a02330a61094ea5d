package dev.slipway.controlplane.ecs.taskdefinition;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The attributes that AWS says an instance would need for a document. */
final class RequiredAttributes {
    private static final String AGENT = "com.amazonaws.ecs.capability.";
    private static final String ECS = "ecs.capability.";

    private RequiredAttributes() {}

    static List<String> of(TaskDefinition document) {
        Set<String> names = new TreeSet<>();
        names.add(AGENT + "docker-remote-api.1.18");
        when(names, document.networkMode().equals("awsvpc"), ECS + "task-eni");
        when(names, document.cpu().isPresent(), ECS + "task-cpu-mem-limit");
        when(names, document.memoryMib().isPresent(), ECS + "task-cpu-mem-limit");
        when(names, !document.taskRoleArn().isEmpty(), AGENT + "task-iam-role");
        when(
                names,
                !document.pidMode().isEmpty() || !document.ipcMode().isEmpty(),
                ECS + "pid-ipc-namespace-sharing");
        when(names, document.proxyConfiguration().isPresent(), ECS + "aws-appmesh");
        for (VolumeSpec volume : document.volumes()) {
            when(names, volume.efs().isPresent(), ECS + "efs");
            when(
                    names,
                    volume.efs().filter(VolumeSpec.Efs::authorizationGiven).isPresent(),
                    ECS + "efsAuth");
        }
        for (ContainerSpec container : document.containers()) {
            container(names, document, container);
        }
        return new ArrayList<>(names);
    }

    private static void container(
            Set<String> names, TaskDefinition document, ContainerSpec container) {
        boolean role = !document.executionRoleArn().isEmpty();
        when(names, FargateRules.fromEcr(container), AGENT + "ecr-auth");
        when(names, FargateRules.fromEcr(container) && role, ECS + "execution-role-ecr-pull");
        container
                .logConfiguration()
                .ifPresent(
                        log -> {
                            names.add(AGENT + "logging-driver." + log.logDriver());
                            when(
                                    names,
                                    log.logDriver().equals("awslogs") && role,
                                    ECS + "execution-role-awslogs");
                        });
        container
                .firelensConfiguration()
                .ifPresent(router -> names.add(ECS + "firelens." + router.type()));
        for (NameAndValue secret : container.surroundings().secrets()) {
            boolean manager = secret.value().startsWith("arn:aws:secretsmanager:");
            names.add(ECS + "secrets." + (manager ? "asm" : "ssm") + ".environment-variables");
        }
        when(names, !container.surroundings().environmentFiles().isEmpty(), ECS + "env-files.s3");
        when(
                names,
                !container.repositoryCredentials().isEmpty(),
                ECS + "private-registry-authentication.secretsmanager");
        when(
                names,
                container.lifecycle().healthCheck().isPresent(),
                ECS + "container-health-check");
        when(names, !container.lifecycle().dependsOn().isEmpty(), ECS + "container-ordering");
        when(
                names,
                container.confinement().privileged().orElse(false),
                AGENT + "privileged-container");
    }

    private static void when(Set<String> names, boolean needed, String name) {
        if (needed) {
            names.add(name);
        }
    }
}
