package dev.slipway.wire.signature;

import dev.slipway.wire.Incoming;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/** The canonical request of Signature Version 4: one text for all spellings of a request. */
final class Canonical {
    private static final String UNRESERVED =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~";
    private static final String HEX = "0123456789ABCDEF";

    private Canonical() {}

    /**
     * How a service writes the path. S3's keys may hold dots and empty segments, so there it stays
     * as it was sent.
     */
    enum PathStyle {
        NORMALISED,
        ENCODED,
        AS_SENT
    }

    static String request(
            Incoming request, Claim.Signed claim, PathStyle style, String payloadHash) {
        StringBuilder text = new StringBuilder(512);
        text.append(request.method()).append('\n');
        text.append(path(request.path(), style)).append('\n');
        text.append(canonicalQuery(request.query())).append('\n');
        for (String header : claim.signedHeaders()) {
            text.append(header).append(':');
            List<String> values = request.headers().getOrDefault(header, List.of());
            for (int i = 0; i < values.size(); i++) {
                text.append(i == 0 ? "" : ",").append(collapsed(values.get(i)));
            }
            text.append('\n');
        }
        text.append('\n').append(String.join(";", claim.signedHeaders())).append('\n');
        return text.append(payloadHash).toString();
    }

    /** Each segment of the path as sent is encoded once more: that makes twice in all. */
    private static String path(String path, PathStyle style) {
        String sent = path.isEmpty() ? "/" : path;
        if (style == PathStyle.AS_SENT) {
            return sent;
        }
        String whole = style == PathStyle.NORMALISED ? normalised(sent) : sent;
        StringBuilder text = new StringBuilder(whole.length() + 16);
        for (String segment : whole.split("/", -1)) {
            text.append('/').append(encode(segment));
        }
        return text.substring(1);
    }

    private static String normalised(String path) {
        Deque<String> segments = new ArrayDeque<>();
        for (String segment : path.split("/", -1)) {
            if (segment.equals("..")) {
                segments.pollLast();
            } else if (!segment.isEmpty() && !segment.equals(".")) {
                segments.addLast(segment);
            }
        }
        if (segments.isEmpty()) {
            return "/";
        }
        boolean folder = path.endsWith("/") || path.endsWith("/.") || path.endsWith("/..");
        return "/" + String.join("/", segments) + (folder ? "/" : "");
    }

    private static String canonicalQuery(String query) {
        List<Map.Entry<String, String>> encoded = new ArrayList<>();
        for (Map.Entry<String, String> each : Incoming.fields(query)) {
            if (!each.getKey().equals("X-Amz-Signature")) {
                encoded.add(Map.entry(encode(each.getKey()), encode(each.getValue())));
            }
        }
        encoded.sort(
                Map.Entry.<String, String>comparingByKey()
                        .thenComparing(Map.Entry::getValue, Comparator.naturalOrder()));
        StringBuilder text = new StringBuilder();
        for (Map.Entry<String, String> each : encoded) {
            text.append(text.isEmpty() ? "" : "&");
            text.append(each.getKey()).append('=').append(each.getValue());
        }
        return text.toString();
    }

    private static String encode(String text) {
        StringBuilder encoded = new StringBuilder(text.length() + 8);
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            if (UNRESERVED.indexOf(b) >= 0) {
                encoded.append((char) b);
            } else {
                encoded.append('%').append(HEX.charAt((b >> 4) & 15)).append(HEX.charAt(b & 15));
            }
        }
        return encoded.toString();
    }

    private static String collapsed(String value) {
        return value.strip().replaceAll("\\s+", " ");
    }
}
