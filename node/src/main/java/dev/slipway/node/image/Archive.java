package dev.slipway.node.image;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** A folder with images in it: an OCI layout, or what a docker-archive or oci-archive holds. */
final class Archive {
    private static final String REF_NAME = "org.opencontainers.image.ref.name";
    private static final String CONTAINERD_NAME = "io.containerd.image.name";
    private static final int LARGEST_DOCUMENT = 4 << 20;

    private final Path folder;

    /** Names that are links to other files of the archive, as old docker-archives have them. */
    private final Map<String, String> links;

    private Archive(Path folder, Map<String, String> links) {
        this.folder = folder;
        this.links = links;
    }

    static Archive ofFolder(Path folder) {
        return new Archive(folder, Map.of());
    }

    /**
     * Spreads a tar, plain or gzipped, out in an empty folder.
     *
     * @param in read to the end of the tar
     */
    static Archive ofTar(InputStream in, Path empty) throws IOException, ImageException {
        var buffered = new BufferedInputStream(in, 1 << 16);
        buffered.mark(2);
        boolean gzip = buffered.read() == 0x1f && buffered.read() == 0x8b;
        buffered.reset();
        Map<String, String> links = new LinkedHashMap<>();
        var tar =
                new TarArchiveInputStream(
                        gzip ? new GZIPInputStream(buffered, 1 << 16) : buffered,
                        StandardCharsets.UTF_8.name());
        for (TarArchiveEntry entry = tar.getNextEntry();
                entry != null;
                entry = tar.getNextEntry()) {
            Path path = inside(empty, entry.getName());
            if (entry.isSymbolicLink() || entry.isLink()) {
                Path from = entry.isLink() ? empty : path.resolve("..");
                Path target = from.resolve(entry.getLinkName()).normalize();
                if (!target.startsWith(empty)) {
                    throw new ImageException(
                            "archive entry " + entry.getName() + " leads out of the archive");
                }
                links.put(empty.relativize(path).toString(), empty.relativize(target).toString());
            } else if (entry.isFile()) {
                Path parent = path.getParent();
                if (parent != null) {
                    Files.createDirectories(parent);
                }
                Files.copy(tar, path);
            }
        }
        return new Archive(empty, links);
    }

    private static Path inside(Path folder, String name) throws ImageException {
        Path path = folder.resolve(name.replaceFirst("^/+", "")).normalize();
        if (!path.startsWith(folder)) {
            throw new ImageException("archive entry " + name + " leads out of the archive");
        }
        return path;
    }

    /**
     * @param names as the archive has them, maybe none
     * @param digest of the manifest; of the configuration where the archive has no manifest
     * @param layers their blobs, lowest first
     */
    record Found(
            List<String> names,
            String digest,
            ImageDocuments.Configuration configuration,
            List<Blob> layers) {}

    /**
     * @param digest empty when the archive does not say
     */
    record Blob(Path file, String digest, long size) {}

    List<Found> images() throws IOException, ImageException {
        if (Files.exists(file("manifest.json"))) {
            return dockerImages();
        }
        if (Files.exists(file("index.json"))) {
            return ociImages();
        }
        throw new ImageException(
                "neither a docker-archive nor an OCI layout: it has no manifest.json and no"
                        + " index.json");
    }

    private List<Found> dockerImages() throws IOException, ImageException {
        List<Found> found = new ArrayList<>();
        for (JsonNode entry : ImageDocuments.parse(document("manifest.json"), "manifest.json")) {
            byte[] config = document(entry.path("Config").asText(""));
            List<Blob> layers = new ArrayList<>();
            for (String name : ImageDocuments.strings(entry.path("Layers"))) {
                Path file = file(name);
                layers.add(new Blob(file, "", Files.size(file)));
            }
            found.add(
                    new Found(
                            ImageDocuments.strings(entry.path("RepoTags")),
                            Digests.sha256(config),
                            ImageDocuments.configuration(config),
                            layers));
        }
        return found;
    }

    private List<Found> ociImages() throws IOException, ImageException {
        List<Found> found = new ArrayList<>();
        JsonNode index = ImageDocuments.parse(document("index.json"), "index.json");
        for (JsonNode entry : index.path("manifests")) {
            JsonNode annotations = entry.path("annotations");
            String name =
                    annotations.path(CONTAINERD_NAME).asText(annotations.path(REF_NAME).asText(""));
            found.add(
                    image(
                            ImageDocuments.descriptor(entry).digest(),
                            name.isEmpty() ? List.of() : List.of(name)));
        }
        return found;
    }

    private Found image(String digest, List<String> names) throws IOException, ImageException {
        byte[] bytes = blob(digest);
        JsonNode node = ImageDocuments.parse(bytes, "manifest " + digest);
        if (ImageDocuments.isIndex(node)) {
            return image(ImageDocuments.forThisMachine(node).digest(), names);
        }
        ImageDocuments.Manifest manifest = ImageDocuments.manifest(node);
        List<Blob> layers = new ArrayList<>();
        for (ImageDocuments.Descriptor layer : manifest.layers()) {
            layers.add(new Blob(blobFile(layer.digest()), layer.digest(), layer.size()));
        }
        return new Found(
                names,
                digest,
                ImageDocuments.configuration(blob(manifest.config().digest())),
                layers);
    }

    private Path blobFile(String digest) throws ImageException {
        return file("blobs/sha256/" + Digests.hex(digest));
    }

    private byte[] blob(String digest) throws IOException, ImageException {
        byte[] bytes = document("blobs/sha256/" + Digests.hex(digest));
        String seen = Digests.sha256(bytes);
        if (!seen.equals(digest)) {
            throw new ImageException("digest of a blob is " + seen + ", expected " + digest);
        }
        return bytes;
    }

    private byte[] document(String name) throws IOException, ImageException {
        Path file = file(name);
        if (!Files.isRegularFile(file) || Files.size(file) > LARGEST_DOCUMENT) {
            throw new ImageException("the archive's " + name + " is missing or too large");
        }
        return Files.readAllBytes(file);
    }

    private Path file(String name) throws ImageException {
        return inside(folder, Optional.ofNullable(links.get(name)).orElse(name));
    }
}
