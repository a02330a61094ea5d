package dev.slipway.wire;

import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;

/**
 * One HTTP answer.
 *
 * @param headers beside Content-Length and Date, which the endpoint adds
 */
public record Reply(int status, SequencedMap<String, String> headers, Content content) {

    /** What follows the headers: known whole, read as it goes, or told as it happens. */
    public sealed interface Content {

        /** Bytes at hand. */
        record Document(ByteBuffer bytes) implements Content {}

        /**
         * Bytes copied from a stream, which is closed at the end.
         *
         * @param length -1 when it is not known
         */
        record Body(InputStream stream, long length) implements Content {}

        /**
         * Frames, each sent as soon as the iterator yields it; the iterator may block. When it is
         * {@link AutoCloseable} it is closed once the client is gone or the frames are at an end.
         */
        record Events(Iterator<ByteBuffer> frames) implements Content {}
    }

    public static Reply of(int status, String contentType, byte[] bytes) {
        return of(status, contentType, new Content.Document(ByteBuffer.wrap(bytes)));
    }

    public static Reply of(int status, String contentType, String text) {
        return of(status, contentType, text.getBytes(StandardCharsets.UTF_8));
    }

    public static Reply of(int status, String contentType, Content content) {
        return new Reply(status, new TreeMap<>(Map.of("Content-Type", contentType)), content);
    }

    public Reply with(String header, String value) {
        TreeMap<String, String> more = new TreeMap<>(headers);
        more.put(header, value);
        return new Reply(status, more, content);
    }
}
