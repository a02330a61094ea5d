package dev.slipway.node.image;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** How far a pull is; may be looked at from any thread while it goes on. */
public final class PullProgress {
    private final AtomicInteger layers = new AtomicInteger();
    private final AtomicInteger layersDone = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong bytesDone = new AtomicLong();

    /** A layer is to come. */
    void expect(long size) {
        layers.incrementAndGet();
        bytes.addAndGet(size);
    }

    void came(long count) {
        bytesDone.addAndGet(count);
    }

    void layerDone() {
        layersDone.incrementAndGet();
    }

    /** Layers that had to come, as far as is known. */
    public int layers() {
        return layers.get();
    }

    public int layersDone() {
        return layersDone.get();
    }

    /** Packed bytes that had to come, as far as is known. */
    public long bytes() {
        return bytes.get();
    }

    public long bytesDone() {
        return bytesDone.get();
    }
}
