package dev.slipway.node.agent;

import java.util.List;

/**
 * What must be remembered of tasks over a restart. An entry is a text of the agent's own, to be
 * kept byte by byte.
 */
public interface Journal {

    /** Everything saved and not forgotten, ordered by task id. */
    List<Entry> load();

    /**
     * Keeps the newest entry of a task; of several in a row only the last need be kept.
     *
     * @param whenSaved run, from any thread, once this entry or a later one of the task is durable,
     *     or cannot be made so
     */
    void save(Entry entry, Runnable whenSaved);

    void forget(String taskId);

    /**
     * @param lasting whether it must outlive a power cut, not just the end of this process
     */
    record Entry(String taskId, String text, boolean lasting) {}
}
