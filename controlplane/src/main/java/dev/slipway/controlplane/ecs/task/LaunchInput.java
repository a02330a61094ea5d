package dev.slipway.controlplane.ecs.task;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.ecs.capacityprovider.StrategyItem;
import dev.slipway.controlplane.ecs.grammar.EcsTags;
import dev.slipway.controlplane.ecs.grammar.NulBytes;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.AwsVpcConfiguration;
import software.amazon.awssdk.services.ecs.model.ContainerOverride;
import software.amazon.awssdk.services.ecs.model.KeyValuePair;
import software.amazon.awssdk.services.ecs.model.RunTaskRequest;
import software.amazon.awssdk.services.ecs.model.TaskOverride;

/** Reads a RunTask request: all that can be refused without looking anything up is refused here. */
final class LaunchInput {
    private static final int MAX_COUNT = 10;
    private static final int MAX_OVERRIDES = 8192;

    /** MiB: what a container definition may ask for at least, too. */
    private static final int LEAST_MEMORY = 6;

    private static final int MAX_SUBNETS = 16;
    private static final int MAX_SECURITY_GROUPS = 5;
    private static final Pattern STARTED_BY = Pattern.compile("[A-Za-z0-9_/-]{0,128}");
    private static final Pattern TOKEN = Pattern.compile("[!-~]{1,64}");
    private static final Set<String> LAUNCH_TYPES =
            Set.of("EC2", "FARGATE", "EXTERNAL", "MANAGED_INSTANCES");

    private LaunchInput() {}

    static Launch read(Scope scope, RunTaskRequest input) {
        if (text(input.taskDefinition()).isEmpty()) {
            throw Refusals.blank("TaskDefinition");
        }
        int count = Objects.requireNonNullElse(input.count(), 1);
        if (count < 1 || count > MAX_COUNT) {
            throw Refusals.badCount();
        }
        refuseWhatFargateRefuses(input);
        return new Launch(
                scope,
                text(input.cluster()),
                input.taskDefinition(),
                count,
                launchType(input),
                input.capacityProviderStrategy().stream()
                        .map(
                                i ->
                                        new StrategyItem(
                                                text(i.capacityProvider()),
                                                Objects.requireNonNullElse(i.base(), 0),
                                                Objects.requireNonNullElse(i.weight(), 0)))
                        .toList(),
                platform(text(input.platformVersion())),
                network(input),
                overrides(input.overrides()),
                group(text(input.group())),
                startedBy(text(input.startedBy())),
                propagates(text(input.propagateTagsAsString())),
                Boolean.TRUE.equals(input.enableECSManagedTags()),
                EcsTags.checked(input.tags()),
                Boolean.TRUE.equals(input.enableExecuteCommand()),
                token(input.clientToken()));
    }

    private static void refuseWhatFargateRefuses(RunTaskRequest input) {
        if (!input.placementConstraints().isEmpty()) {
            throw Refusals.notOnFargate("Placement constraints");
        }
        if (!input.placementStrategy().isEmpty()) {
            throw Refusals.notOnFargate("Placement strategies");
        }
        if (Boolean.TRUE.equals(input.enableExecuteCommand())) {
            throw Refusals.noExec();
        }
        if (!input.volumeConfigurations().isEmpty()) {
            throw Refusals.unsupportedOverride("volumeConfigurations");
        }
    }

    private static String launchType(RunTaskRequest input) {
        String type = text(input.launchTypeAsString());
        if (!type.isEmpty() && !LAUNCH_TYPES.contains(type)) {
            throw Refusals.unknownValue(
                    "launchType", type, "EC2, FARGATE, EXTERNAL, MANAGED_INSTANCES");
        }
        if (!type.isEmpty() && !input.capacityProviderStrategy().isEmpty()) {
            throw Refusals.launchTypeAndStrategy();
        }
        return type;
    }

    /** The alias resolved; older ones are not offered, retired ones are gone on AWS too. */
    private static String platform(String version) {
        return switch (version) {
            case "", "LATEST", "1.4.0" -> "1.4.0";
            default -> throw Refusals.unknownPlatform();
        };
    }

    private static Optional<Launch.Network> network(RunTaskRequest input) {
        if (input.networkConfiguration() == null
                || input.networkConfiguration().awsvpcConfiguration() == null) {
            return Optional.empty();
        }
        AwsVpcConfiguration vpc = input.networkConfiguration().awsvpcConfiguration();
        if (vpc.subnets().isEmpty()) {
            throw Refusals.blank("subnets");
        }
        if (vpc.subnets().size() > MAX_SUBNETS) {
            throw Refusals.tooMany("subnets", MAX_SUBNETS);
        }
        if (vpc.securityGroups().size() > MAX_SECURITY_GROUPS) {
            throw Refusals.tooMany("securityGroups", MAX_SECURITY_GROUPS);
        }
        String publicIp = text(vpc.assignPublicIpAsString());
        if (!Set.of("", "ENABLED", "DISABLED").contains(publicIp)) {
            throw Refusals.unknownValue("assignPublicIp", publicIp, "ENABLED, DISABLED");
        }
        return Optional.of(
                new Launch.Network(
                        vpc.subnets().stream().map(LaunchInput::text).distinct().toList(),
                        vpc.securityGroups().stream().map(LaunchInput::text).distinct().toList(),
                        publicIp.equals("ENABLED")));
    }

