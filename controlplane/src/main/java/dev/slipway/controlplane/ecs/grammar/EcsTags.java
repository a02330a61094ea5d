package dev.slipway.controlplane.ecs.grammar;

import dev.slipway.controlplane.api.Access;
import dev.slipway.controlplane.aws.Tag;
import dev.slipway.controlplane.aws.Tags;
import dev.slipway.wire.AwsException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Tags as ECS has them on the wire. */
public final class EcsTags {
    private EcsTags() {}

    /**
     * The tags of a request, when they are good.
     *
     * @throws AwsException InvalidParameterException that says what is wrong with them
     */
    public static Tags checked(List<software.amazon.awssdk.services.ecs.model.Tag> asked) {
        List<Tag> tags = lenient(asked);
        Tags.problem(tags)
                .ifPresent(
                        problem -> {
                            throw EcsError.invalidParameter(problem);
                        });
        return Tags.of(tags);
    }

    public static List<software.amazon.awssdk.services.ecs.model.Tag> onTheWire(Tags tags) {
        return tags.list().stream()
                .map(
                        tag ->
                                software.amazon.awssdk.services.ecs.model.Tag.builder()
                                        .key(tag.key())
                                        .value(tag.value())
                                        .build())
                .toList();
    }

    /** The IAM conditions of a request with these tags, good or not. */
    public static Map<String, List<String>> conditions(
            List<software.amazon.awssdk.services.ecs.model.Tag> asked) {
        return Tags.of(lenient(asked)).asRequestConditions();
    }

    /**
     * What a caller needs beside {@code own} when a request that makes a resource also tags it:
     * ecs:TagResource on the resource, with ecs:CreateAction.
     *
     * @param createAction the operation's name, such as {@code CreateCluster}
     */
    public static List<Access> accessWithTags(
            Access own,
            String createAction,
            List<software.amazon.awssdk.services.ecs.model.Tag> asked) {
        if (asked.isEmpty()) {
            return List.of(own);
        }
        Map<String, List<String>> requested = conditions(asked);
        Map<String, List<String>> mine = new TreeMap<>(own.conditions());
        mine.putAll(requested);
        Map<String, List<String>> tagging = new TreeMap<>(requested);
        tagging.put("ecs:CreateAction", List.of(createAction));
        return List.of(
                new Access(own.action(), own.resources(), mine),
                new Access("ecs:TagResource", own.resources(), tagging));
    }

    private static List<Tag> lenient(List<software.amazon.awssdk.services.ecs.model.Tag> asked) {
        return asked.stream()
                .filter(Objects::nonNull)
                .map(
                        tag ->
                                new Tag(
                                        Objects.requireNonNullElse(tag.key(), ""),
                                        Objects.requireNonNullElse(tag.value(), "")))
                .toList();
    }
}
