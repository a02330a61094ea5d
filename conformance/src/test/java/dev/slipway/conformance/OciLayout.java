package dev.slipway.conformance;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The smallest image there is: one layer, in the form that every image tool reads. */
final class OciLayout {
    private OciLayout() {}

    /**
     * @param layer a plain tar
     * @return the folder
     */
    static Path write(Path folder, String tag, Path layer) throws IOException {
        Path blobs = Files.createDirectories(folder.resolve("blobs/sha256"));
        byte[] tar = Files.readAllBytes(layer);
        String architecture = System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64";
        byte[] config =
                utf8(
                        "{\"architecture\":\""
                                + architecture
                                + "\",\"os\":\"linux\",\"config\":{},\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[\"sha256:"
                                + hex(tar)
                                + "\"]}}");
        byte[] manifest =
                utf8(
                        "{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\",\"config\":"
                                + descriptor("application/vnd.oci.image.config.v1+json", config)
                                + ",\"layers\":["
                                + descriptor("application/vnd.oci.image.layer.v1.tar", tar)
                                + "]}");
        for (byte[] blob : new byte[][] {tar, config, manifest}) {
            Files.write(blobs.resolve(hex(blob)), blob);
        }
        String entry = descriptor("application/vnd.oci.image.manifest.v1+json", manifest);
        Files.writeString(
                folder.resolve("index.json"),
                "{\"schemaVersion\":2,\"manifests\":["
                        + entry.substring(0, entry.length() - 1)
                        + ",\"annotations\":{\"org.opencontainers.image.ref.name\":\""
                        + tag
                        + "\"}}]}");
        Files.writeString(folder.resolve("oci-layout"), "{\"imageLayoutVersion\":\"1.0.0\"}");
        return folder;
    }

    private static String descriptor(String type, byte[] blob) {
        return "{\"mediaType\":\""
                + type
                + "\",\"digest\":\"sha256:"
                + hex(blob)
                + "\",\"size\":"
                + blob.length
                + "}";
    }

    private static String hex(byte[] blob) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(blob));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
