package dev.slipway.node.logs;

import java.util.OptionalLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Who writes a container's output to its file. All may be called from any thread.
 *
 * @param fileBytes size at which it begins a new file, less a record at most
 * @param process its number; another number when another one has taken over
 * @param written bytes that it has written in its life, to whatever file; empty when it is gone
 * @param hold makes it write no more, so that the container waits as soon as a pipe is full
 * @param goOn undoes that; nothing when it was not held
 */
public record LogWriter(
        long fileBytes,
        LongSupplier process,
        Supplier<OptionalLong> written,
        Runnable hold,
        Runnable goOn) {
    /** One that is gone. */
    public static final LogWriter NONE =
            new LogWriter(Long.MAX_VALUE, () -> 0, OptionalLong::empty, () -> {}, () -> {});
}
