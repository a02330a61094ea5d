package dev.slipway.controlplane.discovery.namespace;

import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.aws.Tags;
import dev.slipway.controlplane.discovery.grammar.Submission;
import dev.slipway.controlplane.state.Key;
import dev.slipway.controlplane.state.Kind;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * @param creation the request that made it, when that had an id
 * @param lastUpdate the request that changed it last, when that had an id
 * @param services how many it has
 */
public record Namespace(
        String id,
        String name,
        Optional<String> description,
        Instant createdAt,
        Optional<Submission> creation,
        Optional<Submission> lastUpdate,
        int services,
        Tags tags) {
    /** The one type that there is. */
    public static final String TYPE = "HTTP";

    static final Kind.Index<Namespace> BY_NAME =
            new Kind.Index<>("by-name", namespace -> List.of(namePlace(namespace.name())));
    static final Kind.Index<Namespace> BY_REQUEST =
            new Kind.Index<>(
                    "by-request",
                    namespace ->
                            namespace.creation().map(it -> it.requestId() + " ").stream().toList());
    static final Kind<Namespace> KIND =
            Kind.of("discovery-namespace", Namespace.class).indexed(BY_NAME).indexed(BY_REQUEST);

    static Key key(Scope scope, String id) {
        return Key.of(scope, id);
    }

    /** No name has a space: nothing else starts with this. */
    static String namePlace(String name) {
        return name + " ";
    }

    public Namespace withTags(Tags others) {
        return new Namespace(
                id, name, description, createdAt, creation, lastUpdate, services, others);
    }

    public Namespace withServices(int count) {
        return new Namespace(id, name, description, createdAt, creation, lastUpdate, count, tags);
    }

    Namespace updated(String newDescription, Optional<Submission> update) {
        return new Namespace(
                id, name, Optional.of(newDescription), createdAt, creation, update, services, tags);
    }
}
