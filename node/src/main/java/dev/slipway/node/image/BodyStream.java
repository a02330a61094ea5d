package dev.slipway.node.image;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * An answer's body that does not wait for ever: the JDK's client bounds the time to an answer's
 * headers and none after that.
 */
final class BodyStream extends InputStream implements HttpResponse.BodySubscriber<InputStream> {
    /** How many pieces may come before they are asked for. */
    private static final int AHEAD = 8;

    private sealed interface Piece {
        record Bytes(List<ByteBuffer> buffers) implements Piece {}

        record End() implements Piece {}

        record Broken(Throwable why) implements Piece {}
    }

    private final Duration patience;
    private final BlockingQueue<Piece> pieces = new LinkedBlockingQueue<>();
    private final Deque<ByteBuffer> now = new ArrayDeque<>();
    private final AtomicReference<Flow.Subscription> subscription = new AtomicReference<>();
    private boolean ended;

    /**
     * @param patience for the next bytes, each time
     */
    BodyStream(Duration patience) {
        this.patience = patience;
    }

    @Override
    public CompletionStage<InputStream> getBody() {
        return CompletableFuture.completedStage(this);
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription.set(given);
        given.request(AHEAD);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        pieces.add(new Piece.Bytes(buffers));
    }

    @Override
    public void onError(Throwable why) {
        pieces.add(new Piece.Broken(why));
    }

    @Override
    public void onComplete() {
        pieces.add(new Piece.End());
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
        while (now.isEmpty()) {
            if (ended) {
                return -1;
            }
            next();
        }
        ByteBuffer first = now.getFirst();
        int n = Math.min(length, first.remaining());
        first.get(bytes, from, n);
        if (!first.hasRemaining()) {
            now.removeFirst();
        }
        return n;
    }

    private void next() throws IOException {
        Piece piece;
        try {
            piece = pieces.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            close();
            throw new IOException("interrupted", e);
        }
        switch (piece) {
            case Piece.Bytes bytes -> {
                bytes.buffers().stream().filter(ByteBuffer::hasRemaining).forEach(now::add);
                Flow.Subscription given = subscription.get();
                if (given != null) {
                    given.request(1);
                }
            }
            case Piece.End _ -> ended = true;
            case Piece.Broken broken ->
                    throw new IOException(String.valueOf(broken.why().getMessage()), broken.why());
            case null -> {
                close();
                throw new HttpTimeoutException("i/o timeout");
            }
        }
    }

    @Override
    public void close() {
        ended = true;
        now.clear();
        Flow.Subscription given = subscription.get();
        if (given != null) {
            given.cancel();
        }
    }
}
