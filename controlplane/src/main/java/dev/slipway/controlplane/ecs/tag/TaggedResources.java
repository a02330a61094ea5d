package dev.slipway.controlplane.ecs.tag;

import dev.slipway.controlplane.api.Access;
import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.controlplane.aws.Arn;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.aws.Tags;
import dev.slipway.controlplane.ecs.grammar.EcsError;
import dev.slipway.controlplane.ecs.grammar.EcsName;
import dev.slipway.controlplane.state.Reader;
import dev.slipway.controlplane.state.State;
import dev.slipway.controlplane.state.Transaction;
import dev.slipway.wire.AwsException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The front door: everything that can be tagged, found by its ARN. */
public final class TaggedResources {
    private final List<Taggable> kinds;

    /** One for each noun that has tags. */
    public TaggedResources(List<Taggable> kinds) {
        this.kinds = List.copyOf(kinds);
    }

    public List<AwsOperation<?, ?>> operations(State state) {
        return List.of(
                new TagResource(state, this),
                new UntagResource(state, this),
                new ListTagsForResource(state, this));
    }

    /** A resource that may or may not be there. */
    record Target(Taggable kind, String name) {

        Tags tags(Reader reader, Scope scope) {
            return kind.read()
                    .of(reader, scope, name)
                    .orElseThrow(
                            () ->
                                    EcsError.resourceNotFound(
                                            "The specified " + kind.type() + " was not found."));
        }

        void put(Transaction transaction, Scope scope, Tags tags) {
            kind.write().put(transaction, scope, name, tags);
        }
    }

    /**
     * @throws AwsException InvalidParameterException for what is not the ARN of a taggable resource
     *     of this account and region
     */
    Target target(Scope scope, @Nullable String arnText) {
        if (arnText == null || arnText.isEmpty()) {
            throw EcsError.invalidParameter("resourceArn can not be blank.");
        }
        Arn arn =
                Arn.parse(arnText)
                        .filter(a -> a.service().equals("ecs"))
                        .orElseThrow(() -> notTaggable(arnText));
        EcsName.requireOurs(scope, arn);
        int slash = arn.resource().indexOf('/');
        String type = slash < 0 ? "" : arn.resource().substring(0, slash);
        Optional<Taggable> kind = kinds.stream().filter(k -> k.type().equals(type)).findFirst();
        return new Target(
                kind.orElseThrow(() -> notTaggable(arnText)), arn.resource().substring(slash + 1));
    }

    private static AwsException notTaggable(String arn) {
        return EcsError.invalidParameter("Invalid resourceArn: " + arn);
    }

    static Access access(
            String action, @Nullable String arn, Map<String, List<String>> conditions) {
        String resource = arn == null || arn.isEmpty() ? "*" : arn;
        return new Access(action, List.of(resource), new TreeMap<>(conditions));
    }
}
