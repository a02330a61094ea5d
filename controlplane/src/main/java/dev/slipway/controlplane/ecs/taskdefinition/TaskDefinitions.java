package dev.slipway.controlplane.ecs.taskdefinition;

import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.aws.Tags;
import dev.slipway.controlplane.ecs.grammar.EcsName;
import dev.slipway.controlplane.ecs.tag.Taggable;
import dev.slipway.controlplane.state.Entry;
import dev.slipway.controlplane.state.Key;
import dev.slipway.controlplane.state.Kind;
import dev.slipway.controlplane.state.Reader;
import dev.slipway.controlplane.state.State;
import dev.slipway.controlplane.state.Transaction;
import dev.slipway.wire.AwsException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The front door to task definitions: by family, {@code family:revision} and ARN. */
public final class TaskDefinitions {
    /**
     * The record kind. Keys are the family, a space and the revision in ten digits: a space comes
     * before all that a family's name may hold, so keys lie in the order of families, then numbers.
     */
    public static final Kind<TaskDefinition> KIND =
            Kind.of("ecs-task-definition", TaskDefinition.class);

    static final Kind<Family> FAMILIES = Kind.of("ecs-task-definition-family", Family.class);

    /** All kinds of record of this room. */
    public static final List<Kind<?>> KINDS = List.of(KIND, FAMILIES);

    /** Before the slash in an ARN. */
    public static final String TYPE = "task-definition";

    private TaskDefinitions() {}

    /**
     * What outlives a family's revisions.
     *
     * @param lastRevision the newest number ever given out
     * @param newestActive the newest ACTIVE revision; 0 when there is none
     * @param left revisions that are not gone
     */
    record Family(String name, int lastRevision, int newestActive, int left) {

        boolean active() {
            return newestActive > 0;
        }
    }

    /**
     * The revision that a request means, whatever its status; {@code family} alone is its newest
     * ACTIVE one. Empty when there is none.
     *
     * @throws AwsException InvalidParameterException for an ARN of something else, ClientException
     *     for a revision that is not a number
     */
    public static Optional<TaskDefinition> find(Reader reader, Scope scope, String reference) {
        String name = EcsName.resolve(scope, TYPE, reference);
        int colon = name.indexOf(':');
        if (colon < 0) {
            return newestActive(reader, scope, name);
        }
        return revision(name.substring(colon + 1))
                .flatMap(
                        revision ->
                                reader.find(KIND, key(scope, name.substring(0, colon), revision)));
    }

    /**
     * The ACTIVE revision that a request wants to start something from.
     *
     * @throws AwsException ClientException {@code TaskDefinition not found.} or {@code
     *     TaskDefinition is inactive}; InvalidParameterException for an ARN of something else
     */
    public static TaskDefinition resolveForUse(Reader reader, Scope scope, String reference) {
        TaskDefinition found = find(reader, scope, reference).orElseThrow(Refusals::notFound);
        if (!found.active()) {
            throw Refusals.inactive();
        }
        return found;
    }

    /**
     * The ARN that a reference means, for IAM: of the revision when it can be resolved, else as
     * named. Never throws.
     */
    public static String arnNamedBy(Reader reader, Scope scope, String reference) {
        try {
            return find(reader, scope, reference)
                    .map(TaskDefinition::arn)
                    .orElseGet(() -> EcsName.arnNamedBy(scope, TYPE, reference));
        } catch (AwsException malformed) {
            return EcsName.arnNamedBy(scope, TYPE, reference);
        }
    }

    /**
     * Refuses a family without a revision, where AWS wants to be told which one.
     *
     * @throws AwsException ClientException
     */
    static void requireRevision(Scope scope, String reference) {
        if (EcsName.resolve(scope, TYPE, reference).indexOf(':') < 0) {
            throw Refusals.revisionMissing();
        }
    }

    /** For IAM: none when there is no such revision. Never throws. */
    static Tags tagsOf(Reader reader, Scope scope, String reference) {
        try {
            return find(reader, scope, reference).map(TaskDefinition::tags).orElse(Tags.none());
        } catch (AwsException malformed) {
            return Tags.none();
        }
    }

    /** How task definitions are tagged; deleted ones are not. */
    public static Taggable taggable() {
        return new Taggable(
                TYPE,
                (reader, scope, name) -> find(reader, scope, name).map(TaskDefinition::tags),
                (transaction, scope, name, tags) ->
                        find(transaction, scope, name)
                                .ifPresent(it -> put(transaction, scope, it.withTags(tags))));
    }

    /** The operations on task definitions. */
    public static List<AwsOperation<?, ?>> operations(State state) {
        return List.of(
                new RegisterTaskDefinition(state),
                new DescribeTaskDefinition(state),
                new ListTaskDefinitions(state),
                new ListTaskDefinitionFamilies(state),
                new DeregisterTaskDefinition(state),
                new DeleteTaskDefinitions(state));
    }

    private static Optional<TaskDefinition> newestActive(
            Reader reader, Scope scope, String family) {
        return family(reader, scope, family)
                .filter(Family::active)
                .flatMap(f -> reader.find(KIND, key(scope, family, f.newestActive())));
    }

    static Optional<Family> family(Reader reader, Scope scope, String name) {
        return reader.find(FAMILIES, Key.of(scope, name));
    }

    /** Records a revision that has changed, and what that means for its family. */
    static void put(Transaction transaction, Scope scope, TaskDefinition definition) {
        transaction.put(KIND, key(scope, definition.family(), definition.revision()), definition);
        settleFamily(transaction, scope, definition.family());
    }

    /** Removes a revision for good. */
    static void remove(Transaction transaction, Scope scope, TaskDefinition definition) {
        transaction.delete(KIND, key(scope, definition.family(), definition.revision()));
        settleFamily(transaction, scope, definition.family());
    }

    private static void settleFamily(Transaction transaction, Scope scope, String name) {
        int last = family(transaction, scope, name).map(Family::lastRevision).orElse(0);
        int newestActive = 0;
        int left = 0;
        for (Entry<TaskDefinition> entry : revisions(transaction, scope, name).toList()) {
            left++;
            last = Math.max(last, entry.value().revision());
            newestActive = entry.value().active() ? entry.value().revision() : newestActive;
        }
        transaction.put(FAMILIES, Key.of(scope, name), new Family(name, last, newestActive, left));
    }

    /** All of a family that are left, oldest first. */
    static Stream<Entry<TaskDefinition>> revisions(Reader reader, Scope scope, String family) {
        return reader.list(KIND, scope, family + " ");
    }

    static Key key(Scope scope, String family, int revision) {
        return Key.of(scope, "%s %010d".formatted(family, revision));
    }

    private static Optional<Integer> revision(String digits) {
        if (digits.isEmpty()
                || digits.length() > 9
                || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw Refusals.badRevision(digits);
        }
        return Optional.of(Integer.parseInt(digits));
    }
}
