package dev.slipway.wire.http;

import dev.slipway.wire.AwsError;
import dev.slipway.wire.Incoming;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

/** Compressed request bodies, within the limit that holds for plain ones. */
final class Inflation {
    private Inflation() {}

    /**
     * The request with a plain body.
     *
     * @throws dev.slipway.wire.AwsException when the body cannot be inflated, or not within the
     *     limit
     */
    static Incoming plain(Incoming request, int maxBytes) {
        String encoding = request.header("content-encoding").toLowerCase(Locale.ROOT);
        if (encoding.isEmpty() || encoding.equals("identity") || encoding.equals("aws-chunked")) {
            return request;
        }
        if (!encoding.equals("gzip") && !encoding.equals("aws-chunked,gzip")) {
            throw AwsError.of(
                            "UnsupportedMediaTypeException",
                            415,
                            "The content encoding " + encoding + " is not supported.")
                    .asException();
        }
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(request.body()))) {
            byte[] plain = in.readNBytes(maxBytes + 1);
            if (plain.length > maxBytes) {
                throw tooLarge(maxBytes).asException();
            }
            return request.withBody(plain);
        } catch (IOException e) {
            throw AwsError.of("SerializationException", "The gzip body cannot be read.")
                    .asException();
        }
    }

    static AwsError tooLarge(int maxBytes) {
        return AwsError.of(
                "RequestEntityTooLargeException",
                413,
                "The request is larger than " + maxBytes + " bytes.");
    }
}
