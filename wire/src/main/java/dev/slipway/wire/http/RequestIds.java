package dev.slipway.wire.http;

import java.util.UUID;
import java.util.random.RandomGenerator;

/** Ids of requests: random UUIDs from a generator that need not be safe for many threads. */
final class RequestIds {
    private static final long VERSION_4 = 0x4000L;
    private static final long VARIANT = 0x8000_0000_0000_0000L;

    private final RandomGenerator random;

    RequestIds(RandomGenerator random) {
        this.random = random;
    }

    synchronized String next() {
        long high = (random.nextLong() & ~0xf000L) | VERSION_4;
        long low = (random.nextLong() & 0x3fff_ffff_ffff_ffffL) | VARIANT;
        return new UUID(high, low).toString();
    }
}
