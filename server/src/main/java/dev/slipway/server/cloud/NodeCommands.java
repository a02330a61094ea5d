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
import dev.slipway.node.image.PullProgress;
import dev.slipway.node.local.LocalNode;
import dev.slipway.server.control.ControlCommand;
import dev.slipway.server.control.ControlCommand.ControlRefusal;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** What the command line asks of the machine itself. */
final class NodeCommands {
    private static final long PROGRESS_MILLIS = 250;
    private static final double MEBIBYTE = 1 << 20;

    private final Optional<LocalNode> node;
    private final Optional<PushDoor> pushes;

    NodeCommands(Optional<LocalNode> node, Optional<PushDoor> pushes) {
        this.node = node;
        this.pushes = pushes;
    }

    Map<String, ControlCommand> all() {
        return Map.of(
                "image-import", this::importImage,
                "image-pull",
                        (arguments, _, progress) -> pull(arguments.path("name").asText(), progress),
                "image-gc",
                        (arguments, _, progress) ->
                                collect(arguments.path("keepBytes").asLong(), progress),
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
        result.put("layerBytes", local().images().layerBytes());
        for (Image image : local().images().list()) {
            images.addObject()
                    .put("name", image.name())
                    .put("digest", image.digest())
                    .put("origin", image.origin().name().toLowerCase(Locale.ROOT))
                    .put("bytes", image.sizeBytes());
        }
        return result;
    }

    private JsonNode remove(String name) throws IOException {
        try {
            local().images().remove(name, local().layersInUse());
        } catch (ImageException e) {
            throw new ControlRefusal(e.words());
        }
        return NullNode.getInstance();
    }

    private JsonNode pull(String name, Consumer<JsonNode> progress) throws IOException {
        Images images = local().images();
        var pull = new FutureTask<>(() -> images.pull(name));
        Thread.ofPlatform().name("image-pull").daemon().start(pull);
        progress.accept(TextNode.valueOf("Pulling " + name + " ..."));
        String shown = "";
        while (true) {
            try {
                return names(List.of(pull.get(PROGRESS_MILLIS, TimeUnit.MILLISECONDS)));
            } catch (TimeoutException _) {
                String now = images.underWay(name).map(NodeCommands::text).orElse("");
                if (!now.isEmpty() && !now.equals(shown)) {
                    progress.accept(TextNode.valueOf(now));
                    shown = now;
                }
            } catch (ExecutionException e) {
                Throwable why = Optional.ofNullable(e.getCause()).orElse(e);
                throw new ControlRefusal("CannotPullContainerError: " + why.getMessage());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            }
        }
    }

    private static String text(PullProgress progress) {
        return String.format(
                Locale.ROOT,
                "  %d of %d layers, %.1f of %.1f MiB",
                progress.layersDone(),
                progress.layers(),
                progress.bytesDone() / MEBIBYTE,
                progress.bytes() / MEBIBYTE);
    }

    private JsonNode collect(long keepBytes, Consumer<JsonNode> progress) throws IOException {
        Images images = local().images();
        long before = images.layerBytes();
        try {
            for (String name : images.collect(keepBytes, local().layersInUse())) {
                progress.accept(TextNode.valueOf("Removed " + name));
            }
        } catch (ImageException e) {
            throw new ControlRefusal(e.words());
        }
        long freed = before - images.layerBytes();
        if (pushes.isPresent()) {
            freed += pushes.get().collect();
        }
        return JsonNodeFactory.instance
                .objectNode()
                .put("freedBytes", freed)
                .put("layerBytes", images.layerBytes());
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
