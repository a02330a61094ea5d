package dev.slipway.controlplane.ecs.taskdefinition;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.Attribute;
import software.amazon.awssdk.services.ecs.model.KeyValuePair;
import software.amazon.awssdk.services.ecs.model.TaskDefinitionPlacementConstraint;

/** Our record as AWS answers it: what the document does not say is left out, save empty arrays. */
final class ToAnswer {
    private ToAnswer() {}

    static software.amazon.awssdk.services.ecs.model.TaskDefinition taskDefinition(
            TaskDefinition from) {
        return software.amazon.awssdk.services.ecs.model.TaskDefinition.builder()
                .taskDefinitionArn(from.arn())
                .family(from.family())
                .revision(from.revision())
                .status(from.status().name())
                .containerDefinitions(
                        from.containers().stream().map(ContainerToAnswer::container).toList())
                .taskRoleArn(given(from.taskRoleArn()))
                .executionRoleArn(given(from.executionRoleArn()))
                .networkMode(given(from.networkMode()))
                .volumes(from.volumes().stream().map(VolumeSpec::onTheWire).toList())
                .requiresAttributes(
                        from.requiresAttributes().stream()
                                .map(name -> Attribute.builder().name(name).build())
                                .toList())
                .placementConstraints(
                        from.placementConstraints().stream()
                                .map(
                                        c ->
                                                TaskDefinitionPlacementConstraint.builder()
                                                        .type(c.type())
                                                        .expression(given(c.expression()))
                                                        .build())
                                .toList())
                .compatibilitiesWithStrings(from.compatibilities())
                .requiresCompatibilitiesWithStrings(given(from.requiresCompatibilities()))
                .cpu(from.cpu().map(String::valueOf).orElse(null))
                .memory(from.memoryMib().map(String::valueOf).orElse(null))
                .pidMode(given(from.pidMode()))
                .ipcMode(given(from.ipcMode()))
                .enableFaultInjection(from.enableFaultInjection())
                .registeredAt(from.registeredAt())
                .registeredBy(from.registeredBy())
                .deregisteredAt(from.deregisteredAt().orElse(null))
                .deleteRequestedAt(from.deleteRequestedAt().orElse(null))
                .applyMutation(b -> optionalParts(b, from))
                .build();
    }

    private static void optionalParts(
            software.amazon.awssdk.services.ecs.model.TaskDefinition.Builder b,
            TaskDefinition from) {
        from.ephemeralStorageGib().ifPresent(size -> b.ephemeralStorage(s -> s.sizeInGiB(size)));
        if (from.runtimePlatformGiven()) {
            b.runtimePlatform(
                    p ->
                            p.cpuArchitecture(given(from.cpuArchitecture()))
                                    .operatingSystemFamily(given(from.operatingSystemFamily())));
        }
        from.proxyConfiguration()
                .ifPresent(
                        proxy ->
                                b.proxyConfiguration(
                                        p ->
                                                p.type(proxy.type())
                                                        .containerName(proxy.containerName())
                                                        .properties(pairs(proxy.properties()))));
    }

    static List<KeyValuePair> pairs(List<NameAndValue> pairs) {
        return pairs.stream()
                .map(p -> KeyValuePair.builder().name(p.name()).value(p.value()).build())
                .toList();
    }

    /** An empty text, list or map is one that the document does not have. */
    static @Nullable String given(String text) {
        return text.isEmpty() ? null : text;
    }

    static <T> @Nullable Collection<T> given(Collection<T> list) {
        return list.isEmpty() ? null : list;
    }

    static @Nullable Map<String, String> given(Map<String, String> map) {
        return map.isEmpty() ? null : map;
    }
}
