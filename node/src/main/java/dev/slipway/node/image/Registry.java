package dev.slipway.node.image;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/**
 * One repository of a registry. What we know of ourselves there (a login of Docker's) is sent to
 * that registry and its token service and to nobody else; keys of Slipway never are.
 */
final class Registry {
    private static final Pattern PARAMETER = Pattern.compile("([a-zA-Z_]+)=\"([^\"]*)\"");
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
    private static final int TRIES = 5;

    /** One that keeps silent is asked less often: each time costs all our patience. */
    private static final int TRIES_IN_SILENCE = 2;

    private static final int REDIRECTS = 5;
    private static final int LARGEST_DOCUMENT = 4 << 20;

    private final Registries registries;
    private final HttpClient http;
    private final ImageName name;
    private final String endpoint;
    private volatile String authorization = "";

    Registry(Registries registries, ImageName name) throws IOException {
        this.registries = registries;
        this.http = registries.client(name);
        this.name = name;
        this.endpoint = registries.endpoint(name);
    }

    /**
     * @param named digest of what the name means: of the index where there is one
     * @param digest of the manifest that this machine runs
     */
    record Resolved(String named, String digest, ImageDocuments.Manifest manifest) {}

    /** Asks for the manifest and, when it is a list, for the one that fits this machine. */
    Resolved resolve() throws ImageException {
        byte[] bytes = manifest(name.reference());
        String named = checked(bytes, name.digest());
        String digest = named;
        JsonNode node = ImageDocuments.parse(bytes, "the manifest of " + name);
        if (ImageDocuments.isIndex(node)) {
            ImageDocuments.Descriptor fitting = ImageDocuments.forThisMachine(node);
            digest = fitting.digest();
            bytes = manifest(digest);
            checked(bytes, digest);
            fitting.check(bytes.length);
            node = ImageDocuments.parse(bytes, "the manifest of " + name);
        }
        return new Resolved(named, digest, ImageDocuments.manifest(node));
    }

    private static String checked(byte[] bytes, String expected) throws ImageException {
        String seen = Digests.sha256(bytes);
        if (!expected.isEmpty() && !expected.equals(seen)) {
            throw new ImageException(
                    "digest of the manifest is " + seen + ", expected " + expected);
        }
        return seen;
    }

    /**
     * What the registry says that the name means now, without fetching it; empty when it does not
     * say. Asked once.
     *
     * @throws ImageException when the registry cannot be reached or refuses
     */
    Optional<String> named() throws ImageException {
        try {
            HttpResponse<InputStream> answer = ask("HEAD", "/manifests/" + name.reference(), 0);
            answer.body().close();
            return answer.headers().firstValue("docker-content-digest").filter(Digests::wellFormed);
        } catch (IOException e) {
            throw unresolved(1, e);
        }
    }

    private byte[] manifest(String reference) throws ImageException {
        int silences = 0;
        for (int tries = 1; ; tries++) {
            try (InputStream body = ask("GET", "/manifests/" + reference, 0).body()) {
                return document(body);
            } catch (IOException e) {
                boolean hopeless = e instanceof RefusedException no && !no.worthAnotherTry();
                silences += e instanceof HttpTimeoutException ? 1 : 0;
                if (hopeless || tries >= TRIES || silences >= TRIES_IN_SILENCE) {
                    throw unresolved(tries, e);
                }
                pause(tries, e);
            }
        }
    }

    private static void pause(int tries, IOException why) throws ImageException {
        Duration asked = why instanceof RefusedException no ? no.pause() : Duration.ZERO;
        Duration own = PAUSE.multipliedBy(1L << tries);
        Duration longer = asked.compareTo(own) > 0 ? asked : own;
        LockSupport.parkNanos(
                (longer.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : longer).toNanos());
        if (Thread.currentThread().isInterrupted()) {
            throw new ImageException("the pull was interrupted", why);
        }
    }

    private ImageException unresolved(int tries, IOException why) {
        return new ImageException(
                "pull image manifest has been retried "
                        + tries
                        + " time(s): failed to resolve ref "
                        + name
                        + ": "
                        + words(why),
                why);
    }

