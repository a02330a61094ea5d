package dev.slipway.node.agent;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** A journal that lives as long as its object: a simulated node's, over its simulated restarts. */
public final class MemoryJournal implements Journal {
    private final TreeMap<String, Entry> entries = new TreeMap<>();

    @Override
    public synchronized List<Entry> load() {
        return new ArrayList<>(entries.values());
    }

    @Override
    public void save(Entry entry, Runnable whenSaved) {
        synchronized (this) {
            entries.put(entry.taskId(), entry);
        }
        whenSaved.run();
    }

    @Override
    public synchronized void forget(String taskId) {
        entries.remove(taskId);
    }
}
