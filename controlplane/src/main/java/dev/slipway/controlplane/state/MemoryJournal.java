package dev.slipway.controlplane.state;

import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Lasts as long as this object: for tests and the simulation. A second state may be opened over it
 * after the first was dropped without closing, which is what a crash looks like.
 */
public final class MemoryJournal implements Journal {
    private final TreeMap<String, TreeMap<Key, StoredRow>> rows = new TreeMap<>();
    private long revision;

    @Override
    public long replay(Consumer<StoredRow> reader) {
        rows.values().forEach(byKey -> byKey.values().forEach(reader));
        return revision;
    }

    @Override
    public void append(long newRevision, List<StoredRow> batch) {
        for (StoredRow row : batch) {
            TreeMap<Key, StoredRow> byKey =
                    rows.computeIfAbsent(row.kind(), kind -> new TreeMap<>());
            if (row.sealed().isPresent()) {
                byKey.put(row.key(), row);
            } else {
                byKey.remove(row.key());
            }
        }
        revision = newRevision;
    }

    @Override
    public void rest() {}

    @Override
    public void close() {}
}
