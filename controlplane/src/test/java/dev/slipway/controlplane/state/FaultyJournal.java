package dev.slipway.controlplane.state;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** A journal that refuses when told so, and can be held in the middle of a batch. */
final class FaultyJournal implements Journal {
    private final Journal good;
    private final BooleanSupplier refuses;
    private final Semaphore passes;

    /**
     * @param refuses asked at each batch
     * @param passes one is taken by each batch
     */
    FaultyJournal(Journal good, BooleanSupplier refuses, Semaphore passes) {
        this.good = good;
        this.refuses = refuses;
        this.passes = passes;
    }

    @Override
    public long replay(Consumer<StoredRow> reader) throws IOException {
        return good.replay(reader);
    }

    @Override
    public void append(long revision, List<StoredRow> rows) throws IOException {
        passes.acquireUninterruptibly();
        if (refuses.getAsBoolean()) {
            throw new IOException("the disk is full");
        }
        good.append(revision, rows);
    }

    @Override
    public void rest() {}

    @Override
    public void close() {}
}
