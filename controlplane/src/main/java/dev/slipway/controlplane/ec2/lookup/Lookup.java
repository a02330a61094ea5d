package dev.slipway.controlplane.ec2.lookup;

import dev.slipway.controlplane.aws.Page;
import dev.slipway.controlplane.aws.PageToken;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.state.Entry;
import dev.slipway.controlplane.state.Key;
import dev.slipway.controlplane.state.Kind;
import dev.slipway.controlplane.state.Reader;
import dev.slipway.wire.AwsError;
import dev.slipway.wire.AwsException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.model.Filter;

/**
 * One Describe call over records whose key's name is their id.
 *
 * @param idsMember the input's member that lists ids, as AWS's messages write it, such as {@code
 *     vpcIds}
 */
public record Lookup<T extends Record>(
        String operation, Kind<T> kind, ResourceType type, String idsMember, Filters<T> filters) {
    private static final int LEAST = 5;
    private static final int MOST = 1000;

    /**
     * What a call asks for.
     *
     * @param maxResults absent when unset
     * @param nextToken empty when unset
     */
    public record Question(
            List<String> ids,
            List<Filter> filters,
            Optional<Integer> maxResults,
            String nextToken) {

        /** From a model class's members, of which unset ones are null. */
        @SuppressWarnings("NullAway") // the model classes are not annotated
        public static Question of(
                List<String> ids, List<Filter> filters, Integer maxResults, String nextToken) {
            return new Question(
                    ids,
                    filters,
                    Optional.ofNullable(maxResults),
                    nextToken == null ? "" : nextToken);
        }

        /** The same for the same filters: binds a page's token to them. */
        public String filtersText() {
            return filters.stream().map(f -> f.name() + "=" + f.values()).toList().toString();
        }
    }

    public Page<T> find(Reader reader, Scope scope, Question question) {
        check(question, type, idsMember);
        Predicate<T> matching = filters.matching(question.filters());
        if (!question.ids().isEmpty()) {
            List<T> named =
                    new LinkedHashSet<>(question.ids())
                            .stream().map(id -> named(reader, scope, id)).toList();
            return new Page<>(named.stream().filter(matching).toList(), Optional.empty());
        }
        PageToken token = PageToken.of(scope, operation, question.filtersText());
        String after = position(token, question.nextToken());
        Stream<Entry<T>> rest =
                after.isEmpty()
                        ? reader.list(kind, scope)
                        : reader.listAfter(kind, scope, "", after);
        Page<Entry<T>> page =
                token.page(
                        rest.filter(e -> matching.test(e.value())),
                        question.maxResults().orElse(MOST),
                        e -> e.key().name());
        return new Page<>(page.items().stream().map(Entry::value).toList(), page.nextToken());
    }

    /**
     * The same over things that are no records of their own, in the order of their ids.
     *
     * @param all of the scope, sorted by id
     */
    public static <T> Page<T> pageOf(
            Stream<T> all,
            Function<T, String> idOf,
            ResourceType type,
            String idsMember,
            Filters<T> filters,
            PageToken token,
            Question question) {
        check(question, type, idsMember);
        Predicate<T> matching = filters.matching(question.filters());
        if (!question.ids().isEmpty()) {
            List<T> found = all.filter(t -> question.ids().contains(idOf.apply(t))).toList();
            List<String> ids = found.stream().map(idOf).toList();
            for (String id : question.ids()) {
                if (!ids.contains(id)) {
                    throw type.notFound(id);
                }
            }
            return new Page<>(found.stream().filter(matching).toList(), Optional.empty());
        }
        String after = position(token, question.nextToken());
        return token.page(
                all.filter(t -> idOf.apply(t).compareTo(after) > 0).filter(matching),
                question.maxResults().orElse(MOST),
                idOf);
    }

    private T named(Reader reader, Scope scope, String id) {
        return reader.find(kind, Key.of(scope, id)).orElseThrow(() -> type.notFound(id));
    }

    private static void check(Question question, ResourceType type, String idsMember) {
        question.ids().forEach(type::check);
        question.maxResults().ifPresent(Lookup::checkSize);
        if (!question.ids().isEmpty() && question.maxResults().isPresent()) {
            throw AwsError.of(
                            "InvalidParameterCombination",
                            "The parameter %s cannot be used with the parameter maxResults"
                                    .formatted(idsMember))
                    .asException();
        }
    }

    private static void checkSize(int size) {
        if (size < LEAST || size > MOST) {
            String expecting =
                    size < LEAST
                            ? "a value greater than or equal to " + LEAST
                            : "a value less than or equal to " + MOST;
            throw AwsError.of(
                            "InvalidParameterValue",
                            "Value ( %d ) for parameter maxResults is invalid. Expecting %s."
                                    .formatted(size, expecting))
                    .asException();
        }
    }

    private static String position(PageToken tokens, String given) {
        return given.isEmpty() ? "" : tokens.position(given).orElseThrow(Lookup::badToken);
    }

    private static AwsException badToken() {
        return AwsError.of("InvalidNextToken", "The specified NextToken is not valid.")
                .asException();
    }
}
