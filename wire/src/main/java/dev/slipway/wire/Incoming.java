package dev.slipway.wire;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
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

    /** Names and values of a query or form, decoded, in the order sent. */
    public static List<Map.Entry<String, String>> fields(String text) {
        List<Map.Entry<String, String>> fields = new ArrayList<>();
        for (String field : text.split("&")) {
            if (field.isEmpty()) {
                continue;
            }
            int equals = field.indexOf('=');
            String name = equals < 0 ? field : field.substring(0, equals);
            String value = equals < 0 ? "" : field.substring(equals + 1);
            fields.add(Map.entry(decode(name), decode(value)));
        }
        return fields;
    }

    private static String decode(String text) {
        if (text.indexOf('%') < 0 && text.indexOf('+') < 0) {
            return text;
        }
        byte[] from = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream to = new ByteArrayOutputStream(from.length);
        for (int i = 0; i < from.length; i++) {
            int high = i + 2 < from.length ? Character.digit(from[i + 1], 16) : -1;
            int low = i + 2 < from.length ? Character.digit(from[i + 2], 16) : -1;
            if (from[i] == '%' && high >= 0 && low >= 0) {
                to.write((high << 4) | low);
                i += 2;
            } else {
                to.write(from[i] == '+' ? ' ' : from[i]);
            }
        }
        return to.toString(StandardCharsets.UTF_8);
    }
}
