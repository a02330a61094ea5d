package dev.slipway.node.image;

import dev.slipway.node.host.Sha256;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Counts and digests what passes. Does not close what it reads from. */
final class HashingStream extends FilterInputStream {
    private final Sha256 digest = new Sha256();
    private long count;

    HashingStream(InputStream in) {
        super(in);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
        int n = in.read(bytes, from, length);
        if (n > 0) {
            digest.update(bytes, from, n);
            count += n;
        }
        return n;
    }

    /** What is skipped counts too. */
    @Override
    public long skip(long n) throws IOException {
        byte[] buffer = new byte[(int) Math.min(n, 1 << 16)];
        return Math.max(0, read(buffer, 0, buffer.length));
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    long count() {
        return count;
    }

    /** Of all bytes that passed; ends it. */
    String digest() {
        return Digests.of(digest.digest());
    }

    @Override
    public void close() {
        digest.close();
    }
}
