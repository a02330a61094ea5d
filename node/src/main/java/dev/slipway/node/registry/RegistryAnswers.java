package dev.slipway.node.registry;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Fields;

/** OCI's distribution protocol, call by call. */
final class RegistryAnswers {
    private static final Pattern RANGE = Pattern.compile("bytes=([0-9]{1,15})-([0-9]{0,15})");
    private static final Pattern CHUNK =
            Pattern.compile("(?:bytes )?([0-9]{1,15})-([0-9]{1,15}).*");
    private static final String DIGEST = "Docker-Content-Digest";
    private static final String OCTETS = "application/octet-stream";

    private final BlobFolder blobs;
    private final Manifests manifests;
    private final Consumer<RegistryEvent> told;

    RegistryAnswers(BlobFolder blobs, Manifests manifests, Consumer<RegistryEvent> told) {
        this.blobs = blobs;
        this.manifests = manifests;
        this.told = told;
    }

    void answer(RegistryPath path, Request request, Response response)
            throws IOException, RegistryRefusal {
        String method = request.getMethod();
        boolean reads = method.equals("GET") || method.equals("HEAD");
        switch (path.kind()) {
            case BASE -> json(response, reads(reads, method));
            case CATALOG -> catalog(request, response, reads(reads, method));
            case TAGS -> tags(path, request, response, reads(reads, method));
            case REFERRERS -> referrers(response, reads(reads, method));
            case UPLOADS -> beginUpload(path, request, response);
            case UPLOAD -> upload(path, request, response);
            case BLOB -> {
                reads(reads, method);
                blob(path, request, response);
            }
            case MANIFEST -> {
                switch (method) {
                    case "GET", "HEAD" -> manifest(path, request, response);
                    case "PUT", "DELETE" -> change(path, request, response);
                    default -> throw RegistryRefusal.method(method);
                }
            }
        }
    }

    private static ObjectNode reads(boolean reads, String method) throws RegistryRefusal {
        if (!reads) {
            throw RegistryRefusal.method(method);
        }
        return JsonNodeFactory.instance.objectNode();
    }

    private void catalog(Request request, Response response, ObjectNode document)
            throws IOException {
        page(request, response, manifests.repositories(), document.putArray("repositories"));
        json(response, document);
    }

    private void tags(RegistryPath path, Request request, Response response, ObjectNode document)
            throws IOException, RegistryRefusal {
        if (!manifests.knows(path.repository())) {
            throw RegistryRefusal.noSuchRepository(path.repository());
        }
        document.put("name", path.repository());
        page(request, response, manifests.tags(path.repository()), document.putArray("tags"));
        json(response, document);
    }

    /** As many as were asked for, from where was asked, and where the next ones are. */
    private static void page(Request request, Response response, List<String> all, ArrayNode into) {
        String asked = parameter(request, "n");
        int most = asked.matches("[0-9]{1,6}") ? Integer.parseInt(asked) : Integer.MAX_VALUE;
        String last = parameter(request, "last");
        List<String> rest = all.stream().filter(name -> name.compareTo(last) > 0).toList();
        rest.stream().limit(most).forEach(into::add);
        if (rest.size() > most && most > 0) {
            String path = request.getHttpURI().getPath();
            response.getHeaders()
                    .put(
                            "Link",
                            "<"
                                    + path
                                    + "?n="
                                    + most
                                    + "&last="
                                    + rest.get(most - 1)
                                    + ">; rel=\"next\"");
        }
    }

    private static void referrers(Response response, ObjectNode document) throws IOException {
        document.put("schemaVersion", 2);
        document.put("mediaType", "application/vnd.oci.image.index.v1+json");
        document.putArray("manifests");
        response.getHeaders()
                .put(HttpHeader.CONTENT_TYPE, "application/vnd.oci.image.index.v1+json");
        bytes(response, document.toString());
    }

    private void blob(RegistryPath path, Request request, Response response)
            throws IOException, RegistryRefusal {
        Path file =
                blobs.find(path.reference())
                        .orElseThrow(() -> RegistryRefusal.noSuchBlob(path.reference()));
        response.getHeaders().put(HttpHeader.ACCEPT_RANGES, "bytes");
        file(request, response, file, path.reference(), OCTETS);
    }

    private void manifest(RegistryPath path, Request request, Response response)
            throws IOException, RegistryRefusal {
        Manifests.Stored stored =
                manifests
                        .find(path.repository(), path.reference())
                        .orElseThrow(() -> RegistryRefusal.noSuchManifest(path.reference()));
        file(request, response, stored.file(), stored.digest(), stored.type());
    }

