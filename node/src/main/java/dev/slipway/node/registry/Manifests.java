package dev.slipway.node.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.node.host.FileNodes;
import dev.slipway.node.host.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Manifests of each repository, by digest and by tag. */
final class Manifests {
    static final int LARGEST = 4 << 20;
    private static final String MANIFESTS = "_manifests";
    private static final String TAGS = "_tags";
    private static final String OCI_MANIFEST = "application/vnd.oci.image.manifest.v1+json";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path repositories;
    private final Path fresh;
    private final BlobFolder blobs;

    Manifests(Path folder, BlobFolder blobs) throws IOException {
        this.repositories = Files.createDirectories(folder.resolve("repositories"));
        this.fresh = folder.resolve("uploads").resolve("manifest");
        this.blobs = blobs;
    }

    /**
     * @param type its media type
     */
    record Stored(Path file, String digest, String type) {}

    Optional<Stored> find(String repository, String reference) throws IOException {
        String digest = reference;
        if (!RegistryPath.isDigest(reference)) {
            Path tag = tag(repository, reference);
            if (!Files.isRegularFile(tag)) {
                return Optional.empty();
            }
            digest = Files.readString(tag);
        }
        Path file = file(repository, digest);
        return Files.isRegularFile(file)
                ? Optional.of(new Stored(file, digest, type(JSON.readTree(file.toFile()))))
                : Optional.empty();
    }

    private static String type(JsonNode manifest) {
        String said = manifest.path("mediaType").asText("");
        if (!said.isEmpty()) {
            return said;
        }
        return manifest.has("manifests") ? "application/vnd.oci.image.index.v1+json" : OCI_MANIFEST;
    }

    /**
     * Stores a manifest whose parts are all here; it is on the disk when this returns.
     *
     * @return its digest
     */
    synchronized String put(String repository, String reference, byte[] bytes)
            throws IOException, RegistryRefusal {
        String digest = digest(bytes);
        boolean byDigest = RegistryPath.isDigest(reference);
        if (byDigest && !reference.equals(digest)) {
            throw RegistryRefusal.digest(reference, digest);
        }
        check(repository, bytes);
        Path file = file(repository, digest);
        Files.createDirectories(file.resolveSibling(""));
        write(file, bytes);
        if (!byDigest) {
            Path tag = tag(repository, reference);
            Files.createDirectories(tag.resolveSibling(""));
            // What the tag promises is on the disk before the tag.
            FileNodes.syncFileSystem(file);
            write(tag, digest.getBytes(StandardCharsets.US_ASCII));
        }
        FileNodes.syncFileSystem(file);
        return digest;
    }

    private void write(Path file, byte[] bytes) throws IOException {
        try (FileChannel out =
                FileChannel.open(
                        fresh,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            for (ByteBuffer rest = ByteBuffer.wrap(bytes); rest.hasRemaining(); ) {
                out.write(rest);
            }
            out.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private void check(String repository, byte[] bytes) throws IOException, RegistryRefusal {
        JsonNode manifest = parse(bytes);
        if (manifest.has("manifests")) {
            for (JsonNode child : manifest.path("manifests")) {
                String digest = child.path("digest").asText("");
                if (!RegistryPath.isDigest(digest) || find(repository, digest).isEmpty()) {
                    throw RegistryRefusal.blobOfManifest(digest);
                }
            }
            return;
        }
        if (!manifest.has("config") || !manifest.path("layers").isArray()) {
            throw RegistryRefusal.manifest("it has no config and layers, and no manifests");
        }
        checkBlob(manifest.path("config"));
        for (JsonNode layer : manifest.path("layers")) {
            if (!layer.has("urls")) {
                checkBlob(layer);
            }
        }
    }

    private void checkBlob(JsonNode descriptor) throws IOException, RegistryRefusal {
        String digest = descriptor.path("digest").asText("");
        Path blob = blobs.find(digest).orElseThrow(() -> RegistryRefusal.blobOfManifest(digest));
        if (Files.size(blob) != descriptor.path("size").asLong(-1)) {
            throw RegistryRefusal.manifest("the size of " + digest + " is another");
        }
    }

    private static JsonNode parse(byte[] bytes) throws RegistryRefusal {
        try {
            JsonNode node = JSON.readTree(bytes);
            if (node != null && node.isObject()) {
                return node;
            }
        } catch (IOException _) {
            // Said below.
        }
        throw RegistryRefusal.manifest("it is no JSON document");
    }

    /** Takes a tag away, or a manifest with all of its tags; says whether it was there. */
    synchronized boolean remove(String repository, String reference) throws IOException {
        if (!RegistryPath.isDigest(reference)) {
            return Files.deleteIfExists(tag(repository, reference));
        }
        for (String tag : tags(repository)) {
            if (Files.readString(tag(repository, tag)).equals(reference)) {
                Files.deleteIfExists(tag(repository, tag));
            }
        }
        return Files.deleteIfExists(file(repository, reference));
    }

    /** Tags of a repository, sorted. */
    List<String> tags(String repository) throws IOException {
        return names(repositories.resolve(repository).resolve(TAGS));
    }

    boolean knows(String repository) {
        return Files.isDirectory(repositories.resolve(repository).resolve(MANIFESTS));
    }

    /** Names of all repositories, sorted. */
    List<String> repositories() throws IOException {
        try (Stream<Path> all = Files.walk(repositories)) {
            return all.filter(path -> path.endsWith(MANIFESTS))
                    .map(path -> repositories.relativize(path.resolveSibling("")).toString())
                    .sorted()
                    .toList();
        }
    }

    /** Digests of all blobs that a manifest of any repository names. */
    synchronized Set<String> needed() throws IOException {
        Set<String> needed = new HashSet<>();
        for (String repository : repositories()) {
            Path folder = repositories.resolve(repository).resolve(MANIFESTS);
            for (String name : names(folder)) {
                JsonNode manifest = JSON.readTree(folder.resolve(name).toFile());
                needed.add(manifest.path("config").path("digest").asText(""));
                manifest.path("layers").forEach(l -> needed.add(l.path("digest").asText("")));
            }
        }
        return needed;
    }

    private static List<String> names(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        List<String> names = new ArrayList<>();
        try (Stream<Path> all = Files.list(folder)) {
            all.forEach(path -> names.add(String.valueOf(path.getFileName())));
        }
        names.sort(null);
        return names;
    }

    private Path file(String repository, String digest) {
        return repositories
                .resolve(repository)
                .resolve(MANIFESTS)
                .resolve(digest.substring("sha256:".length()));
    }

    private Path tag(String repository, String tag) {
        return repositories.resolve(repository).resolve(TAGS).resolve(tag);
    }

    private static String digest(byte[] bytes) {
        try (var digest = new Sha256()) {
            digest.update(bytes, 0, bytes.length);
            return "sha256:" + HexFormat.of().formatHex(digest.digest());
        }
    }
}
