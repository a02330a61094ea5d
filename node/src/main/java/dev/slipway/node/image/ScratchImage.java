package dev.slipway.node.image;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/**
 * Makes an image from files, without a registry and without another image: one layer, written as an
 * OCI layout folder that {@link Images#importFrom} reads. The same contents give the same digest.
 */
public final class ScratchImage {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ImageConfig config;
    private final Map<String, Entry> entries = new TreeMap<>();

    private sealed interface Entry {
        record Folder(int mode) implements Entry {}

        record File(int mode, ByteBuffer contents) implements Entry {}

        record Link(String target) implements Entry {}
    }

    public ScratchImage(ImageConfig config) {
        this.config = config;
    }

    /**
     * @param path inside the image, without a slash at either end
     */
    public ScratchImage folder(String path, int mode) {
        entries.put(path, new Entry.Folder(mode));
        return this;
    }

    public ScratchImage file(String path, int mode, byte[] contents) {
        entries.put(path, new Entry.File(mode, ByteBuffer.wrap(contents.clone())));
        return this;
    }

    /** A symbolic link. */
    public ScratchImage link(String path, String target) {
        entries.put(path, new Entry.Link(target));
        return this;
    }

    /**
     * A static busybox at {@code /bin/busybox} with links for the named applets, and the folders
     * and files that programs expect.
     *
     * @param program the statically linked busybox of this machine
     */
    public ScratchImage busybox(Path program, List<String> applets) throws IOException {
        for (String path : List.of("bin", "dev", "etc", "proc", "root", "sys", "usr", "var")) {
            folder(path, path.equals("root") ? 0700 : 0755);
        }
        folder("tmp", 01777);
        file("bin/busybox", 0755, Files.readAllBytes(program));
        applets.forEach(applet -> link("bin/" + applet, "busybox"));
        file(
                "etc/passwd",
                0644,
                text("root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/false\n"));
        return file("etc/group", 0644, text("root:x:0:\nnogroup:x:65534:\n"));
    }

    /** Writes the layout into an empty or missing folder. */
    public void write(Path folder, String name) throws IOException {
        byte[] tar = tar();
        byte[] packed = gzip(tar);
        Path blobs = Files.createDirectories(folder.resolve("blobs/sha256"));
        byte[] configuration = JSON.writeValueAsBytes(configuration(Digests.sha256(tar)));
        ObjectNode manifest = JSON.createObjectNode();
        manifest.put("schemaVersion", 2);
        manifest.put("mediaType", MediaTypes.OCI_MANIFEST);
        manifest.set("config", descriptor(MediaTypes.OCI_CONFIG, configuration));
        manifest.putArray("layers").add(descriptor(MediaTypes.OCI_LAYER_GZIP, packed));
        byte[] manifestBytes = JSON.writeValueAsBytes(manifest);
        for (byte[] blob : List.of(packed, configuration, manifestBytes)) {
            Files.write(blobs.resolve(Digests.hex(Digests.sha256(blob))), blob);
        }
        ObjectNode index = JSON.createObjectNode();
        index.put("schemaVersion", 2);
        ObjectNode entry = descriptor(MediaTypes.OCI_MANIFEST, manifestBytes);
        entry.putObject("annotations").put("org.opencontainers.image.ref.name", name);
        index.putArray("manifests").add(entry);
        Files.write(folder.resolve("index.json"), JSON.writeValueAsBytes(index));
        Files.writeString(folder.resolve("oci-layout"), "{\"imageLayoutVersion\":\"1.0.0\"}");
    }

    private ObjectNode configuration(String layer) {
        ObjectNode root = JSON.createObjectNode();
        root.put("architecture", Platform.architecture());
        root.put("os", "linux");
        ObjectNode inner = root.putObject("config");
        strings(inner, "Env", config.environment());
        strings(inner, "Entrypoint", config.entrypoint());
        strings(inner, "Cmd", config.command());
        text(inner, "User", config.user());
        text(inner, "WorkingDir", config.workingDirectory());
        text(inner, "StopSignal", config.stopSignal());
        if (!config.exposedPorts().isEmpty()) {
            ObjectNode ports = inner.putObject("ExposedPorts");
            config.exposedPorts().forEach(ports::putObject);
        }
        if (!config.labels().isEmpty()) {
            ObjectNode labels = inner.putObject("Labels");
            new TreeMap<>(config.labels()).forEach(labels::put);
        }
        ObjectNode rootfs = root.putObject("rootfs");
        rootfs.put("type", "layers");
        rootfs.putArray("diff_ids").add(layer);
        return root;
    }

    private static void strings(ObjectNode node, String field, List<String> values) {
        if (!values.isEmpty()) {
            ArrayNode array = node.putArray(field);
            values.forEach(array::add);
        }
    }

    private static void text(ObjectNode node, String field, String value) {
        if (!value.isEmpty()) {
            node.put(field, value);
        }
    }

    private static ObjectNode descriptor(String mediaType, byte[] blob) {
        return JSON.createObjectNode()
                .put("mediaType", mediaType)
                .put("digest", Digests.sha256(blob))
                .put("size", blob.length);
    }

    private byte[] tar() throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var tar = new TarArchiveOutputStream(bytes, "UTF-8")) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            for (Map.Entry<String, Entry> each : entries.entrySet()) {
                put(tar, each.getKey(), each.getValue());
            }
        }
        return bytes.toByteArray();
    }

    private static void put(TarArchiveOutputStream tar, String path, Entry what)
            throws IOException {
        TarArchiveEntry entry =
                switch (what) {
                    case Entry.Folder _ -> new TarArchiveEntry(path + "/");
                    case Entry.File _ -> new TarArchiveEntry(path);
                    case Entry.Link _ -> new TarArchiveEntry(path, TarConstants.LF_SYMLINK);
                };
        entry.setModTime(0);
        entry.setIds(0, 0);
        entry.setNames("", "");
        byte[] contents = new byte[0];
        switch (what) {
            case Entry.Folder folder -> entry.setMode(folder.mode());
            case Entry.File file -> {
                entry.setMode(file.mode());
                contents = file.contents().array();
                entry.setSize(contents.length);
            }
            case Entry.Link link -> entry.setLinkName(link.target());
        }
        tar.putArchiveEntry(entry);
        tar.write(contents);
        tar.closeArchiveEntry();
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.write(plain);
        }
        return bytes.toByteArray();
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
