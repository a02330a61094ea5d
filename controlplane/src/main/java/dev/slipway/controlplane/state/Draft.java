package dev.slipway.controlplane.state;

import dev.slipway.controlplane.aws.Scope;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A transaction being decided: the applied head with the decision's own writes upon it. */
final class Draft implements Transaction {
    private final Head base;
    private final long revision;
    private Head now;
    private boolean ended;

    /** By kind and key, so that the last write to a record is the one that counts. */
    private final TreeMap<String, TreeMap<Key, Touched>> writes = new TreeMap<>();

    private record Touched(Kind<?> kind, Key key, Optional<Record> value) {}

    Draft(Head base, long revision) {
        this.base = base;
        this.revision = revision;
        this.now = base;
    }

    @Override
    public <T extends Record> void put(Kind<T> kind, Key key, T value) {
        T checked = kind.type().cast(value);
        write(
                new Touched(kind, key, Optional.of(checked)),
                now.with(kind, key, Optional.of(new Entry<>(key, checked, revision))));
    }

    @Override
    public <T extends Record> void delete(Kind<T> kind, Key key) {
        if (now.find(kind, key).isPresent()) {
            write(new Touched(kind, key, Optional.empty()), now.with(kind, key, Optional.empty()));
        }
    }

    private void write(Touched write, Head after) {
        if (ended) {
            throw new IllegalStateException("a transaction was used after its decision ended");
        }
        writes.computeIfAbsent(write.kind().name(), name -> new TreeMap<>())
                .put(write.key(), write);
        now = after;
    }

    void end() {
        ended = true;
    }

    /** In order of kind and key; empty when the decision changed nothing. */
    List<Write> writes(Vault vault) {
        return writes.values().stream()
                .flatMap(byKey -> byKey.values().stream())
                .map(
                        touched ->
                                new Write(
                                        touched.kind(),
                                        touched.key(),
                                        touched.value()
                                                .map(
                                                        value ->
                                                                vault.encode(
                                                                        touched.kind(),
                                                                        touched.key(),
                                                                        value))))
                .toList();
    }

    Head head() {
        return now.at(revision);
    }

    @Override
    public long revision() {
        return base.revision();
    }

    @Override
    public <T extends Record> Optional<T> find(Kind<T> kind, Key key) {
        return now.find(kind, key);
    }

    @Override
    public <T extends Record> Stream<Entry<T>> list(Kind<T> kind, Scope scope) {
        return now.list(kind, scope);
    }

    @Override
    public <T extends Record> Stream<Entry<T>> list(Kind<T> kind, Scope scope, String prefix) {
        return now.list(kind, scope, prefix);
    }

    @Override
    public <T extends Record> Stream<Entry<T>> listAfter(
            Kind<T> kind, Scope scope, String prefix, String after) {
        return now.listAfter(kind, scope, prefix, after);
    }

    @Override
    public <T extends Record> Stream<Entry<T>> listAfter(
            Kind<T> kind, Kind.Index<T> index, Scope scope, String prefix, String after) {
        return now.listAfter(kind, index, scope, prefix, after);
    }

    @Override
    public <T extends Record> Stream<Entry<T>> listAll(Kind<T> kind) {
        return now.listAll(kind);
    }
}
