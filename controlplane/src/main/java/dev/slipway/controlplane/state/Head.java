package dev.slipway.controlplane.state;

import dev.slipway.controlplane.aws.Scope;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.pcollections.TreePMap;

/** One moment: every record, sorted by kind and key. Never changes, so nobody locks to read it. */
final class Head implements Reader {
    private final long revision;
    private final TreePMap<String, TreePMap<Key, Entry<?>>> kinds;

    /** By {@link Kind#order}: the keys of records by the keys that an index finds them under. */
    private final TreePMap<String, TreePMap<Key, Key>> orders;

    private Head(
            long revision,
            TreePMap<String, TreePMap<Key, Entry<?>>> kinds,
            TreePMap<String, TreePMap<Key, Key>> orders) {
        this.revision = revision;
        this.kinds = kinds;
        this.orders = orders;
    }

    /** With the records of each kind, by its name. */
    static Head of(
            long revision, List<Kind<?>> kinds, Map<String, SortedMap<Key, Entry<?>>> records) {
        TreePMap<String, TreePMap<Key, Entry<?>>> all = TreePMap.empty();
        TreePMap<String, TreePMap<Key, Key>> orders = TreePMap.empty();
        for (Kind<?> kind : kinds) {
            SortedMap<Key, Entry<?>> ofKind = records.getOrDefault(kind.name(), new TreeMap<>());
            all = all.plus(kind.name(), TreePMap.fromSortedMap(ofKind));
            orders = ordered(kind, ofKind, orders);
        }
        return new Head(revision, all, orders);
    }

    private static <T extends Record> TreePMap<String, TreePMap<Key, Key>> ordered(
            Kind<T> kind,
            SortedMap<Key, Entry<?>> records,
            TreePMap<String, TreePMap<Key, Key>> before) {
        TreePMap<String, TreePMap<Key, Key>> orders = before;
        for (Kind.Index<T> index : kind.indexes()) {
            TreeMap<Key, Key> found = new TreeMap<>();
            for (Entry<?> entry : records.values()) {
                index.keys(entry, kind.type()).forEach(key -> found.put(key, entry.key()));
            }
            orders = orders.plus(kind.order(index), TreePMap.fromSortedMap(found));
        }
        return orders;
    }

    Head at(long newRevision) {
        return new Head(newRevision, kinds, orders);
    }

    /** The same moment but for one record. */
    <T extends Record> Head with(Kind<T> kind, Key key, Optional<Entry<?>> entry) {
        TreePMap<Key, Entry<?>> records = records(kind);
        Optional<Entry<?>> before = Optional.ofNullable(records.get(key));
        TreePMap<Key, Entry<?>> after =
                entry.isPresent() ? records.plus(key, entry.get()) : records.minus(key);
        TreePMap<String, TreePMap<Key, Key>> next = orders;
        for (Kind.Index<T> index : kind.indexes()) {
            next = moved(kind, index, key, before, entry, next);
        }
        return new Head(revision, kinds.plus(kind.name(), after), next);
    }

    private static <T extends Record> TreePMap<String, TreePMap<Key, Key>> moved(
            Kind<T> kind,
            Kind.Index<T> index,
            Key key,
            Optional<Entry<?>> before,
            Optional<Entry<?>> after,
            TreePMap<String, TreePMap<Key, Key>> orders) {
        List<Key> left = before.map(e -> index.keys(e, kind.type())).orElse(List.of());
        List<Key> found = after.map(e -> index.keys(e, kind.type())).orElse(List.of());
        if (left.equals(found)) {
            return orders;
        }
        TreePMap<Key, Key> order = orders.getOrDefault(kind.order(index), TreePMap.empty());
        for (Key old : left) {
            order = order.minus(old);
        }
        for (Key now : found) {
            order = order.plus(now, key);
        }
        return orders.plus(kind.order(index), order);
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
        return range(records(kind), Key.of(scope, prefix), true, prefix)
                .map(found -> typed(kind, found.getValue()));
    }

    @Override
    public <T extends Record> Stream<Entry<T>> listAfter(
            Kind<T> kind, Scope scope, String prefix, String after) {
        boolean skips = after.compareTo(prefix) >= 0;
        return range(records(kind), Key.of(scope, skips ? after : prefix), !skips, prefix)
                .map(found -> typed(kind, found.getValue()));
    }

    @Override
    public <T extends Record> Stream<Entry<T>> listAfter(
            Kind<T> kind, Kind.Index<T> index, Scope scope, String prefix, String after) {
        TreePMap<Key, Key> order = orders.get(kind.order(index));
        if (order == null) {
            throw new IllegalArgumentException(
                    "state was opened without the order " + kind.order(index));
        }
        TreePMap<Key, Entry<?>> records = records(kind);
        boolean skips = after.compareTo(prefix) >= 0;
        return range(order, Key.of(scope, skips ? after : prefix), !skips, prefix)
                .flatMap(found -> Stream.ofNullable(records.get(found.getValue())))
                .map(entry -> typed(kind, entry));
    }

    @Override
    public <T extends Record> Stream<Entry<T>> listAll(Kind<T> kind) {
        return records(kind).values().stream().map(entry -> typed(kind, entry));
    }

    private static <V> Stream<Map.Entry<Key, V>> range(
            TreePMap<Key, V> sorted, Key from, boolean inclusive, String prefix) {
        return sorted.tailMap(from, inclusive).entrySet().stream()
                .takeWhile(found -> within(found.getKey(), from, prefix));
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
