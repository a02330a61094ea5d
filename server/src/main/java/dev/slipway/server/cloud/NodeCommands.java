package dev.slipway.server.cloud;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.slipway.node.image.Image;
import dev.slipway.node.image.ImageException;
import dev.slipway.node.image.Images;
import dev.slipway.node.local.LocalNode;
import dev.slipway.server.control.ControlCommand;
import dev.slipway.server.control.ControlCommand.ControlRefusal;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** What the command line asks of the machine itself. */
final class NodeCommands {
    private final Optional<LocalNode> node;

    NodeCommands(Optional<LocalNode> node) {
        this.node = node;
    }

    Map<String, ControlCommand> all() {
        return Map.of(
                "image-import", this::importImage,
                "image-list", (_, _, _) -> list(),
                "image-remove", (arguments, _, _) -> remove(arguments.path("name").asText()),
                "image-demo", (arguments, _, _) -> demo(arguments.path("name").asText()),
                "leaks", (_, _, _) -> leaks());
    }

    private LocalNode local() {
        return node.orElseThrow(
                () ->
                        new ControlRefusal(
                                "the simulated node runs no containers and holds no images"));
    }

    private JsonNode importImage(
            JsonNode arguments, InputStream body, Consumer<JsonNode> progress) {
        Images images = local().images();
        String folder = arguments.path("folder").asText();
        String name = arguments.path("name").asText();
        progress.accept(TextNode.valueOf("Importing ..."));
        try {
            return names(
                    folder.isEmpty()
                            ? images.importFrom(body, name)
                            : images.importFrom(Path.of(folder), name));
        } catch (ImageException e) {
            throw new ControlRefusal("the image cannot be imported: " + e.getMessage());
        }
    }

    private static JsonNode names(List<Image> imported) {
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        ArrayNode names = result.putArray("names");
        imported.forEach(image -> names.add(image.name()));
        return result;
    }

    private JsonNode list() {
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        ArrayNode images = result.putArray("images");
        for (Image image : local().images().list()) {
            images.addObject()
                    .put("name", image.name())
                    .put("digest", image.digest())
                    .put("bytes", image.sizeBytes());
        }
        return result;
    }

    private JsonNode remove(String name) throws IOException {
        if (local().images().find(name).isEmpty()) {
            throw new ControlRefusal("there is no image " + name);
        }
        if (!local().images().remove(name, local().layersInUse())) {
            throw new ControlRefusal("the image " + name + " is in use by a task");
        }
        return NullNode.getInstance();
    }

    private JsonNode demo(String name) throws IOException {
        try {
            return names(DemoImage.into(local().images(), name));
        } catch (ImageException e) {
            throw new ControlRefusal("the demo's image cannot be made: " + e.getMessage());
        }
    }

    private JsonNode leaks() {
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        ArrayNode lines = result.putArray("leaks");
        node.ifPresent(real -> real.leaks().forEach(lines::add));
        return result;
    }
}
