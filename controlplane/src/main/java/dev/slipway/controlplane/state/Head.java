package dev.slipway.controlplane.state;

import dev.slipway.controlplane.aws.Scope;
import java.util.Optional;
import java.util.stream.Stream;
import org.pcollections.TreePMap;

/** One moment: every record, sorted by kind and key. Never changes, so nobody locks to read it. */
final class Head implements Reader {
    private final long revision;
    private final TreePMap<String, TreePMap<Key, Entry<?>>> kinds;

    Head(long revision, TreePMap<String, TreePMap<Key, Entry<?>>> kinds) {
        this.revision = revision;
        this.kinds = kinds;
    }

    TreePMap<String, TreePMap<Key, Entry<?>>> kinds() {
        return kinds;
    }

    @Override
    public long revision() {
        return revision;
    }

    @Override
    public <T extends Record> Optional<T> find(Kind<T> kind, Key key) {
        return Optional.ofNullable(records(kind).get(key))
                .map(entry -> kind.type().cast(entry.value()));
    }

    @Override
    public <T extends Record> Stream<Entry<T>> list(Kind<T> kind, Scope scope) {
        return list(kind, scope, "");
    }

    @Override
    public <T extends Record> Stream<Entry<T>> list(Kind<T> kind, Scope scope, String prefix) {
        return range(kind, Key.of(scope, prefix), true, prefix);
    }

    @Override
    public <T extends Record> Stream<Entry<T>> listAfter(
            Kind<T> kind, Scope scope, String prefix, String after) {
        boolean skips = after.compareTo(prefix) >= 0;
        return range(kind, Key.of(scope, skips ? after : prefix), !skips, prefix);
    }

    @Override
    public <T extends Record> Stream<Entry<T>> listAll(Kind<T> kind) {
        return records(kind).values().stream().map(entry -> typed(kind, entry));
    }

    private <T extends Record> Stream<Entry<T>> range(
            Kind<T> kind, Key from, boolean inclusive, String prefix) {
        return records(kind).tailMap(from, inclusive).values().stream()
                .takeWhile(entry -> within(entry.key(), from, prefix))
                .map(entry -> typed(kind, entry));
    }

    private static boolean within(Key key, Key from, String prefix) {
        return key.name().startsWith(prefix)
                && key.region().equals(from.region())
                && key.account().equals(from.account());
    }

    private TreePMap<Key, Entry<?>> records(Kind<?> kind) {
        TreePMap<Key, Entry<?>> records = kinds.get(kind.name());
        if (records == null) {
            throw new IllegalArgumentException("state was opened without the kind " + kind.name());
        }
        return records;
    }

    private static <T extends Record> Entry<T> typed(Kind<T> kind, Entry<?> entry) {
        return new Entry<>(entry.key(), kind.type().cast(entry.value()), entry.revision());
    }
}
