package dev.slipway.wire.signature;

import dev.slipway.wire.Incoming;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What a request says about its signer. Nothing of it is believed yet. */
public sealed interface Claim {

    /** No signature at all. */
    record Unsigned() implements Claim {}

    /** Something like a signature that cannot be read. */
    record Broken(SignatureFault fault) implements Claim {}

    /**
     * A signature that can be checked.
     *
     * @param date of the scope, as {@code 20260102}
     * @param signedHeaders lower case, in the order given
     * @param signature hex
     * @param timestamp as {@code 20260102T030405Z}, not yet parsed
     * @param presignedFor seconds, when the signature stands in the query; empty for the header
     *     form
     * @param sessionToken empty when none came with the request
     */
    record Signed(
            String accessKeyId,
            String date,
            String region,
            String service,
            List<String> signedHeaders,
            String signature,
            String timestamp,
            Optional<Long> presignedFor,
            String sessionToken)
            implements Claim {

        String scope() {
            return date + "/" + region + "/" + service + "/aws4_request";
        }
    }

    String ALGORITHM = "AWS4-HMAC-SHA256";

    static Claim of(Incoming request) {
        String authorization = request.header("authorization");
        if (!authorization.isEmpty()) {
            return ofHeader(request, authorization);
        }
        if (request.query().contains("X-Amz-Algorithm=")
                || request.query().contains("X-Amz-Signature=")) {
            return ofQuery(request);
        }
        return new Unsigned();
    }

    private static Claim ofHeader(Incoming request, String authorization) {
        if (!authorization.startsWith(ALGORITHM + " ")) {
            return broken("Unsupported authorization: only " + ALGORITHM + " is understood.");
        }
        Map<String, String> parts = new TreeMap<>();
        for (String part : authorization.substring(ALGORITHM.length()).split(",")) {
            int equals = part.indexOf('=');
            if (equals > 0) {
                parts.put(part.substring(0, equals).strip(), part.substring(equals + 1).strip());
            }
        }
        for (String wanted : List.of("Credential", "SignedHeaders", "Signature")) {
            if (parts.getOrDefault(wanted, "").isEmpty()) {
                return broken(
                        "Authorization header requires '%s' parameter. Authorization=%s"
                                .formatted(wanted, withoutSignature(authorization)));
            }
        }
        String date = request.header("x-amz-date");
        if (date.isEmpty()) {
            date = request.header("date");
        }
        if (date.isEmpty()) {
            return broken(
                    "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date'"
                            + " header.");
        }
        return signed(
                parts.getOrDefault("Credential", ""),
                parts.getOrDefault("SignedHeaders", ""),
                parts.getOrDefault("Signature", ""),
                date,
                Optional.empty(),
                request.header("x-amz-security-token"));
    }

    private static String withoutSignature(String authorization) {
        int at = authorization.indexOf("Signature=");
        return at < 0 ? authorization : authorization.substring(0, at);
    }

    private static Claim ofQuery(Incoming request) {
        Map<String, String> query = new TreeMap<>();
        for (Map.Entry<String, String> each : Incoming.fields(request.query())) {
            query.putIfAbsent(each.getKey(), each.getValue());
        }
        for (String wanted :
                List.of(
                        "X-Amz-Algorithm",
                        "X-Amz-Credential",
                        "X-Amz-SignedHeaders",
                        "X-Amz-Signature",
                        "X-Amz-Date",
                        "X-Amz-Expires")) {
            if (query.getOrDefault(wanted, "").isEmpty()) {
                return broken("AWS query-string parameters must include '%s'.".formatted(wanted));
            }
        }
        if (!ALGORITHM.equals(query.get("X-Amz-Algorithm"))) {
            return broken("Unsupported AWS 'algorithm': " + query.get("X-Amz-Algorithm"));
        }
        long expires;
        try {
            expires = Long.parseLong(query.getOrDefault("X-Amz-Expires", ""));
        } catch (NumberFormatException e) {
            expires = -1;
        }
        if (expires < 1 || expires > 604_800) {
            return broken("X-Amz-Expires must be between 1 and 604800 seconds.");
        }
        return signed(
                query.getOrDefault("X-Amz-Credential", ""),
                query.getOrDefault("X-Amz-SignedHeaders", ""),
                query.getOrDefault("X-Amz-Signature", ""),
                query.getOrDefault("X-Amz-Date", ""),
                Optional.of(expires),
                query.getOrDefault("X-Amz-Security-Token", ""));
    }

    private static Claim signed(
            String credential,
            String headers,
            String signature,
            String timestamp,
            Optional<Long> presignedFor,
            String token) {
        String[] parts = credential.split("/", -1);
        // An access key id may hold slashes in theory; the four parts of the scope stand last.
        if (parts.length < 5 || !parts[parts.length - 1].equals("aws4_request")) {
            return broken(
                    "Credential must have at least 5 slash-delimited elements, got '%s'."
                            .formatted(credential));
        }
        List<String> signedHeaders = new ArrayList<>();
        for (String header : headers.split(";")) {
            signedHeaders.add(header.toLowerCase(Locale.ROOT));
        }
        int scope = parts.length - 4;
        return new Signed(
                String.join("/", List.of(parts).subList(0, scope)),
                parts[scope],
                parts[scope + 1],
                parts[scope + 2],
                List.copyOf(signedHeaders),
                signature,
                timestamp,
                presignedFor,
                token);
    }

    private static Claim broken(String text) {
        return new Broken(SignatureFault.incomplete(text));
    }
}