    private static void file(
            Request request, Response response, Path file, String digest, String type)
            throws IOException, RegistryRefusal {
        long size = Files.size(file);
        long from = 0;
        long end = size;
        Matcher range =
                RANGE.matcher(
                        Optional.ofNullable(request.getHeaders().get(HttpHeader.RANGE)).orElse(""));
        if (range.matches()) {
            from = Long.parseLong(range.group(1));
            if (!range.group(2).isEmpty()) {
                end = Math.min(size, Long.parseLong(range.group(2)) + 1);
            }
            if (from >= end) {
                throw RegistryRefusal.range("there are " + size + " bytes");
            }
            response.setStatus(206);
            response.getHeaders()
                    .put(HttpHeader.CONTENT_RANGE, "bytes " + from + "-" + (end - 1) + "/" + size);
        }
        response.getHeaders().put(DIGEST, digest);
        response.getHeaders().put(HttpHeader.ETAG, "\"" + digest + "\"");
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, type);
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, end - from);
        if (request.getMethod().equals("GET")) {
            try (InputStream in = Files.newInputStream(file);
                    OutputStream out = Content.Sink.asOutputStream(response)) {
                in.skipNBytes(from);
                copy(in, out, end - from);
            }
        }
    }

    private static void copy(InputStream in, OutputStream out, long count) throws IOException {
        byte[] piece = new byte[1 << 16];
        long left = count;
        while (left > 0) {
            int n = in.read(piece, 0, (int) Math.min(piece.length, left));
            if (n < 0) {
                throw new IOException("a file ended early");
            }
            out.write(piece, 0, n);
            left -= n;
        }
    }

    private void beginUpload(RegistryPath path, Request request, Response response)
            throws IOException, RegistryRefusal {
        if (!request.getMethod().equals("POST")) {
            throw RegistryRefusal.method(request.getMethod());
        }
        String mount = parameter(request, "mount");
        if (blobs.find(mount).isPresent()) {
            created(path, response, mount);
            return;
        }
        Upload upload = blobs.begin(path.repository());
        String digest = parameter(request, "digest");
        if (digest.isEmpty()) {
            accepted(upload, response);
        } else {
            take(upload, request, -1);
            blobs.finish(upload, digest);
            created(path, response, digest);
        }
    }

    private void upload(RegistryPath path, Request request, Response response)
            throws IOException, RegistryRefusal {
        Upload upload = blobs.upload(path.repository(), path.reference());
        switch (request.getMethod()) {
            case "PATCH" -> {
                take(upload, request, chunkStart(request));
                accepted(upload, response);
            }
            case "PUT" -> {
                take(upload, request, chunkStart(request));
                String digest = parameter(request, "digest");
                blobs.finish(upload, digest);
                created(path, response, digest);
            }
            case "GET", "HEAD" -> {
                accepted(upload, response);
                response.setStatus(204);
            }
            case "DELETE" -> {
                blobs.discard(upload);
                response.setStatus(204);
            }
            default -> throw RegistryRefusal.method(request.getMethod());
        }
    }

    private void take(Upload upload, Request request, long from)
            throws IOException, RegistryRefusal {
        try (InputStream in = Content.Source.asInputStream(request)) {
            blobs.append(upload, in, from);
        } catch (RegistryRefusal e) {
            if (e.status() != 416) {
                blobs.discard(upload);
            }
            throw e;
        }
    }

    private static long chunkStart(Request request) {
        Matcher chunk =
                CHUNK.matcher(
                        Optional.ofNullable(request.getHeaders().get(HttpHeader.CONTENT_RANGE))
                                .orElse(""));
        return chunk.matches() ? Long.parseLong(chunk.group(1)) : -1;
    }

    private static void accepted(Upload upload, Response response) {
        response.setStatus(202);
        response.getHeaders()
                .put(
                        HttpHeader.LOCATION,
                        "/v2/" + upload.repository() + "/blobs/uploads/" + upload.id());
        response.getHeaders().put("Range", "0-" + Math.max(0, upload.size() - 1));
        response.getHeaders().put("Docker-Upload-UUID", upload.id());
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, 0);
    }

    private static void created(RegistryPath path, Response response, String digest) {
        response.setStatus(201);
        response.getHeaders()
                .put(HttpHeader.LOCATION, "/v2/" + path.repository() + "/blobs/" + digest);
        response.getHeaders().put(DIGEST, digest);
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, 0);
    }

    private void change(RegistryPath path, Request request, Response response)
            throws IOException, RegistryRefusal {
        boolean put = request.getMethod().equals("PUT");
        String operation = put ? "PutManifest" : "DeleteManifest";
        try {
            String digest = put ? put(path, request, response) : delete(path, response);
            tell(operation, path, request, digest, "Success", response.getStatus());
        } catch (RegistryRefusal e) {
            tell(operation, path, request, "", e.code(), e.status());
            throw e;
        }
    }

    private String put(RegistryPath path, Request request, Response response)
            throws IOException, RegistryRefusal {
        byte[] bytes;
        try (InputStream in = Content.Source.asInputStream(request)) {
            bytes = in.readNBytes(Manifests.LARGEST + 1);
        }
        if (bytes.length > Manifests.LARGEST) {
            throw RegistryRefusal.tooLarge(Manifests.LARGEST);
        }
        String digest = manifests.put(path.repository(), path.reference(), bytes);
        response.setStatus(201);
        response.getHeaders()
                .put(HttpHeader.LOCATION, "/v2/" + path.repository() + "/manifests/" + digest);
        response.getHeaders().put(DIGEST, digest);
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, 0);
        return digest;
    }

    private String delete(RegistryPath path, Response response)
            throws IOException, RegistryRefusal {
        if (!manifests.remove(path.repository(), path.reference())) {
            throw RegistryRefusal.noSuchManifest(path.reference());
        }
        response.setStatus(202);
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, 0);
        return RegistryPath.isDigest(path.reference()) ? path.reference() : "";
    }

    private void tell(
            String operation,
            RegistryPath path,
            Request request,
            String digest,
            String outcome,
            int status) {
        told.accept(
                new RegistryEvent(
                        operation,
                        path.repository(),
                        path.reference(),
                        digest,
                        outcome,
                        status,
                        Request.getRemoteAddr(request),
                        Optional.ofNullable(request.getHeaders().get(HttpHeader.USER_AGENT))
                                .orElse("")));
    }

    private static String parameter(Request request, String name) {
        Fields fields = Request.extractQueryParameters(request);
        return Optional.ofNullable(fields.getValue(name)).orElse("");
    }

    private static void json(Response response, ObjectNode document) throws IOException {
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
        bytes(response, document.toString());
    }

    private static void bytes(Response response, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, bytes.length);
        try (OutputStream out = Content.Sink.asOutputStream(response)) {
            out.write(bytes);
        }
    }
}
