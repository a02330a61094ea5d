package dev.slipway.node.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.node.host.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegistryServerTest {
    private final HttpClient client = HttpClient.newHttpClient();
    private final List<RegistryEvent> events = Collections.synchronizedList(new ArrayList<>());
    @TempDir Path folder = Path.of("");
    private RegistryServer server;

    @BeforeEach
    void open() throws IOException {
        server =
                RegistryServer.open(
                        0, folder.resolve("r"), Clock.systemUTC(), new Random(1), events::add);
    }

    @AfterEach
    void close() {
        server.close();
        client.close();
    }

    private HttpResponse<String> call(String method, String path, byte[] body, String... headers)
            throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + server.port()).resolve(path);
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri).method(method, BodyPublishers.ofByteArray(body));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> call(String method, String path)
            throws IOException, InterruptedException {
        return call(method, path, new byte[0]);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String digest(byte[] bytes) {
        try (var digest = new Sha256()) {
            digest.update(bytes, 0, bytes.length);
            return "sha256:" + HexFormat.of().formatHex(digest.digest());
        }
    }

    private static String location(HttpResponse<String> answer) {
        return answer.headers().firstValue("location").orElseThrow();
    }

    private String push(String repository, byte[] blob) throws IOException, InterruptedException {
        var begun = call("POST", "/v2/" + repository + "/blobs/uploads/");
        assertThat(begun.statusCode()).isEqualTo(202);
        var put = call("PUT", location(begun) + "?digest=" + digest(blob), blob);
        assertThat(put.statusCode()).as(put.body()).isEqualTo(201);
        return digest(blob);
    }

    private static byte[] manifest(byte[] config, byte[] layer) {
        return utf8(
                "{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\","
                        + "\"config\":{\"digest\":\""
                        + digest(config)
                        + "\",\"size\":"
                        + config.length
                        + "},\"layers\":[{\"digest\":\""
                        + digest(layer)
                        + "\",\"size\":"
                        + layer.length
                        + "}]}");
    }

    @Test
    void aBlobComesInChunksAndGoesOutInRanges() throws Exception {
        byte[] blob = new byte[300_000];
        new Random(3).nextBytes(blob);
        String next = location(call("POST", "/v2/team/app/blobs/uploads/"));
        for (int at = 0; at < blob.length; at += 100_000) {
            byte[] chunk = java.util.Arrays.copyOfRange(blob, at, at + 100_000);
            var patched = call("PATCH", next, chunk, "Content-Range", at + "-" + (at + 99_999));
            assertThat(patched.statusCode()).isEqualTo(202);
            assertThat(patched.headers().firstValue("range")).contains("0-" + (at + 99_999));
            next = location(patched);
        }
        // A chunk that was sent twice is told where the next one begins, and changes nothing.
        assertThat(call("PATCH", next, new byte[9], "Content-Range", "0-8").statusCode())
                .isEqualTo(416);
        assertThat(call("GET", next).headers().firstValue("range")).contains("0-299999");
        var put = call("PUT", next + "?digest=" + digest(blob));
        assertThat(put.statusCode()).as(put.body()).isEqualTo(201);
        assertThat(location(put)).isEqualTo("/v2/team/app/blobs/" + digest(blob));
        var head = call("HEAD", location(put));
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.headers().firstValueAsLong("content-length")).hasValue(300_000);
        HttpResponse<InputStream> part =
                client.send(
                        HttpRequest.newBuilder(
                                        URI.create("http://127.0.0.1:" + server.port())
                                                .resolve(location(put)))
                                .header("Range", "bytes=299990-")
                                .build(),
                        HttpResponse.BodyHandlers.ofInputStream());
        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.body().readAllBytes())
                .isEqualTo(java.util.Arrays.copyOfRange(blob, 299_990, 300_000));
    }

    @Test
    void aBlobComesInOneCallOrFromAnotherRepository() throws Exception {
        byte[] blob = utf8("whole");
        var posted = call("POST", "/v2/a/blobs/uploads/?digest=" + digest(blob), blob);
        assertThat(posted.statusCode()).isEqualTo(201);
        var mounted = call("POST", "/v2/b/blobs/uploads/?from=a&mount=" + digest(blob));
        assertThat(mounted.statusCode()).isEqualTo(201);
        assertThat(call("GET", location(mounted)).body()).isEqualTo("whole");
        var unknown = call("POST", "/v2/b/blobs/uploads/?from=a&mount=" + digest(utf8("no")));
        assertThat(unknown.statusCode()).isEqualTo(202);
    }

    @Test
    void whatIsNotWhatItsDigestSaysLeavesNothing() throws Exception {
        var begun = call("POST", "/v2/a/blobs/uploads/");
        var put = call("PUT", location(begun) + "?digest=" + digest(utf8("a")), utf8("b"));
        assertThat(put.statusCode()).isEqualTo(400);
        assertThat(put.body()).contains("DIGEST_INVALID");
        assertThat(call("GET", location(begun)).statusCode()).isEqualTo(404);
        assertThat(call("PUT", location(begun) + "?digest=x").statusCode()).isEqualTo(404);
        assertThat(folder.resolve("r/blobs")).isEmptyDirectory();
        assertThat(folder.resolve("r/uploads")).isEmptyDirectory();
    }

    @Test
    void anImageIsPushedListedAndToldOf() throws Exception {
        byte[] config = utf8("{}");
        byte[] layer = utf8("layer");
        push("team/app", config);
        byte[] manifest = manifest(config, layer);
        var early = call("PUT", "/v2/team/app/manifests/1", manifest, "User-Agent", "test");
        assertThat(early.statusCode()).isEqualTo(400);
        assertThat(early.body()).contains("MANIFEST_BLOB_UNKNOWN", digest(layer));
        push("team/app", layer);
        for (String tag : List.of("1", "2", "3")) {
            var put = call("PUT", "/v2/team/app/manifests/" + tag, manifest, "User-Agent", "test");
            assertThat(put.statusCode()).as(put.body()).isEqualTo(201);
        }
        var head = call("HEAD", "/v2/team/app/manifests/2");
        assertThat(head.headers().firstValue("docker-content-digest")).contains(digest(manifest));
        assertThat(head.headers().firstValue("content-type"))
                .contains("application/vnd.oci.image.manifest.v1+json");
        assertThat(call("GET", "/v2/team/app/manifests/" + digest(manifest)).body())
                .isEqualTo(new String(manifest, StandardCharsets.UTF_8));
        var page = call("GET", "/v2/team/app/tags/list?n=2");
        assertThat(page.body()).isEqualTo("{\"name\":\"team/app\",\"tags\":[\"1\",\"2\"]}");
        assertThat(page.headers().firstValue("link"))
                .contains("</v2/team/app/tags/list?n=2&last=2>; rel=\"next\"");
        assertThat(call("GET", "/v2/_catalog").body())
                .isEqualTo("{\"repositories\":[\"team/app\"]}");
        assertThat(call("DELETE", "/v2/team/app/manifests/3").statusCode()).isEqualTo(202);
        assertThat(events)
                .extracting(
                        event ->
                                event.operation()
                                        + " "
                                        + event.reference()
                                        + " "
                                        + event.outcome()
                                        + " "
                                        + event.userAgent().equals("test"))
                .containsExactly(
                        "PutManifest 1 MANIFEST_BLOB_UNKNOWN true",
                        "PutManifest 1 Success true",
                        "PutManifest 2 Success true",
                        "PutManifest 3 Success true",
                        "DeleteManifest 3 Success false");
        assertThat(events.get(1).digest()).isEqualTo(digest(manifest));
        assertThat(events.get(1).address()).isEqualTo("127.0.0.1");
    }

    @Test
    void uploadsThatNobodyFinishedAreGoneAfterARestartAndTheRestIsThere() throws Exception {
        byte[] config = utf8("{}");
        byte[] layer = utf8("layer");
        push("app", config);
        push("app", layer);
        call("PUT", "/v2/app/manifests/1", manifest(config, layer));
        String unfinished = location(call("POST", "/v2/app/blobs/uploads/"));
        call("PATCH", unfinished, utf8("half"));
        try (Stream<Path> left = Files.list(folder.resolve("r/uploads"))) {
            assertThat(left).hasSize(1);
        }
        server.close();
        open();
        assertThat(folder.resolve("r/uploads")).isEmptyDirectory();
        assertThat(call("GET", unfinished).statusCode()).isEqualTo(404);
        assertThat(call("GET", "/v2/app/manifests/1").statusCode()).isEqualTo(200);
    }

    @Test
    void garbageIsWhatNoManifestNeedsAndNotWhatCameAMomentAgo() throws Exception {
        byte[] config = utf8("{}");
        byte[] layer = utf8("layer");
        push("app", config);
        push("app", layer);
        call("PUT", "/v2/app/manifests/1", manifest(config, layer));
        String stray = push("app", utf8("stray"));
        assertThat(server.collect()).isZero();
        try (Stream<Path> blobs = Files.list(folder.resolve("r/blobs"))) {
            for (Path blob : blobs.toList()) {
                Files.setLastModifiedTime(
                        blob, FileTime.from(Instant.now().minus(Duration.ofHours(2))));
            }
        }
        assertThat(server.collect()).isEqualTo(5);
        assertThat(call("HEAD", "/v2/app/blobs/" + stray).statusCode()).isEqualTo(404);
        assertThat(call("HEAD", "/v2/app/blobs/" + digest(layer)).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /v1/",
                "GET /v2/app",
                "GET /v2/../../etc/passwd/tags/list",
                "GET /v2/UPPER/tags/list",
                "GET /v2/app/blobs/sha256:12",
                "GET /v2/app/manifests/a%2Fb",
                "GET /v2/app/manifests/..",
                "GET /v2/app/manifests/missing",
                "GET /v2/app/tags/list",
                "GET /v2/app/tags/other",
                "PATCH /v2/app/blobs/uploads/0123",
                "PATCH /v2/app/blobs/uploads/00000000000000000000000000000000",
                "DELETE /v2/app/manifests/missing",
                "PUT /v2/app/manifests/bad",
                "POST /v2/app/manifests/bad",
                "PUT /v2/",
            })
    void whatIsWrongIsRefusedInTheProtocolsWords(String line) throws Exception {
        String[] words = line.split(" ");
        var answer = call(words[0], words[1], utf8("[1]"));
        assertThat(answer.statusCode()).isBetween(400, 405);
        if (!answer.body().isEmpty() && answer.body().startsWith("{")) {
            assertThat(answer.body()).startsWith("{\"errors\":[{\"code\":\"");
        }
        assertThat(folder.resolve("r/blobs")).isEmptyDirectory();
    }

    @Test
    void aPageOfAWebSiteIsRefusedWhateverItCallsUs() throws Exception {
        assertThat(call("GET", "/v2/", new byte[0], "Origin", "http://evil.example").statusCode())
                .isEqualTo(403);
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.getOutputStream()
                    .write(
                            utf8(
                                    "GET /v2/ HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"));
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 403");
        }
        assertThat(call("GET", "/v2/").statusCode()).isEqualTo(200);
    }
}