    private static Overrides overrides(@Nullable TaskOverride asked) {
        if (asked == null) {
            return Overrides.none();
        }
        if (json(asked).toString().length() > MAX_OVERRIDES) {
            throw Refusals.overridesTooLong();
        }
        NulBytes.in(asked)
                .ifPresent(
                        field -> {
                            throw Refusals.nulCharacter("overrides." + field);
                        });
        if (!asked.inferenceAcceleratorOverrides().isEmpty()) {
            throw Refusals.unsupportedOverride("inferenceAcceleratorOverrides");
        }
        Set<String> seen = new HashSet<>();
        for (ContainerOverride container : asked.containerOverrides()) {
            if (text(container.name()).isEmpty()) {
                throw Refusals.blank("Container override name");
            }
            if (!seen.add(container.name())) {
                throw Refusals.containerTwice(container.name());
            }
        }
        int storage = 0;
        if (asked.ephemeralStorage() != null) {
            storage = Objects.requireNonNullElse(asked.ephemeralStorage().sizeInGiB(), 0);
            if (storage < 21 || storage > 200) {
                throw Refusals.badEphemeralStorage();
            }
        }
        return new Overrides(
                text(asked.cpu()),
                text(asked.memory()),
                text(asked.taskRoleArn()),
                text(asked.executionRoleArn()),
                storage,
                asked.containerOverrides().stream().map(LaunchInput::container).toList());
    }

    private static Overrides.OfContainer container(ContainerOverride asked) {
        if (!asked.environmentFiles().isEmpty()) {
            throw Refusals.unsupportedOverride("containerOverrides.environmentFiles");
        }
        if (!asked.resourceRequirements().isEmpty()) {
            throw Refusals.notOnFargate("Resource requirements");
        }
        for (KeyValuePair pair : asked.environment()) {
            if (text(pair.name()).isEmpty()) {
                throw Refusals.blank("Environment variable name");
            }
        }
        return new Overrides.OfContainer(
                text(asked.name()),
                asked.command().stream().map(LaunchInput::text).toList(),
                asked.environment().stream()
                        .map(p -> new Overrides.Variable(text(p.name()), text(p.value())))
                        .toList(),
                atLeast(0, "cpu", asked.cpu()),
                atLeast(LEAST_MEMORY, "memory", asked.memory()),
                atLeast(LEAST_MEMORY, "memoryReservation", asked.memoryReservation()));
    }

    private static OptionalInt atLeast(int least, String field, @Nullable Integer value) {
        if (value == null) {
            return OptionalInt.empty();
        }
        if (value < least) {
            throw Refusals.unknownValue(
                    "containerOverrides." + field, value.toString(), least + " and above");
        }
        return OptionalInt.of(value);
    }

    private static String group(String group) {
        if (group.length() > 255 || group.startsWith("service:")) {
            throw Refusals.badGroup();
        }
        return group;
    }

    private static String startedBy(String text) {
        if (!STARTED_BY.matcher(text).matches()) {
            throw Refusals.badStartedBy();
        }
        return text;
    }

    private static boolean propagates(String from) {
        return switch (from) {
            case "", "NONE" -> false;
            case "TASK_DEFINITION" -> true;
            case "SERVICE" -> throw Refusals.propagateFromService();
            default -> throw Refusals.unknownValue("propagateTags", from, "TASK_DEFINITION, NONE");
        };
    }

    private static String token(@Nullable String token) {
        if (token == null) {
            return "";
        }
        if (!TOKEN.matcher(token).matches()) {
            throw Refusals.badToken();
        }
        return token;
    }

    /** The limit on overrides counts the characters of their JSON, so that is what is made. */
    private static ObjectNode json(TaskOverride asked) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        put(json, "cpu", asked.cpu());
        put(json, "memory", asked.memory());
        put(json, "taskRoleArn", asked.taskRoleArn());
        put(json, "executionRoleArn", asked.executionRoleArn());
        ArrayNode containers = json.putArray("containerOverrides");
        for (ContainerOverride override : asked.containerOverrides()) {
            ObjectNode container = containers.addObject();
            put(container, "name", override.name());
            ArrayNode command = container.putArray("command");
            override.command().forEach(command::add);
            ArrayNode environment = container.putArray("environment");
            for (KeyValuePair pair : override.environment()) {
                ObjectNode variable = environment.addObject();
                put(variable, "name", pair.name());
                put(variable, "value", pair.value());
            }
            put(container, "cpu", override.cpu());
            put(container, "memory", override.memory());
            put(container, "memoryReservation", override.memoryReservation());
        }
        return json;
    }

    private static void put(ObjectNode json, String field, @Nullable Object value) {
        if (value != null) {
            json.put(field, value.toString());
        }
    }

    private static String text(@Nullable String value) {
        return Objects.requireNonNullElse(value, "");
    }

    static List<String> roles(@Nullable TaskOverride asked) {
        if (asked == null) {
            return List.of();
        }
        return Stream.of(text(asked.taskRoleArn()), text(asked.executionRoleArn()))
                .filter(role -> !role.isEmpty())
                .toList();
    }
}
