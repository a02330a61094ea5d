package dev.slipway.node.logs;

import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds a writer while too much of what it wrote waits. Asked at each growth of the file by whoever
 * sees it, since the reader may be waiting for the store just then.
 */
final class Gate {
    private static final Logger LOG = LoggerFactory.getLogger(Gate.class);

    private final LogWriter writer;
    private final long most;
    private Optional<Spool> spool = Optional.empty();
    private long read;
    private boolean holding;
    private boolean letGo;

    /**
     * @param most bytes that may wait
     */
    Gate(LogWriter writer, long most) {
        this.writer = writer;
        this.most = most;
    }

    /** An earlier process of ours may have died while it held the writer. */
    synchronized void open(Spool from) {
        writer.goOn().run();
        spool = Optional.of(from);
        read = from.base();
    }

    synchronized void grown() {
        look();
    }

    synchronized void read(long position) {
        read = position;
        look();
    }

    private void look() {
        if (most == Long.MAX_VALUE || letGo || spool.isEmpty()) {
            return;
        }
        try {
            long waiting = spool.get().waiting(read);
            if (!holding && waiting > most) {
                holding = true;
                writer.hold().run();
            } else if (holding && waiting < most / 2) {
                holding = false;
                writer.goOn().run();
            }
        } catch (IOException e) {
            LOG.warn("how much output waits cannot be told", e);
            letGo();
        }
    }

    synchronized void letGo() {
        letGo = true;
        if (holding) {
            holding = false;
            writer.goOn().run();
        }
    }
}
