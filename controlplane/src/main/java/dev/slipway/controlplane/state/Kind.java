package dev.slipway.controlplane.state;

/**
 * A kind of record: what is stored, watched and migrated together. Two kinds are the same when
 * their names are.
 *
 * @param name stored with each record and never changed; lower-case with dashes, such as {@code
 *     ecs-task}
 * @param type the domain record; written as JSON by its components, so a renamed component is a new
 *     version
 * @param version of the JSON form, from 1; an older stored form is read through a {code Migration}
 */
public record Kind<T extends Record>(String name, Class<T> type, int version) {
    public static <T extends Record> Kind<T> of(String name, Class<T> type) {
        return new Kind<>(name, type, 1);
    }
}
