package dev.slipway.controlplane.state;

import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/** Where transactions last. One caller at a time; {@link #replay} comes first. */
public interface Journal extends AutoCloseable {

    /**
     * Gives the newest row of each key that is not deleted.
     *
     * @return the revision of the last batch; 0 when there was none
     */
    long replay(Consumer<StoredRow> reader) throws IOException;

    /**
     * Keeps the rows, all or none, and returns when they last.
     *
     * @param revision of the last transaction in the batch; never falls
     * @param rows one for each key at most
     * @throws IOException when they do not last; a later batch may succeed
     */
    void append(long revision, List<StoredRow> rows) throws IOException;

    /** Called when nothing waits to be written: time for housekeeping that would delay a batch. */
    void rest();

    @Override
    void close();
}
