package dev.slipway.controlplane.ecs.cluster;

import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.aws.Tags;
import dev.slipway.controlplane.ecs.accountsetting.AccountSettings;
import dev.slipway.controlplane.ecs.grammar.EcsName;
import dev.slipway.controlplane.ecs.tag.Taggable;
import dev.slipway.controlplane.state.Key;
import dev.slipway.controlplane.state.Kind;
import dev.slipway.controlplane.state.Reader;
import dev.slipway.controlplane.state.State;
import dev.slipway.controlplane.state.Transaction;
import dev.slipway.wire.AwsException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The front door to clusters: by name, and by AWS's rules for names. */
public final class Clusters {
    /** The record kind; keys are cluster names. */
    public static final Kind<Cluster> KIND = Kind.of("ecs-cluster", Cluster.class);

    /** The cluster meant by a request that names none. */
    public static final String DEFAULT = "default";

    /** Before the slash in an ARN. */
    public static final String TYPE = "cluster";

    private Clusters() {}

    /**
     * The short name that a request's {@code cluster} means; it need not exist.
     *
     * @param nameOrArn absent or empty for the default cluster
     * @throws AwsException InvalidParameterException for what cannot be a cluster's name or ARN
     */
    public static String name(Scope scope, @Nullable String nameOrArn) {
        if (nameOrArn == null || nameOrArn.isEmpty()) {
            return DEFAULT;
        }
        String name = EcsName.resolve(scope, TYPE, nameOrArn);
        if (!EcsName.wellFormed(name)) {
            throw Refusals.badName();
        }
        return name;
    }

    /** The ARN that a request's {@code cluster} means, for IAM: never throws. */
    public static String arnNamedBy(Scope scope, @Nullable String nameOrArn) {
        String text = nameOrArn == null || nameOrArn.isEmpty() ? DEFAULT : nameOrArn;
        return EcsName.arnNamedBy(scope, TYPE, text);
    }

    /**
     * The condition {@code ecs:cluster} and the cluster's tags, for actions on what is in it: never
     * throws.
     */
    public static Map<String, List<String>> condition(Scope scope, @Nullable String nameOrArn) {
        return Map.of("ecs:cluster", List.of(arnNamedBy(scope, nameOrArn)));
    }

    /** The tags of the cluster that a request means; none when there is no such cluster. */
    static Tags tagsOf(Reader reader, Scope scope, @Nullable String nameOrArn) {
        String text = nameOrArn == null || nameOrArn.isEmpty() ? DEFAULT : nameOrArn;
        String name = text.substring(text.lastIndexOf('/') + 1);
        return find(reader, scope, name).map(Cluster::tags).orElse(Tags.none());
    }

    public static Optional<Cluster> find(Reader reader, Scope scope, String name) {
        return reader.find(KIND, Key.of(scope, name));
    }

    /**
     * The ACTIVE cluster that a request means, to look into. The default cluster that has not been
     * used yet is there too, empty.
     *
     * @throws AwsException ClusterNotFoundException when there is none, or it was deleted;
     *     InvalidParameterException for a malformed name
     */
    public static Cluster resolve(Reader reader, Scope scope, @Nullable String nameOrArn) {
        String name = name(scope, nameOrArn);
        Optional<Cluster> found = find(reader, scope, name);
        if (found.isEmpty() && name.equals(DEFAULT)) {
            return Cluster.create(
                    scope,
                    DEFAULT,
                    AccountSettings.containerInsights(reader, scope),
                    Instant.EPOCH);
        }
        Cluster cluster = found.orElseThrow(Refusals::notFound);
        if (!cluster.active()) {
            throw Refusals.inactive();
        }
        return cluster;
    }

    /**
     * The same, to put something into it or to change it: the default cluster is recorded when this
     * is its first use.
     */
    public static Cluster resolveForUse(
            Transaction transaction, Scope scope, @Nullable String nameOrArn, Instant now) {
        Cluster cluster = resolve(transaction, scope, nameOrArn);
        if (find(transaction, scope, cluster.name()).isPresent()) {
            return cluster;
        }
        Cluster created = Cluster.create(scope, cluster.name(), cluster.containerInsights(), now);
        put(transaction, scope, created);
        return created;
    }

    /**
     * The name of a cluster to be made.
     *
     * @throws AwsException InvalidParameterException for what cannot be a name, ARNs included
     */
    static String newName(@Nullable String name) {
        if (name == null || name.isEmpty()) {
            return DEFAULT;
        }
        if (!EcsName.wellFormed(name)) {
            throw Refusals.badName();
        }
        return name;
    }

    /** How clusters are tagged; deleted ones are not. */
    public static Taggable taggable() {
        return new Taggable(
                TYPE,
                (reader, scope, name) -> {
                    Cluster found = find(reader, scope, name).orElseThrow(Refusals::notFound);
                    if (!found.active()) {
                        throw Refusals.inactiveForTags();
                    }
                    return Optional.of(found.tags());
                },
                (transaction, scope, name, tags) ->
                        find(transaction, scope, name)
                                .ifPresent(it -> put(transaction, scope, it.withTags(tags))));
    }

    /** The operations on clusters. */
    public static List<AwsOperation<?, ?>> operations(State state, ClusterContents.Count contents) {
        return List.of(
                new CreateCluster(state, contents),
                new DescribeClusters(state, contents),
                new ListClusters(state),
                new UpdateCluster(state, contents),
                new UpdateClusterSettings(state, contents),
                new DeleteCluster(state, contents),
                new PutClusterCapacityProviders(state, contents));
    }

    static void put(Transaction transaction, Scope scope, Cluster cluster) {
        transaction.put(KIND, Key.of(scope, cluster.name()), cluster);
    }
}
