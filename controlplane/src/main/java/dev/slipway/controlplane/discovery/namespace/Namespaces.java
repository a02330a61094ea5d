package dev.slipway.controlplane.discovery.namespace;

import dev.slipway.controlplane.api.Access;
import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.aws.Tags;
import dev.slipway.controlplane.discovery.grammar.DiscoveryName;
import dev.slipway.controlplane.state.Entry;
import dev.slipway.controlplane.state.Kind;
import dev.slipway.controlplane.state.Reader;
import dev.slipway.controlplane.state.State;
import dev.slipway.controlplane.state.Transaction;
import dev.slipway.wire.AwsException;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The front door to namespaces. */
public final class Namespaces {
    /** Namespaces in an account and region: AWS's quota. */
    static final int MOST = 50;

    private Namespaces() {}

    public static List<Kind<?>> kinds() {
        return List.of(Namespace.KIND);
    }

    public static List<AwsOperation<?, ?>> operations(State state, RandomGenerator ids) {
        return List.of(
                new CreateHttpNamespace(state, ids),
                new GetNamespace(state),
                new ListNamespaces(state),
                new UpdateHttpNamespace(state, ids),
                new DeleteNamespace(state, ids));
    }

    /** The namespace of an id or ARN. */
    public static Optional<Namespace> find(Reader reader, Scope scope, String idOrArn) {
        String id = DiscoveryName.id(scope, DiscoveryName.NAMESPACE, idOrArn);
        return reader.find(Namespace.KIND, Namespace.key(scope, id));
    }

    /**
     * @throws AwsException NamespaceNotFound
     */
    public static Namespace get(Reader reader, Scope scope, String idOrArn) {
        return find(reader, scope, idOrArn).orElseThrow(() -> Refusals.notFound(idOrArn));
    }

    /**
     * The namespace that instances are discovered in.
     *
     * @param owner the account that a request names, when it names one: nobody shares with others
     * @throws AwsException NamespaceNotFound
     */
    public static Namespace named(Reader reader, Scope scope, String name, @Nullable String owner) {
        return findNamed(reader, scope, name)
                .filter(_ -> owner == null || owner.equals(scope.account()))
                .orElseThrow(() -> Refusals.notFound(name));
    }

    static Optional<Namespace> findNamed(Reader reader, Scope scope, String name) {
        return first(reader, Namespace.BY_NAME, scope, Namespace.namePlace(name))
                .filter(found -> found.name().equals(name));
    }

    /** The namespace that a request with this id made. */
    static Optional<Namespace> requested(Reader reader, Scope scope, String requestId) {
        return first(reader, Namespace.BY_REQUEST, scope, requestId + " ")
                .filter(
                        found ->
                                found.creation().stream()
                                        .anyMatch(made -> made.requestId().equals(requestId)));
    }

    private static Optional<Namespace> first(
            Reader reader, Kind.Index<Namespace> index, Scope scope, String place) {
        return reader.listAfter(Namespace.KIND, index, scope, place, "")
                .findFirst()
                .map(Entry::value);
    }

    public static void put(Transaction tx, Scope scope, Namespace namespace) {
        tx.put(Namespace.KIND, Namespace.key(scope, namespace.id()), namespace);
    }

    /** What a caller needs to act on a namespace that need not exist: never throws. */
    static Access access(State state, Scope scope, String action, @Nullable String idOrArn) {
        Tags tags =
                Optional.ofNullable(idOrArn)
                        .flatMap(named -> find(state.read(), scope, named))
                        .map(Namespace::tags)
                        .orElse(Tags.none());
        return new Access(
                action,
                List.of(DiscoveryName.arnNamedBy(scope, DiscoveryName.NAMESPACE, idOrArn)),
                tags.asResourceConditions());
    }
}
