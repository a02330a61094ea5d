package dev.slipway.controlplane.ecs.taskdefinition;

import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.aws.Tags;
import dev.slipway.controlplane.ecs.grammar.EcsName;
import dev.slipway.controlplane.ecs.grammar.EcsTags;
import dev.slipway.controlplane.ecs.taskdefinition.TaskDefinition.PlacementConstraint;
import dev.slipway.controlplane.ecs.taskdefinition.TaskDefinition.ProxyConfiguration;
import dev.slipway.controlplane.ecs.taskdefinition.TaskDefinition.Status;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.KeyValuePair;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.RuntimePlatform;
import software.amazon.awssdk.services.ecs.model.Secret;

/** A registration request as our record, normalised and not yet checked. */
final class FromRequest {
    private FromRequest() {}

    /** Revision 0 of its family; texts and numbers that are missing are empty or out of range. */
    static TaskDefinition draft(
            RegisterTaskDefinitionRequest in, Scope scope, String registeredBy, Instant now) {
        String networkMode = text(in.networkModeAsString());
        Optional<RuntimePlatform> platform = Optional.ofNullable(in.runtimePlatform());
        Tags tags = EcsTags.checked(in.tags());
        return new TaskDefinition(
                text(in.family()),
                0,
                EcsName.arn(scope, TaskDefinitions.TYPE, text(in.family()) + ":0"),
                Status.ACTIVE,
                text(in.taskRoleArn()),
                text(in.executionRoleArn()),
                networkMode,
                List.copyOf(new LinkedHashSet<>(in.requiresCompatibilitiesAsStrings())),
                List.of(),
                FargateSizes.cpu(text(in.cpu())),
                FargateSizes.memory(text(in.memory())),
                Optional.ofNullable(in.ephemeralStorage())
                        .map(s -> Objects.requireNonNullElse(s.sizeInGiB(), 0)),
                platform.map(p -> text(p.cpuArchitectureAsString())).orElse(""),
                platform.map(p -> text(p.operatingSystemFamilyAsString())).orElse(""),
                platform.isPresent(),
                text(in.pidModeAsString()),
                text(in.ipcModeAsString()),
                Boolean.TRUE.equals(in.enableFaultInjection()),
                each(in.containerDefinitions()).stream()
                        .map(c -> ContainerFromRequest.container(c, networkMode))
                        .toList(),
                each(in.volumes()).stream().map(VolumeSpec::of).toList(),
                each(in.placementConstraints()).stream()
                        .map(
                                p ->
                                        new PlacementConstraint(
                                                text(p.typeAsString()), text(p.expression())))
                        .toList(),
                Optional.ofNullable(in.proxyConfiguration())
                        .map(
                                p ->
                                        new ProxyConfiguration(
                                                p.type() == null ? "APPMESH" : p.typeAsString(),
                                                text(p.containerName()),
                                                pairs(p.properties()))),
                List.of(),
                tags,
                now,
                registeredBy,
                Optional.empty(),
                Optional.empty());
    }

    static String text(@Nullable String text) {
        return text == null ? "" : text;
    }

    static int number(@Nullable Integer number, int otherwise) {
        return number == null ? otherwise : number;
    }

    /** JSON may hold null where an object should be; AWS takes it as nothing. */
    static <T> List<T> each(List<T> list) {
        return list.stream().filter(Objects::nonNull).toList();
    }

    static Map<String, String> map(Map<String, String> map) {
        Map<String, String> copy = new LinkedHashMap<>();
        map.forEach((key, value) -> copy.put(text(key), text(value)));
        return copy;
    }

    static List<NameAndValue> pairs(List<KeyValuePair> pairs) {
        return each(pairs).stream()
                .map(p -> new NameAndValue(text(p.name()), text(p.value())))
                .toList();
    }

    static List<NameAndValue> secrets(List<Secret> secrets) {
        return each(secrets).stream()
                .map(s -> new NameAndValue(text(s.name()), text(s.valueFrom())))
                .toList();
    }
}
