package dev.slipway.controlplane.ec2.tag;

import dev.slipway.controlplane.api.Access;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.aws.Tags;
import dev.slipway.controlplane.ec2.lookup.Asked;
import dev.slipway.controlplane.ec2.lookup.Ledger;
import dev.slipway.controlplane.ec2.lookup.TagSet;
import dev.slipway.controlplane.state.Key;
import dev.slipway.controlplane.state.Reader;
import dev.slipway.wire.AwsError;
import dev.slipway.wire.AwsException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.services.ec2.model.Tag;

/** What changing the tags of several resources at once has in common: all are changed or none. */
record TagEdits(Ledger ledger) {
    /** As many as AWS takes in one call. */
    private static final int MOST_RESOURCES = 1000;

    /** One question for each resource, with the tags that it has and those of the request. */
    List<Access> access(String action, Scope scope, List<String> ids, List<Tag> tags) {
        Reader reader = ledger.read(scope);
        Map<String, List<String>> ofRequest = requested(tags);
        List<Access> all =
                ids.stream()
                        .distinct()
                        .map(id -> access(action, reader, Key.of(scope, id), ofRequest))
                        .toList();
        return all.isEmpty() ? List.of(Access.to(action, "*")) : all;
    }

    private static Map<String, List<String>> requested(List<Tag> tags) {
        SortedMap<String, String> asked = new TreeMap<>();
        for (Tag tag : tags) {
            asked.put(
                    Optional.ofNullable(tag.key()).orElse(""),
                    Optional.ofNullable(tag.value()).orElse(""));
        }
        return new Tags(asked).asRequestConditions();
    }

    private static Access access(
            String action, Reader reader, Key key, Map<String, List<String>> ofRequest) {
        Optional<Taggable> kind = Taggable.ofId(key.name());
        if (kind.isEmpty()) {
            return new Access(action, List.of("*"), ofRequest);
        }
        Map<String, List<String>> conditions = new HashMap<>(ofRequest);
        kind.get()
                .read()
                .apply(reader, key)
                .ifPresent(t -> conditions.putAll(new Tags(t).asResourceConditions()));
        return new Access(
                action, List.of(kind.get().type().arn(key.scope(), key.name())), conditions);
    }

    void edit(Scope scope, List<String> ids, UnaryOperator<SortedMap<String, String>> edit) {
        if (ids.isEmpty()) {
            throw Asked.missing("resourceIdSet");
        }
        if (ids.size() > MOST_RESOURCES) {
            throw Asked.invalid("More than %d resources specified".formatted(MOST_RESOURCES));
        }
        for (String id : ids) {
            Taggable.ofId(id).orElseThrow(() -> unknown(id)).type().check(id);
        }
        ledger.commit(
                scope,
                tx -> {
                    for (String id : ids) {
                        Key key = Key.of(scope, id);
                        Taggable kind = Taggable.ofId(id).orElseThrow(() -> unknown(id));
                        SortedMap<String, String> before =
                                kind.read()
                                        .apply(tx, key)
                                        .orElseThrow(() -> kind.type().notFound(id));
                        SortedMap<String, String> after = edit.apply(new TreeMap<>(before));
                        if (after.size() > Tags.MAX) {
                            throw TagSet.tooMany();
                        }
                        kind.write().write(tx, key, after);
                    }
                    return ids;
                });
    }

    private static AwsException unknown(String id) {
        return AwsError.of("InvalidID", "The ID '%s' is not valid".formatted(id)).asException();
    }
}