    /** An error in the words of the programs that pull for ECS. */
    static String words(IOException why) {
        if (why instanceof RefusedException) {
            return String.valueOf(why.getMessage());
        }
        return "failed to do request: "
                + Optional.ofNullable(why.getMessage()).orElse(why.getClass().getSimpleName());
    }

    private byte[] document(InputStream body) throws IOException, ImageException {
        byte[] bytes = body.readNBytes(LARGEST_DOCUMENT + 1);
        if (bytes.length > LARGEST_DOCUMENT) {
            throw new ImageException(
                    "a document of " + name + " is larger than " + LARGEST_DOCUMENT + " bytes");
        }
        return bytes;
    }

    /** A blob that is a document, checked. */
    byte[] document(ImageDocuments.Descriptor blob) throws IOException, ImageException {
        try (InputStream body =
                new BlobStream(this, blob, new PullProgress(), registries.clock())) {
            byte[] bytes = document(body);
            blob.check(bytes.length);
            String seen = Digests.sha256(bytes);
            if (!seen.equals(blob.digest())) {
                throw new ImageException(
                        "digest of a blob is " + seen + ", expected " + blob.digest());
            }
            return bytes;
        }
    }

    /** The bytes from a place on, as they come; whoever reads them checks the digest. */
    InputStream blob(String digest, long from) throws IOException {
        HttpResponse<InputStream> answer = ask("GET", "/blobs/" + digest, from);
        InputStream body = answer.body();
        if (from > 0 && answer.statusCode() == 200) {
            body.skipNBytes(from); // a registry without ranges starts anew
        }
        return body;
    }

