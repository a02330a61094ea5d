package dev.slipway.controlplane.state;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A kind of record: what is stored, watched and migrated together. Two kinds are the same when
 * their names are.
 *
 * @param name stored with each record and never changed; lower-case with dashes, such as {@code
 *     ecs-task}
 * @param type the domain record; written as JSON by its components, so a renamed component is a new
 *     version
 * @param version of the JSON form, from 1; an older stored form is read through a {code Migration}
 * @param indexes the other orders that its records are kept in
 */
public record Kind<T extends Record>(
        String name, Class<T> type, int version, List<Index<T>> indexes) {
    public Kind {
        indexes = List.copyOf(indexes);
    }

    public static <T extends Record> Kind<T> of(String name, Class<T> type) {
        return of(name, type, 1);
    }

    public static <T extends Record> Kind<T> of(String name, Class<T> type, int version) {
        return new Kind<>(name, type, version, List.of());
    }

    public Kind<T> indexed(Index<T> index) {
        return new Kind<>(
                name, type, version, Stream.concat(indexes.stream(), Stream.of(index)).toList());
    }

    /**
     * Another order of a kind's records, so that those that are asked for lie side by side. It is
     * kept in memory with the records themselves, so that every moment has its own, and is not
     * stored.
     *
     * @param name unique in the kind
     * @param names that a record is found under, within its own account and region; each is unique
     *     among the records. Pure and quick: it is asked at each write
     */
    public record Index<T extends Record>(String name, Function<T, List<String>> names) {

        List<Key> keys(Entry<?> entry, Class<T> type) {
            Key key = entry.key();
            return names.apply(type.cast(entry.value())).stream()
                    .map(found -> new Key(key.account(), key.region(), found))
                    .toList();
        }
    }

    /** What an order of this kind's records is called among those of all kinds. */
    String order(Index<T> index) {
        return name + " " + index.name();
    }
}
