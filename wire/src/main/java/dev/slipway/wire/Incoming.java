package dev.slipway.wire;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** One HTTP request as it arrived, read to its end and within the endpoint's limits. */
public final class Incoming {
    private final String method;
    private final String path;
    private final String query;
    private final Map<String, List<String>> headers;
    private final byte[] body;
    private final String sourceAddress;
    private final Instant receivedAt;

    /**
     * @param path as sent: percent-encoded, not normalised
     * @param query as sent, without the question mark; empty when there is none
     * @param headers by lower-case name, values in the order sent
     * @param body as sent, so still compressed or chunked by the client; not copied
     */
    public Incoming(
            String method,
            String path,
            String query,
            Map<String, List<String>> headers,
            byte[] body,
            String sourceAddress,
            Instant receivedAt) {
        this.method = method;
        this.path = path;
        this.query = query;
        this.headers = headers;
        this.body = body;
        this.sourceAddress = sourceAddress;
        this.receivedAt = receivedAt;
    }

    public String method() {
        return method;
    }

    public String path() {
        return path;
    }

    public String query() {
        return query;
    }

    public Map<String, List<String>> headers() {
        return headers;
    }

    /** The first value of a header; empty when the header is absent. */
    public String header(String name) {
        List<String> values = headers.get(name.toLowerCase(Locale.ROOT));
        return values == null || values.isEmpty() ? "" : values.getFirst();
    }

    /** Not to be changed. */
    public byte[] body() {
        return body;
    }

    public String sourceAddress() {
        return sourceAddress;
    }

    public Instant receivedAt() {
        return receivedAt;
    }

    /** The same request with its body unwrapped. */
    public Incoming withBody(byte[] unwrapped) {
        return new Incoming(method, path, query, headers, unwrapped, sourceAddress, receivedAt);
    }
}