    private HttpResponse<InputStream> ask(String method, String path, long from)
            throws IOException {
        URI uri = URI.create(endpoint + path);
        HttpResponse<InputStream> response = send(method, uri, authorization, from);
        if (response.statusCode() == 401) {
            response.body().close();
            authorization = authorize(response);
            response = send(method, uri, authorization, from);
        }
        for (int i = 0; i < REDIRECTS && response.statusCode() / 100 == 3; i++) {
            response.body().close();
            URI next = redirected(uri, response);
            // What was meant for the registry is not for whoever it sends us to.
            boolean same =
                    String.valueOf(next.getAuthority()).equals(uri.getAuthority())
                            && String.valueOf(next.getScheme()).equals(uri.getScheme());
            response = send(method, next, same ? authorization : "", from);
            uri = next;
        }
        int status = response.statusCode();
        if (status != 200 && !(from > 0 && status == 206)) {
            response.body().close();
            throw refused(response);
        }
        return response;
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

    private RefusedException refused(HttpResponse<InputStream> response) {
        int status = response.statusCode();
        return switch (status) {
            case 404 -> new RefusedException(name + ": not found", false);
            case 401, 403 -> denied();
            case 429 ->
                    new RefusedException("toomanyrequests: 429 Too Many Requests", true)
                            .after(response.headers().firstValue("retry-after").orElse(""));
            default ->
                    new RefusedException(
                            "unexpected status from the registry: " + status, status >= 500);
        };
    }

    private static RefusedException denied() {
        return new RefusedException(
                "pull access denied, repository does not exist or may require authorization:"
                        + " server message: insufficient_scope: authorization failed",
                false);
    }

    private HttpResponse<InputStream> send(String method, URI uri, String authorization, long from)
            throws IOException {
        HttpRequest.Builder request =
                request(uri)
                        .method(method, HttpRequest.BodyPublishers.noBody())
                        .header("Accept", MediaTypes.ACCEPTED);
        if (from > 0) {
            request.header("Range", "bytes=" + from + "-");
        }
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        return send(request.build());
    }

    private HttpRequest.Builder request(URI uri) {
        return HttpRequest.newBuilder(uri)
                .timeout(registries.patience())
                .header("User-Agent", "slipway");
    }

    private HttpResponse<InputStream> send(HttpRequest request) throws IOException {
        try {
            return http.send(request, _ -> new BodyStream(registries.patience()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } catch (HttpConnectTimeoutException e) {
            throw timeout(request, "dial tcp " + request.uri().getAuthority() + ": i/o timeout", e);
        } catch (HttpTimeoutException e) {
            throw timeout(request, "net/http: timeout awaiting response headers", e);
        } catch (ConnectException e) {
            throw failed(request, unreachable(request.uri(), e), e);
        } catch (SSLException e) {
            throw failed(request, "tls: failed to verify certificate: " + e.getMessage(), e);
        } catch (IOException e) {
            throw failed(request, String.valueOf(e.getMessage()), e);
        }
    }

    private static String unreachable(URI uri, ConnectException why) {
        for (Throwable cause = why; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnresolvedAddressException) {
                return "dial tcp: lookup " + uri.getHost() + ": no such host";
            }
        }
        return "dial tcp " + uri.getAuthority() + ": connect: connection refused";
    }

    private static IOException timeout(HttpRequest request, String why, IOException cause) {
        IOException timeout = new HttpTimeoutException(about(request) + why);
        timeout.initCause(cause);
        return timeout;
    }

    private static IOException failed(HttpRequest request, String why, IOException cause) {
        return new IOException(about(request) + why, cause);
    }

    private static String about(HttpRequest request) {
        String method = request.method();
        return method.charAt(0)
                + method.substring(1).toLowerCase(Locale.ROOT)
                + " \""
                + request.uri()
                + "\": ";
    }

    /** Answers a challenge with the login that there is for this registry, else as anybody. */
    private String authorize(HttpResponse<InputStream> refusal) throws IOException {
        Optional<RegistryLogins.Login> login = registries.login(name);
        for (String challenge : refusal.headers().allValues("www-authenticate")) {
            if (challenge.regionMatches(true, 0, "Bearer ", 0, 7)) {
                return bearer(challenge, login);
            }
            if (challenge.regionMatches(true, 0, "Basic", 0, 5) && login.isPresent()) {
                return login.get().basic();
            }
        }
        throw denied();
    }

    private String bearer(String challenge, Optional<RegistryLogins.Login> login)
            throws IOException {
        Map<String, String> parameters = new LinkedHashMap<>();
        Matcher matcher = PARAMETER.matcher(challenge);
        while (matcher.find()) {
            parameters.put(matcher.group(1).toLowerCase(Locale.ROOT), matcher.group(2));
        }
        URI realm;
        try {
            realm = URI.create(parameters.getOrDefault("realm", ""));
        } catch (IllegalArgumentException e) {
            throw new IOException("the registry's token service has no address", e);
        }
        boolean local =
                endpoint.startsWith("http:") && ImageName.loopback(String.valueOf(realm.getHost()));
        if (!"https".equals(realm.getScheme()) && !local) {
            throw new IOException("the registry's token service is not reached over https");
        }
        String form =
                "service="
                        + encode(parameters.getOrDefault("service", ""))
                        + "&scope="
                        + encode(
                                parameters.getOrDefault(
                                        "scope", "repository:" + name.repository() + ":pull"));
        HttpResponse<InputStream> answer = send(tokenRequest(realm, form, login));
        try (InputStream body = answer.body()) {
            if (answer.statusCode() != 200) {
                throw answer.statusCode() >= 500 || answer.statusCode() == 429
                        ? refused(answer)
                        : denied();
            }
            JsonNode node = ImageDocuments.parse(document(body), "the token");
            String token = node.path("token").asText("");
            return "Bearer " + (token.isEmpty() ? node.path("access_token").asText("") : token);
        } catch (ImageException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private HttpRequest tokenRequest(URI realm, String form, Optional<RegistryLogins.Login> login) {
        if (login.isPresent() && !login.get().identityToken().isEmpty()) {
            String refresh =
                    form
                            + "&grant_type=refresh_token&client_id=slipway&refresh_token="
                            + encode(login.get().identityToken());
            return request(realm)
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(HttpRequest.BodyPublishers.ofString(refresh))
                    .build();
        }
        URI uri = URI.create(realm + (realm.getQuery() == null ? "?" : "&") + form);
        HttpRequest.Builder request = request(uri);
        login.ifPresent(known -> request.header("Authorization", known.basic()));
        return request.build();
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
