package dev.slipway.controlplane.ec2.lookup;

import dev.slipway.controlplane.api.Access;
import dev.slipway.controlplane.aws.Arn;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.aws.Tags;
import dev.slipway.wire.AwsError;
import dev.slipway.wire.AwsException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;

/** Tags as EC2 takes and answers them. */
public final class TagSet {
    private TagSet() {}

    /** In the order of their keys. */
    public static List<Tag> of(Map<String, String> tags) {
        return new TreeMap<>(tags)
                .entrySet().stream()
                        .map(t -> Tag.builder().key(t.getKey()).value(t.getValue()).build())
                        .toList();
    }

    /**
     * The tags that a request asks for. Refuses a specification of another resource type, and tags
     * against the rules, with {@code InvalidParameterValue} or {@code TagLimitExceeded}.
     *
     * @param resourceType the one that the operation makes, such as {@code security-group}
     */
    public static SortedMap<String, String> asked(
            List<TagSpecification> specifications, String resourceType) {
        for (TagSpecification specification : specifications) {
            String type = Optional.ofNullable(specification.resourceTypeAsString()).orElse("");
            if (!type.equals(resourceType)) {
                throw AwsError.of(
                                "InvalidParameterValue",
                                "'%s' is not a valid taggable resource type for this operation."
                                        .formatted(type))
                        .asException();
            }
        }
        return checked(tags(specifications));
    }

    /** The same of tags alone. */
    public static SortedMap<String, String> checked(Collection<Tag> tags) {
        return checked(ours(tags.stream()));
    }

    private static SortedMap<String, String> checked(List<dev.slipway.controlplane.aws.Tag> all) {
        if (all.size() > Tags.MAX) {
            throw tooMany();
        }
        Tags.problem(all)
                .ifPresent(
                        problem -> {
                            throw AwsError.of("InvalidParameterValue", problem).asException();
                        });
        return new TreeMap<>(Tags.of(all).byKey());
    }

    public static AwsException tooMany() {
        return AwsError.of("TagLimitExceeded", "More than %d tags specified".formatted(Tags.MAX))
                .asException();
    }

    /** As IAM condition keys of the request. */
    public static Map<String, List<String>> requestConditions(
            List<TagSpecification> specifications) {
        return Tags.of(tags(specifications)).asRequestConditions();
    }

    /** AWS asks for {@code ec2:CreateTags} as well when something is made with tags. */
    public static List<Access> access(
            Scope scope,
            String resourceType,
            String operation,
            List<TagSpecification> specifications) {
        Map<String, List<String>> conditions = new TreeMap<>(requestConditions(specifications));
        if (conditions.isEmpty()) {
            return List.of();
        }
        conditions.put("ec2:CreateAction", List.of(operation));
        String made = Arn.of("ec2", scope, resourceType + "/*").toString();
        return List.of(new Access("ec2:CreateTags", List.of(made), conditions));
    }

    private static List<dev.slipway.controlplane.aws.Tag> tags(
            List<TagSpecification> specifications) {
        return ours(specifications.stream().flatMap(s -> s.tags().stream()));
    }

    private static List<dev.slipway.controlplane.aws.Tag> ours(Stream<Tag> tags) {
        return tags.map(
                        t ->
                                new dev.slipway.controlplane.aws.Tag(
                                        Optional.ofNullable(t.key()).orElse(""),
                                        Optional.ofNullable(t.value()).orElse("")))
                .toList();
    }
}
