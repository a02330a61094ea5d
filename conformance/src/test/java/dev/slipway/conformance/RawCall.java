package dev.slipway.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;

/**
 * An ECS call as bytes, signed by AWS's own signer: for what the SDK would never send.
 *
 * @param change the last word on the signed headers
 */
record RawCall(
        SlipwayServer server,
        String target,
        String body,
        AwsBasicCredentials signer,
        Instant signedAt,
        UnaryOperator<Map<String, String>> change) {
    private static final String PREFIX = "AmazonEC2ContainerServiceV20141113.";

    /**
     * @param body as sent; the answer's when answered
     */
    record Answer(int status, Map<String, List<String>> headers, String body) {
        /** The error's name, without its namespace. */
        String code() {
            String type = json().path("__type").asText();
            return type.substring(type.indexOf('#') + 1);
        }

        JsonNode json() {
            return SlipwayServer.json(body);
        }
    }

    static RawCall of(SlipwayServer server, String operation, String body) {
        return new RawCall(
                server,
                PREFIX + operation,
                body,
                server.credentials(),
                Clock.systemUTC().instant(),
                headers -> headers);
    }

    RawCall signedAt(Instant time) {
        return new RawCall(server, target, body, signer, time, change);
    }

    RawCall signedBy(AwsBasicCredentials key) {
        return new RawCall(server, target, body, key, signedAt, change);
    }

    RawCall changing(UnaryOperator<Map<String, String>> next) {
        return new RawCall(server, target, body, signer, signedAt, next);
    }

    Answer send() {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        Map<String, String> headers = change.apply(signedHeaders(bytes));
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(server.endpoint() + "/"))
                        .timeout(Duration.ofSeconds(20))
                        .POST(HttpRequest.BodyPublishers.ofByteArray(bytes));
        headers.forEach(request::header);
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> response =
                    http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.headers().map(), response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private Map<String, String> signedHeaders(byte[] bytes) {
        SdkHttpRequest unsigned =
                SdkHttpRequest.builder()
                        .method(SdkHttpMethod.POST)
                        .uri(URI.create(server.endpoint() + "/"))
                        .putHeader("Content-Type", "application/x-amz-json-1.1")
                        .putHeader("X-Amz-Target", target)
                        .build();
        SdkHttpRequest signed =
                AwsV4HttpSigner.create()
                        .sign(
                                r ->
                                        r.identity(signer)
                                                .request(unsigned)
                                                .payload(ContentStreamProvider.fromByteArray(bytes))
                                                .putProperty(
                                                        HttpSigner.SIGNING_CLOCK,
                                                        Clock.fixed(signedAt, ZoneOffset.UTC))
                                                .putProperty(
                                                        AwsV4HttpSigner.REGION_NAME,
                                                        server.region().id())
                                                .putProperty(
                                                        AwsV4HttpSigner.SERVICE_SIGNING_NAME,
                                                        "ecs"))
                        .request();
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        signed.forEachHeader((name, values) -> headers.put(name, String.join(",", values)));
        headers.remove("Host"); // Java's client writes it itself, the same
        return headers;
    }
}
