package dev.slipway.node.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.node.host.FileNodes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The file that says which images are here. */
final class ImageIndex {
    private static final int VERSION = 1;
    private static final ObjectMapper JSON = JsonMapper.builder().build();

    private final Path folder;
    private final Path file;

    ImageIndex(Path folder) {
        this.folder = folder;
        file = folder.resolve("images.json");
    }

    /**
     * @param layers ids of the layers that are whole, and their size: those of the images, and
     *     those that a container still needs
     */
    record Contents(List<Image> images, Map<String, Long> layers) {}

    Contents read() throws IOException {
        if (!Files.exists(file)) {
            return new Contents(List.of(), Map.of());
        }
        JsonNode root = JSON.readTree(Files.readAllBytes(file));
        if (root.path("version").asInt() != VERSION) {
            throw new IOException(file + " is of a version that this program does not know");
        }
        List<Image> images = new ArrayList<>();
        for (JsonNode node : root.path("images")) {
            images.add(
                    new Image(
                            node.path("name").asText(),
                            node.path("named").asText(""),
                            node.path("digest").asText(),
                            ImageDocuments.strings(node.path("layers")),
                            JSON.treeToValue(node.path("config"), ImageConfig.class),
                            Image.Origin.valueOf(node.path("origin").asText()),
                            node.path("sizeBytes").asLong(),
                            Instant.ofEpochMilli(node.path("storedAtMillis").asLong())));
        }
        Map<String, Long> layers = new TreeMap<>();
        for (JsonNode layer : root.path("layers")) {
            layers.put(layer.path("id").asText(), layer.path("bytes").asLong());
        }
        images.forEach(image -> image.layers().forEach(id -> layers.putIfAbsent(id, 0L)));
        return new Contents(images, layers);
    }

    /** What the images need is on the disk before the file that promises them. */
    void write(Collection<Image> images, Map<String, Long> layers) throws IOException {
        ObjectNode root = JSON.createObjectNode().put("version", VERSION);
        ArrayNode whole = root.putArray("layers");
        layers.forEach((id, bytes) -> whole.addObject().put("id", id).put("bytes", bytes));
        ArrayNode array = root.putArray("images");
        for (Image image : images) {
            ObjectNode node =
                    array.addObject().put("name", image.name()).put("digest", image.digest());
            node.put("named", image.named());
            image.layers().forEach(node.putArray("layers")::add);
            node.set("config", JSON.valueToTree(image.config()));
            node.put("origin", image.origin().name());
            node.put("sizeBytes", image.sizeBytes());
            node.put("storedAtMillis", image.storedAt().toEpochMilli());
        }
        Path fresh = file.resolveSibling("images.json.new");
        Files.write(fresh, JSON.writeValueAsBytes(root));
        FileNodes.syncFileSystem(fresh);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        FileNodes.syncNames(folder);
    }
}
