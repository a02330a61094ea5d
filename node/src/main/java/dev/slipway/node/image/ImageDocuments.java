package dev.slipway.node.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** The JSON documents of an image, OCI's and Docker's alike. */
final class ImageDocuments {
    /** What overlayfs can stack, and what Docker allows. */
    private static final int MOST_LAYERS = 127;

    /** Larger than any layer: a terabyte. */
    private static final long MOST_BYTES = 1L << 40;

    private static final ObjectMapper JSON = new ObjectMapper();

    private ImageDocuments() {}

    record Descriptor(String mediaType, String digest, long size) {

        /** Whether that many bytes came. */
        void check(long seen) throws ImageException {
            if (size != seen) {
                throw new ImageException("failed size validation: " + seen + " != " + size);
            }
        }
    }

    record Manifest(Descriptor config, List<Descriptor> layers) {}

    /**
     * @param diffIds digests of the plain layers, lowest first
     */
    record Configuration(ImageConfig config, List<String> diffIds) {}

    static JsonNode parse(byte[] bytes, String what) throws ImageException {
        try {
            JsonNode node = JSON.readTree(bytes);
            if (node == null || !node.isContainerNode()) {
                throw new ImageException(what + " is not a JSON document");
            }
            return node;
        } catch (IOException e) {
            throw new ImageException(what + " is not a JSON document", e);
        }
    }

    static Descriptor descriptor(JsonNode node) throws ImageException {
        String digest = node.path("digest").asText("");
        if (!Digests.wellFormed(digest)) {
            throw new ImageException("not a sha256 digest: " + digest);
        }
        long size = node.path("size").asLong(-1);
        if (size < 0 || size > MOST_BYTES) {
            throw new ImageException("blob " + digest + " has no size that can be");
        }
        return new Descriptor(node.path("mediaType").asText(""), digest, size);
    }

    static Manifest manifest(JsonNode node) throws ImageException {
        if (!node.has("config")) {
            String kind = node.path("mediaType").asText("of schema version 1");
            throw new ImageException("a manifest that is " + kind + " is not an image's");
        }
        checkCount(node.path("layers").size());
        List<Descriptor> layers = new ArrayList<>();
        for (JsonNode layer : node.path("layers")) {
            layers.add(descriptor(layer));
        }
        return new Manifest(descriptor(node.path("config")), layers);
    }

    static void checkCount(int layers) throws ImageException {
        if (layers > MOST_LAYERS) {
            throw new ImageException(
                    "an image of "
                            + layers
                            + " layers cannot be mounted: "
                            + MOST_LAYERS
                            + " are the most");
        }
    }

    /** Each layer has a digest of its plain contents beside that of its blob. */
    static void checkPairs(int diffIds, int blobs) throws ImageException {
        if (diffIds != blobs) {
            throw new ImageException(
                    "the image's configuration tells of "
                            + diffIds
                            + " layers and its manifest of "
                            + blobs);
        }
        checkCount(blobs);
    }

    /** Whether a document is a list of manifests rather than one. */
    static boolean isIndex(JsonNode node) {
        return MediaTypes.INDEXES.contains(node.path("mediaType").asText(""))
                || node.has("manifests");
    }

    /** The manifest of a list that this machine can run. */
    static Descriptor forThisMachine(JsonNode index) throws ImageException {
        Predicate<JsonNode> fits =
                entry -> {
                    JsonNode platform = entry.path("platform");
                    return platform.isMissingNode()
                            || (platform.path("os").asText("linux").equals("linux")
                                    && platform.path("architecture")
                                            .asText("")
                                            .equals(Platform.architecture()));
                };
        for (JsonNode entry : index.path("manifests")) {
            if (fits.test(entry)) {
                return descriptor(entry);
            }
        }
        throw wrongPlatform();
    }

    private static ImageException wrongPlatform() {
        return new ImageException(
                "image Manifest does not contain descriptor matching platform 'linux/"
                        + Platform.architecture()
                        + "'");
    }

    static Configuration configuration(byte[] bytes) throws ImageException {
        JsonNode root = parse(bytes, "the image's configuration");
        List<String> diffIds = strings(root.path("rootfs").path("diff_ids"));
        for (String diffId : diffIds) {
            if (!Digests.wellFormed(diffId)) {
                throw new ImageException("not a sha256 digest: " + diffId);
            }
        }
        String architecture = root.path("architecture").asText(Platform.architecture());
        if (!architecture.equals(Platform.architecture())
                || !root.path("os").asText("linux").equals("linux")) {
            throw wrongPlatform();
        }
        JsonNode config = root.path("config");
        Map<String, String> labels = new LinkedHashMap<>();
        config.path("Labels")
                .properties()
                .forEach(e -> labels.put(e.getKey(), e.getValue().asText("")));
        return new Configuration(
                new ImageConfig(
                        strings(config.path("Env")),
                        strings(config.path("Entrypoint")),
                        strings(config.path("Cmd")),
                        config.path("User").asText(""),
                        config.path("WorkingDir").asText(""),
                        config.path("StopSignal").asText(""),
                        names(config.path("ExposedPorts")),
                        names(config.path("Volumes")),
                        labels),
                diffIds);
    }

    static List<String> strings(JsonNode array) {
        List<String> values = new ArrayList<>();
        array.forEach(value -> values.add(value.asText("")));
        return values;
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.properties().forEach(e -> names.add(e.getKey()));
        return names;
    }
}
