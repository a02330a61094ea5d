package dev.slipway.controlplane.logs;

import dev.slipway.controlplane.aws.Tag;
import dev.slipway.controlplane.aws.Tags;
import java.util.List;
import java.util.Map;

/** Tags as CloudWatch Logs has them: a map. */
final class LogTags {
    private LogTags() {}

    static Tags of(Map<String, String> asked) {
        return Tags.of(list(asked));
    }

    /**
     * @throws dev.slipway.wire.AwsException when AWS would not take them
     */
    static Tags checked(Map<String, String> asked) {
        List<Tag> tags = list(asked);
        if (tags.size() > Tags.MAX) {
            throw LogsRefusals.tooManyTags();
        }
        Tags.problem(tags)
                .ifPresent(
                        problem -> {
                            throw LogsRefusals.invalid(problem);
                        });
        return Tags.of(tags);
    }

    private static List<Tag> list(Map<String, String> asked) {
        return asked.entrySet().stream()
                .map(
                        entry ->
                                new Tag(
                                        entry.getKey(),
                                        entry.getValue() == null ? "" : entry.getValue()))
                .toList();
    }
}
