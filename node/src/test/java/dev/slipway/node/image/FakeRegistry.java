package dev.slipway.node.image;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/** A registry that lies, hangs and breaks as one likes. */
final class FakeRegistry implements AutoCloseable {
    private final HttpServer server;
    private final Map<String, byte[]> documents = new ConcurrentHashMap<>();
    private final Map<String, Conduct> conducts = new ConcurrentHashMap<>();
    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch closed = new CountDownLatch(1);

    /** Does something else than answering; says whether it did. */
    interface Conduct {
        boolean answer(HttpExchange call) throws IOException;
    }

    FakeRegistry() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    private void answer(HttpExchange call) throws IOException {
        String path = call.getRequestURI().getPath();
        String range = Optional.ofNullable(call.getRequestHeaders().getFirst("Range")).orElse("");
        asked.add(call.getRequestMethod() + " " + path + (range.isEmpty() ? "" : " " + range));
        try (call) {
            Conduct conduct = conducts.get(path);
            if (conduct != null && conduct.answer(call)) {
                return;
            }
            byte[] body = documents.get(path);
            if (body == null) {
                call.sendResponseHeaders(404, -1);
                return;
            }
            send(call, body, range);
        }
    }

    static void send(HttpExchange call, byte[] body, String range) throws IOException {
        call.getResponseHeaders().set("Docker-Content-Digest", Digests.sha256(body));
        if (call.getRequestMethod().equals("HEAD")) {
            call.sendResponseHeaders(200, -1);
            return;
        }
        int from =
                range.isEmpty() ? 0 : Integer.parseInt(range.replaceAll("bytes=([0-9]+)-", "$1"));
        call.sendResponseHeaders(from > 0 ? 206 : 200, body.length - from);
        call.getResponseBody().write(body, from, body.length - from);
    }

    String name(String repository) {
        return "127.0.0.1:" + server.getAddress().getPort() + "/" + repository;
    }

    int port() {
        return server.getAddress().getPort();
    }

    void conduct(String path, Conduct conduct) {
        conducts.put(path, conduct);
    }

    void document(String path, byte[] body) {
        documents.put(path, body);
    }

    /** Never answers, until the registry closes. */
    Conduct hanging() {
        return call -> {
            await(closed);
            return true;
        };
    }

    /** Sends the first bytes, and no more until the registry closes. */
    Conduct stalling(byte[] body, int after) {
        return call -> {
            call.sendResponseHeaders(200, body.length);
            call.getResponseBody().write(body, 0, after);
            call.getResponseBody().flush();
            await(closed);
            return true;
        };
    }

    static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    List<String> asked() {
        return List.copyOf(asked);
    }

    /** How many times a blob was asked for. */
    long times(String digest) {
        return asked().stream().filter(line -> line.contains("/blobs/" + digest)).count();
    }

    /**
     * Offers an image.
     *
     * @return digest of its manifest
     */
    String offer(String repository, String tag, Layer... layers) {
        List<String> diffIds =
                Arrays.stream(layers).map(l -> "\"" + Digests.sha256(l.plain()) + "\"").toList();
        byte[] config =
                utf8(
                        "{\"config\":{},\"rootfs\":{\"type\":\"layers\",\"diff_ids\":["
                                + String.join(",", diffIds)
                                + "]}}");
        String base = "/v2/" + repository;
        List<String> blobs = new ArrayList<>();
        for (Layer layer : layers) {
            String digest = Digests.sha256(layer.packed());
            document(base + "/blobs/" + digest, layer.packed());
            blobs.add("{\"digest\":\"" + digest + "\",\"size\":" + layer.packed().length + "}");
        }
        document(base + "/blobs/" + Digests.sha256(config), config);
        return manifest(
                repository,
                tag,
                "{\"schemaVersion\":2,\"config\":{\"digest\":\""
                        + Digests.sha256(config)
                        + "\",\"size\":"
                        + config.length
                        + "},\"layers\":["
                        + String.join(",", blobs)
                        + "]}");
    }

    String manifest(String repository, String tag, String json) {
        byte[] manifest = utf8(json);
        String digest = Digests.sha256(manifest);
        document("/v2/" + repository + "/manifests/" + tag, manifest);
        document("/v2/" + repository + "/manifests/" + digest, manifest);
        return digest;
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static byte[] body(HttpExchange call) {
        try (InputStream in = call.getRequestBody()) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A layer, plain and as it is sent. */
    static final class Layer {
        private final byte[] plain;
        private final byte[] packed;

        Layer(byte[] plain, byte[] packed) {
            this.plain = plain;
            this.packed = packed;
        }

        static Layer of(LayerTar tar) throws IOException {
            byte[] plain = tar.bytes();
            return new Layer(plain, LayerTar.gzip(plain));
        }

        byte[] plain() {
            return plain;
        }

        byte[] packed() {
            return packed;
        }
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
    }
}
