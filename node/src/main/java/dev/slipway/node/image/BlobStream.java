package dev.slipway.node.image;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.LockSupport;

/**
 * A layer on its way. A connection that breaks is made again and goes on where the last one ended,
 * so whoever reads does not notice. Bounded in tries and in time.
 */
final class BlobStream extends InputStream {
    private static final int TRIES = 5;
    private static final int TRIES_IN_ALL = 100;
    private static final Duration PAUSE = Duration.ofMillis(100);

    /** A registry that keeps us waiting byte by byte is as good as one that hangs. */
    private static final Duration LEAST_TIME = Duration.ofMinutes(10);

    private static final long LEAST_BYTES_PER_SECOND = 50_000;

    private final Registry registry;
    private final ImageDocuments.Descriptor blob;
    private final PullProgress progress;
    private final InstantSource clock;
    private final Instant end;
    private InputStream body = InputStream.nullInputStream();
    private boolean open;
    private long at;
    private int tries;
    private int triesInAll;

    BlobStream(
            Registry registry,
            ImageDocuments.Descriptor blob,
            PullProgress progress,
            InstantSource clock) {
        this.registry = registry;
        this.blob = blob;
        this.progress = progress;
        this.clock = clock;
        this.end =
                clock.instant().plus(LEAST_TIME).plusSeconds(blob.size() / LEAST_BYTES_PER_SECOND);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (true) {
            if (clock.instant().isAfter(end)) {
                throw failed(new HttpTimeoutException("i/o timeout"));
            }
            try {
                if (!open) {
                    body = registry.blob(blob.digest(), at);
                    open = true;
                }
                int n = body.read(bytes, from, length);
                if (n < 0 && at < blob.size()) {
                    throw new EOFException("unexpected EOF");
                }
                if (n > 0) {
                    at += n;
                    if (at > blob.size()) {
                        throw new RefusedException(
                                "failed size validation: more than " + blob.size() + " bytes",
                                false);
                    }
                    tries = 0;
                    progress.came(n);
                }
                return n;
            } catch (IOException e) {
                again(e);
            }
        }
    }

    private void again(IOException why) throws IOException {
        close();
        tries++;
        triesInAll++;
        boolean hopeless = why instanceof RefusedException refused && !refused.worthAnotherTry();
        if (hopeless
                || tries >= TRIES
                || triesInAll >= TRIES_IN_ALL
                || Thread.currentThread().isInterrupted()) {
            throw failed(why);
        }
        LockSupport.parkNanos(PAUSE.toNanos() << tries);
    }

    private IOException failed(IOException why) {
        return new IOException(
                "ref pull has been retried "
                        + Math.max(1, triesInAll)
                        + " time(s): failed to copy: httpReadSeeker: failed open: "
                        + Registry.words(why),
                why);
    }

    @Override
    public void close() throws IOException {
        open = false;
        body.close();
    }
}
