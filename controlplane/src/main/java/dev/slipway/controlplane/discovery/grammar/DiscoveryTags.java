package dev.slipway.controlplane.discovery.grammar;

import dev.slipway.controlplane.api.Access;
import dev.slipway.controlplane.aws.Tag;
import dev.slipway.controlplane.aws.Tags;
import dev.slipway.wire.AwsException;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Tags as Cloud Map has them on the wire. */
public final class DiscoveryTags {
    private DiscoveryTags() {}

    /**
     * The tags of a request, when they are good.
     *
     * @param resource that they are for: its ARN, or its name while it has none
     * @throws AwsException InvalidInput that says what is wrong with them; TooManyTagsException
     */
    public static Tags checked(
            List<software.amazon.awssdk.services.servicediscovery.model.Tag> asked,
            String resource) {
        List<Tag> tags = lenient(asked);
        if (tags.size() > Tags.MAX) {
            throw DiscoveryError.tooManyTags(resource);
        }
        Tags.problem(tags)
                .ifPresent(
                        problem -> {
                            throw DiscoveryError.invalidInput("Tags: " + problem);
                        });
        return Tags.of(tags);
    }

    /**
     * Those of a resource with others on top.
     *
     * @throws AwsException TooManyTagsException
     */
    public static Tags joined(Tags before, Tags others, String resource) {
        Tags all = before.with(others);
        if (all.userCount() > Tags.MAX) {
            throw DiscoveryError.tooManyTags(resource);
        }
        return all;
    }

    public static List<software.amazon.awssdk.services.servicediscovery.model.Tag> onTheWire(
            Tags tags) {
        return tags.list().stream()
                .map(
                        tag ->
                                software.amazon.awssdk.services.servicediscovery.model.Tag.builder()
                                        .key(tag.key())
                                        .value(tag.value())
                                        .build())
                .toList();
    }

    /** The IAM conditions of a request with these tags, good or not. */
    public static Map<String, List<String>> conditions(
            List<software.amazon.awssdk.services.servicediscovery.model.Tag> asked) {
        return Tags.of(lenient(asked)).asRequestConditions();
    }

    /** What a caller needs to make a resource: the action itself, and to tag what has tags. */
    public static List<Access> creating(
            String action,
            String resource,
            List<software.amazon.awssdk.services.servicediscovery.model.Tag> asked) {
        Map<String, List<String>> conditions = conditions(asked);
        Access own = new Access(action, List.of(resource), conditions);
        return asked.isEmpty()
                ? List.of(own)
                : List.of(
                        own, new Access("servicediscovery:TagResource", List.of("*"), conditions));
    }

    private static List<Tag> lenient(
            List<software.amazon.awssdk.services.servicediscovery.model.Tag> asked) {
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
