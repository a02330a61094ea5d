package dev.slipway.controlplane.state;

import java.util.function.Consumer;
import java.util.function.Function;

/** The front door of state. */
public interface State extends AutoCloseable {

    /** The published head. */
    Reader read();

    /**
     * Runs a decision that a user's call made and returns when it is durable and published.
     *
     * @throws StorageRefusedException when the disk refused; nothing was changed
     */
    <R> R commit(Function<Transaction, R> decision);

    /** Runs a decision about what the world told us. Returns at once; never refused. */
    <R> R observe(Function<Transaction, R> decision);

    /**
     * Calls the watcher after each published transaction, in order, on the publishing thread: be
     * quick, hand over.
     */
    Watch watch(Consumer<java.util.List<Change>> watcher);

    @Override
    void close();

    /** Ends a watch. */
    interface Watch extends AutoCloseable {
        @Override
        void close();
    }
}
