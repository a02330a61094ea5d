package dev.slipway.node.image;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One repository of a registry, read as anybody may read it: no credentials of ours are ever sent.
 */
final class Registry {
    private static final Pattern PARAMETER = Pattern.compile("([a-zA-Z_]+)=\"([^\"]*)\"");
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(250);
    private static final int TRIES = 3;
    private static final int REDIRECTS = 5;
    private static final int LARGEST_DOCUMENT = 4 << 20;

    private final HttpClient http;
    private final ImageName name;
    private volatile String authorization = "";

    Registry(HttpClient http, ImageName name) {
        this.http = http;
        this.name = name;
    }

    /**
     * @param digest of the manifest that this machine runs
     */
    record Resolved(String digest, ImageDocuments.Manifest manifest) {}

    /** Asks for the manifest and, when it is a list, for the one that fits this machine. */
    Resolved resolve() throws ImageException {
        byte[] bytes = manifest(name.reference());
        String digest = checked(bytes, name.digest());
        JsonNode node = ImageDocuments.parse(bytes, "the manifest of " + name);
        if (ImageDocuments.isIndex(node)) {
            digest = ImageDocuments.forThisMachine(node).digest();
            bytes = manifest(digest);
            checked(bytes, digest);
            node = ImageDocuments.parse(bytes, "the manifest of " + name);
        }
        return new Resolved(digest, ImageDocuments.manifest(node));
    }

    private static String checked(byte[] bytes, String expected) throws ImageException {
        String seen = Digests.sha256(bytes);
        if (!expected.isEmpty() && !expected.equals(seen)) {
            throw new ImageException(
                    "digest of the manifest is " + seen + ", expected " + expected);
        }
        return seen;
    }

    private byte[] manifest(String reference) throws ImageException {
        int tries = 0;
        while (true) {
            tries++;
            String why;
            try (InputStream body = get("/manifests/" + reference)) {
                return document(body);
            } catch (RefusedException e) {
                why = String.valueOf(e.getMessage());
                if (!e.worthAnotherTry) {
                    throw unresolved(tries, why, e);
                }
                if (tries >= TRIES) {
                    throw unresolved(tries, why, e);
                }
            } catch (IOException e) {
                why = Optional.ofNullable(e.getMessage()).orElse(e.getClass().getSimpleName());
                if (tries >= TRIES) {
                    throw unresolved(tries, "failed to do request: " + why, e);
                }
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    private ImageException unresolved(int tries, String why, Exception cause) {
        return new ImageException(
                "pull image manifest has been retried "
                        + tries
                        + " time(s): failed to resolve ref "
                        + name
                        + ": "
                        + why,
                cause);
    }

    private byte[] document(InputStream body) throws IOException, ImageException {
        byte[] bytes = body.readNBytes(LARGEST_DOCUMENT + 1);
        if (bytes.length > LARGEST_DOCUMENT) {
            throw new ImageException("a document of " + name + " is too large");
        }
        return bytes;
    }

    byte[] configuration(String digest) throws IOException, ImageException {
        try (InputStream body = blob(digest)) {
            byte[] bytes = document(body);
            String seen = Digests.sha256(bytes);
            if (!seen.equals(digest)) {
                throw new ImageException("digest of a blob is " + seen + ", expected " + digest);
            }
            return bytes;
        }
    }

    /** The bytes as they come; whoever reads them checks the digest. */
    InputStream blob(String digest) throws IOException {
        return get("/blobs/" + digest);
    }

    private InputStream get(String path) throws IOException {
        URI uri = URI.create(name.endpoint() + path);
        HttpResponse<InputStream> response = send(uri, authorization);
        if (response.statusCode() == 401) {
            response.body().close();
            authorization = authorize(response);
            response = send(uri, authorization);
        }
        for (int i = 0; i < REDIRECTS && response.statusCode() / 100 == 3; i++) {
            response.body().close();
            URI next = redirected(uri, response);
            // What was meant for the registry is not for whoever it sends us to.
            boolean same = String.valueOf(next.getAuthority()).equals(uri.getAuthority());
            response = send(next, same ? authorization : "");
            uri = next;
        }
        if (response.statusCode() != 200) {
            response.body().close();
            throw refused(response.statusCode());
        }
        return response.body();
    }

    private static URI redirected(URI from, HttpResponse<InputStream> response) throws IOException {
        String location =
                response.headers()
                        .firstValue("location")
                        .orElseThrow(() -> new IOException("a redirect to nowhere"));
        URI next = from.resolve(location);
        if ("https".equals(from.getScheme()) && !"https".equals(next.getScheme())) {
            throw new IOException("a redirect from https to " + next.getScheme());
        }
        return next;
    }

    private RefusedException refused(int status) {
        return switch (status) {
            case 404 -> new RefusedException(name + ": not found", false);
            case 401, 403 ->
                    new RefusedException(
                            "pull access denied, repository does not exist or may require"
                                    + " authorization: server message: insufficient_scope:"
                                    + " authorization failed",
                            false);
            case 429 -> new RefusedException("toomanyrequests: 429 Too Many Requests", true);
            default -> new RefusedException("unexpected status from the registry: " + status, true);
        };
    }

    private HttpResponse<InputStream> send(URI uri, String authorization) throws IOException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri)
                        .timeout(PATIENCE)
                        .header("Accept", MediaTypes.ACCEPTED)
                        .header("User-Agent", "slipway");
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** Follows a Bearer challenge as nobody in particular; for Basic we have nothing to say. */
    private String authorize(HttpResponse<InputStream> refusal) throws IOException {
        String challenge = refusal.headers().firstValue("www-authenticate").orElse("");
        if (!challenge.regionMatches(true, 0, "Bearer ", 0, 7)) {
            throw refused(401);
        }
        Map<String, String> parameters = new LinkedHashMap<>();
        Matcher matcher = PARAMETER.matcher(challenge);
        while (matcher.find()) {
            parameters.put(matcher.group(1), matcher.group(2));
        }
        URI realm = URI.create(parameters.getOrDefault("realm", ""));
        boolean secure = "https".equals(realm.getScheme());
        if (!secure && name.endpoint().startsWith("https")) {
            throw new IOException("the registry's token service is not reached over https");
        }
        String query =
                "service="
                        + encode(parameters.getOrDefault("service", ""))
                        + "&scope="
                        + encode(
                                parameters.getOrDefault(
                                        "scope", "repository:" + name.repository() + ":pull"));
        HttpResponse<InputStream> answer =
                send(URI.create(realm + (realm.getQuery() == null ? "?" : "&") + query), "");
        try (InputStream body = answer.body()) {
            if (answer.statusCode() != 200) {
                throw refused(401);
            }
            JsonNode node = ImageDocuments.parse(document(body), "the token");
            String token =
                    Optional.of(node.path("token").asText(""))
                            .filter(text -> !text.isEmpty())
                            .orElse(node.path("access_token").asText(""));
            return "Bearer " + token;
        } catch (ImageException e) {
            throw new IOException(e);
        }
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** The registry's answer was no. */
    private static final class RefusedException extends IOException {
        private static final long serialVersionUID = 1L;
        private final boolean worthAnotherTry;

        RefusedException(String message, boolean worthAnotherTry) {
            super(message);
            this.worthAnotherTry = worthAnotherTry;
        }
    }
}
