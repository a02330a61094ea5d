package dev.slipway.controlplane.state;

import dev.slipway.controlplane.aws.Scope;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads one consistent moment. Streams are in key order and cost what is taken from them. */
public interface Reader {

    /** Of the newest transaction that this moment includes. */
    long revision();

    <T extends Record> Optional<T> find(Kind<T> kind, Key key);

    /** All of one scope. */
    <T extends Record> Stream<Entry<T>> list(Kind<T> kind, Scope scope);

    /** Those of one scope whose name starts with {@code prefix}. */
    <T extends Record> Stream<Entry<T>> list(Kind<T> kind, Scope scope, String prefix);

    /** Those of one scope with the prefix whose name comes after {@code after}: the next page. */
    <T extends Record> Stream<Entry<T>> listAfter(
            Kind<T> kind, Scope scope, String prefix, String after);

    /** As above in another order, with the names that the index gives; {@code after} is one. */
    <T extends Record> Stream<Entry<T>> listAfter(
            Kind<T> kind, Kind.Index<T> index, Scope scope, String prefix, String after);

    /** All of all accounts and regions; for engines. */
    <T extends Record> Stream<Entry<T>> listAll(Kind<T> kind);
}
