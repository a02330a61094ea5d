package dev.slipway.wire.signature;

import dev.slipway.wire.Incoming;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Bodies that clients send in chunks of their own inside HTTP's (content encoding {@code
 * aws-chunked}): {@code size;chunk-signature=hex CRLF data CRLF}, the last one of size 0.
 */
final class Chunks {
    static final String UNSIGNED = "UNSIGNED-PAYLOAD";
    private static final String SIGNED_CHUNKS = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD";
    private static final String UNSIGNED_CHUNKS = "STREAMING-UNSIGNED-PAYLOAD-TRAILER";

    private final byte[] body;
    private int at;

    private Chunks(byte[] body) {
        this.body = body;
    }

    /** The request with its data alone as the body; as it is when the body is not chunked. */
    static Incoming unwrap(
            Incoming request,
            String payload,
            SigningKey key,
            Claim.Signed claim,
            String timestamp) {
        return switch (payload) {
            case SIGNED_CHUNKS -> {
                String scope = "AWS4-HMAC-SHA256-PAYLOAD\n" + timestamp + '\n' + claim.scope();
                yield request.withBody(
                        new Chunks(request.body()).signed(key, scope, claim.signature()));
            }
            // Trailers carry checksums of the data, which nothing here asks for.
            case UNSIGNED_CHUNKS -> request.withBody(new Chunks(request.body()).unsigned());
            default -> {
                if (payload.startsWith("STREAMING-")) {
                    throw SignatureFault.incomplete("Unsupported payload form: " + payload);
                }
                yield request;
            }
        };
    }

    private byte[] signed(SigningKey key, String scope, String seed) {
        ByteArrayOutputStream data = new ByteArrayOutputStream(body.length);
        String previous = seed;
        while (true) {
            String header = line();
            int semicolon = header.indexOf(";chunk-signature=");
            if (semicolon < 0) {
                throw malformed();
            }
            byte[] chunk = data(size(header.substring(0, semicolon)));
            String expected =
                    key.sign(
                            scope
                                    + '\n'
                                    + previous
                                    + '\n'
                                    + SigningKey.sha256("")
                                    + '\n'
                                    + SigningKey.sha256(chunk));
            String given = header.substring(semicolon + ";chunk-signature=".length());
            if (!SigningKey.same(expected, given)) {
                throw SignatureFault.mismatch();
            }
            if (chunk.length == 0) {
                return data.toByteArray();
            }
            data.writeBytes(chunk);
            previous = expected;
        }
    }

    private byte[] unsigned() {
        ByteArrayOutputStream data = new ByteArrayOutputStream(body.length);
        while (true) {
            int size = size(line());
            if (size == 0) {
                return data.toByteArray();
            }
            data.writeBytes(data(size));
        }
    }

    private String line() {
        for (int end = at; end + 1 < body.length; end++) {
            if (body[end] == '\r' && body[end + 1] == '\n') {
                String line = new String(body, at, end - at, StandardCharsets.US_ASCII);
                at = end + 2;
                return line;
            }
        }
        throw malformed();
    }

    private static int size(String hex) {
        try {
            int size = Integer.parseInt(hex, 16);
            if (size >= 0) {
                return size;
            }
        } catch (NumberFormatException e) {
            // falls through
        }
        throw malformed();
    }

    private byte[] data(int size) {
        // The last chunk's own line end is left out by some clients.
        if (size > body.length - at) {
            throw malformed();
        }
        byte[] data = Arrays.copyOfRange(body, at, at + size);
        at = Math.min(body.length, at + size + 2);
        return data;
    }

    private static SignatureFault malformed() {
        return SignatureFault.incomplete("The chunks of the body cannot be read.");
    }
}
