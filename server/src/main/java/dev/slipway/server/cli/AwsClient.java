package dev.slipway.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.server.instance.ClientFile;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signed calls to our own endpoint, as any AWS client makes them: the demo goes the way its user
 * will.
 */
final class AwsClient {
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final Map<String, String> TARGETS =
            Map.of("ecs", "AmazonEC2ContainerServiceV20141113", "logs", "Logs_20140328");

    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient http = HttpClient.newHttpClient();
    private final ClientFile client;
    private final Clock clock;

    AwsClient(ClientFile client, Clock clock) {
        this.client = client;
        this.clock = clock;
    }

    /** An operation of a JSON service. */
    JsonNode json(String service, String operation, String body) {
        String response =
                send(
                        service,
                        "application/x-amz-json-1.1",
                        Map.of("x-amz-target", TARGETS.get(service) + "." + operation),
                        body);
        try {
            return json.readTree(response);
        } catch (IOException e) {
            throw new CliRefusal(operation + " answered something that is not JSON: " + response);
        }
    }

    /** An operation of a query service; answers the XML. */
    String query(String service, String form) {
        return send(service, "application/x-www-form-urlencoded", Map.of(), form);
    }

    private String send(
            String service, String contentType, Map<String, String> headers, String body) {
        String stamp = STAMP.format(clock.instant());
        URI endpoint = URI.create(client.endpoint() + "/");
        SortedMap<String, String> signed = new TreeMap<>();
        headers.forEach((name, value) -> signed.put(name.toLowerCase(Locale.ROOT), value));
        signed.put("content-type", contentType);
        signed.put("x-amz-date", stamp);
        HttpRequest.Builder request =
                HttpRequest.newBuilder(endpoint).POST(HttpRequest.BodyPublishers.ofString(body));
        signed.forEach(request::header);
        signed.put("host", endpoint.getAuthority()); // Java's client writes it itself
        request.header("authorization", authorization(service, signed, stamp, body));
        try {
            HttpResponse<String> response =
                    http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new CliRefusal(service + " refused: " + response.body());
            }
            return response.body();
        } catch (IOException e) {
            throw new CliRefusal("no answer from " + endpoint + ": " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CliRefusal("interrupted");
        }
    }

    private String authorization(
            String service, SortedMap<String, String> signed, String stamp, String body) {
        String day = stamp.substring(0, 8);
        String scope = day + "/" + client.region() + "/" + service + "/aws4_request";
        String names = String.join(";", signed.keySet());
        StringBuilder canonical = new StringBuilder("POST\n/\n\n");
        signed.forEach(
                (name, value) -> canonical.append(name).append(':').append(value).append('\n'));
        canonical.append('\n').append(names).append('\n').append(sha256(body));
        String toSign =
                "AWS4-HMAC-SHA256\n" + stamp + "\n" + scope + "\n" + sha256(canonical.toString());
        byte[] key = ("AWS4" + client.secretAccessKey()).getBytes(StandardCharsets.UTF_8);
        for (String part : new String[] {day, client.region(), service, "aws4_request"}) {
            key = hmac(key, part);
        }
        return "AWS4-HMAC-SHA256 Credential="
                + client.accessKeyId()
                + "/"
                + scope
                + ", SignedHeaders="
                + names
                + ", Signature="
                + HexFormat.of().formatHex(hmac(key, toSign));
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }
}
