package dev.slipway.controlplane.ecs.task;

import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.ecs.grammar.EcsTags;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.Attribute;
import software.amazon.awssdk.services.ecs.model.Container;
import software.amazon.awssdk.services.ecs.model.ContainerOverride;
import software.amazon.awssdk.services.ecs.model.EphemeralStorage;
import software.amazon.awssdk.services.ecs.model.Failure;
import software.amazon.awssdk.services.ecs.model.KeyValuePair;
import software.amazon.awssdk.services.ecs.model.NetworkInterface;
import software.amazon.awssdk.services.ecs.model.TaskEphemeralStorage;
import software.amazon.awssdk.services.ecs.model.TaskOverride;

/** A task as ECS shows it. */
final class TaskOnTheWire {
    private TaskOnTheWire() {}

    static software.amazon.awssdk.services.ecs.model.Task of(Task task, boolean withTags) {
        Ask ask = task.ask();
        Life life = task.life();
        var answer =
                software.amazon.awssdk.services.ecs.model.Task.builder()
                        .taskArn(task.arn())
                        .clusterArn(ask.clusterArn())
                        .taskDefinitionArn(ask.definitionArn())
                        .launchType("FARGATE")
                        .capacityProviderName(orAbsent(ask.capacityProvider()))
                        .platformVersion(ask.platformVersion())
                        .platformFamily("Linux")
                        .availabilityZone(task.availabilityZone())
                        .cpu(Integer.toString(ask.cpuUnits()))
                        .memory(Integer.toString(ask.memoryMib()))
                        .group(ask.group())
                        .startedBy(orAbsent(ask.startedBy()))
                        .enableExecuteCommand(ask.executeCommand())
                        .overrides(overrides(task))
                        .attributes(
                                Attribute.builder()
                                        .name("ecs.cpu-architecture")
                                        .value(ask.architecture())
                                        .build())
                        .ephemeralStorage(
                                EphemeralStorage.builder()
                                        .sizeInGiB(ask.ephemeralStorageGib())
                                        .build())
                        .fargateEphemeralStorage(
                                TaskEphemeralStorage.builder()
                                        .sizeInGiB(ask.ephemeralStorageGib())
                                        .build())
                        .attachments(attachment(task.attachment()))
                        .healthStatus(TaskContainer.HealthStatus.ofTask(task.containers()).name())
                        .containers(
                                task.containers().stream().map(c -> container(task, c)).toList())
                        .inferenceAccelerators(List.of())
                        .tags(withTags ? EcsTags.onTheWire(task.tags()) : List.of());
        return lived(answer, life).build();
    }

    static Failure failure(Scope scope, String cluster, String id, String reason) {
        return Failure.builder().arn(TaskName.arn(scope, cluster, id)).reason(reason).build();
    }

    private static software.amazon.awssdk.services.ecs.model.Task.Builder lived(
            software.amazon.awssdk.services.ecs.model.Task.Builder answer, Life life) {
        if (life.connectivityAt().isPresent()) {
            answer.connectivity(life.stopped() ? "DISCONNECTED" : "CONNECTED");
        }
        return answer.version(life.version())
                .lastStatus(life.lastStatus().name())
                .desiredStatus(life.stopRequested() ? "STOPPED" : "RUNNING")
                .stopCode(life.stopCode().map(StopCode::wire).orElse(null))
                .stoppedReason(orAbsent(life.stoppedReason()))
                .createdAt(life.createdAt())
                .connectivityAt(life.connectivityAt().orElse(null))
                .pullStartedAt(life.pullStartedAt().orElse(null))
                .pullStoppedAt(life.pullStoppedAt().orElse(null))
                .startedAt(life.startedAt().orElse(null))
                .stoppingAt(life.stoppingAt().orElse(null))
                .executionStoppedAt(life.executionStoppedAt().orElse(null))
                .stoppedAt(life.stoppedAt().orElse(null));
    }

    private static software.amazon.awssdk.services.ecs.model.Attachment attachment(
            Attachment link) {
        return software.amazon.awssdk.services.ecs.model.Attachment.builder()
                .id(link.id())
                .type("ElasticNetworkInterface")
                .status(link.status().name())
                .details(
                        detail("subnetId", link.subnetId()),
                        detail("networkInterfaceId", link.interfaceId()),
                        detail("macAddress", link.macAddress()),
                        detail("privateDnsName", link.privateDnsName()),
                        detail("privateIPv4Address", link.privateAddress()))
                .build();
    }

    private static KeyValuePair detail(String name, String value) {
        return KeyValuePair.builder().name(name).value(value).build();
    }

    private static Container container(Task task, TaskContainer container) {
        List<NetworkInterface> interfaces = new ArrayList<>();
        if (task.life().connectivityAt().isPresent()) {
            interfaces.add(
                    NetworkInterface.builder()
                            .attachmentId(task.attachment().id())
                            .privateIpv4Address(task.attachment().privateAddress())
                            .build());
        }
        return Container.builder()
                .containerArn(container.arn())
                .taskArn(task.arn())
                .name(container.name())
                .image(container.image())
                .imageDigest(orAbsent(container.imageDigest()))
                .runtimeId(orAbsent(container.runtimeId()))
                .lastStatus(container.status().name())
                .exitCode(orAbsent(container.exitCode()))
                .reason(orAbsent(container.reason()))
                .healthStatus(container.healthStatus().name())
                .networkBindings(List.of())
                .networkInterfaces(interfaces)
                .cpu(Integer.toString(container.cpu()))
                .memory(mib(container.memory()))
                .memoryReservation(mib(container.memoryReservation()))
                .build();
    }

    /** As on AWS every container of the task is there, if only by its name. */
    private static TaskOverride overrides(Task task) {
        Overrides asked = task.ask().overrides();
        TaskOverride.Builder answer =
                TaskOverride.builder()
                        .cpu(orAbsent(asked.cpu()))
                        .memory(orAbsent(asked.memory()))
                        .taskRoleArn(orAbsent(asked.taskRoleArn()))
                        .executionRoleArn(orAbsent(asked.executionRoleArn()))
                        .inferenceAcceleratorOverrides(List.of())
                        .containerOverrides(
                                task.containers().stream()
                                        .map(c -> override(asked.of(c.name())))
                                        .toList());
        if (asked.ephemeralStorageGib() > 0) {
            answer.ephemeralStorage(
                    EphemeralStorage.builder().sizeInGiB(asked.ephemeralStorageGib()).build());
        }
        return answer.build();
    }

    private static ContainerOverride override(Overrides.OfContainer asked) {
        ContainerOverride.Builder answer =
                ContainerOverride.builder()
                        .name(asked.name())
                        .cpu(orAbsent(asked.cpu()))
                        .memory(orAbsent(asked.memory()))
                        .memoryReservation(orAbsent(asked.memoryReservation()));
        if (!asked.command().isEmpty()) {
            answer.command(asked.command());
        }
        if (!asked.environment().isEmpty()) {
            answer.environment(
                    asked.environment().stream().map(v -> detail(v.name(), v.value())).toList());
        }
        return answer.build();
    }

    private static @Nullable String mib(int value) {
        return value == 0 ? null : Integer.toString(value);
    }

    private static @Nullable Integer orAbsent(OptionalInt value) {
        return value.isPresent() ? (Integer) value.getAsInt() : null;
    }

    private static @Nullable String orAbsent(String value) {
        return value.isEmpty() ? null : value;
    }
}
