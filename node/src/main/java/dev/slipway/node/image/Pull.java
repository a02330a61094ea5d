package dev.slipway.node.image;

import dev.slipway.node.host.Parallel;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;

/** One image on its way from its registry. */
final class Pull {
    private static final int LAYERS_AT_ONCE = 4;

    private final Registries registries;
    private final LayerStore layers;
    private final ImageName name;
    private final PullProgress progress;

    Pull(Registries registries, LayerStore layers, ImageName name, PullProgress progress) {
        this.registries = registries;
        this.layers = layers;
        this.name = name;
        this.progress = progress;
    }

    /**
     * @param sizeBytes of the layers, packed
     */
    record Result(
            Registry.Resolved resolved,
            ImageDocuments.Configuration configuration,
            long sizeBytes) {}

    /** Returns when every layer is here and what it should be. */
    Result run() throws ImageException {
        try {
            var registry = new Registry(registries, name);
            Registry.Resolved resolved = registry.resolve();
            List<ImageDocuments.Descriptor> blobs = resolved.manifest().layers();
            var configuration =
                    ImageDocuments.configuration(registry.document(resolved.manifest().config()));
            ImageDocuments.checkPairs(configuration.diffIds().size(), blobs.size());
            var budget = new UnpackBudget(Files.getFileStore(layers.folder()));
            List<Callable<Boolean>> downloads = new ArrayList<>();
            Set<String> wanted = new TreeSet<>();
            for (int i = 0; i < blobs.size(); i++) {
                String diffId = configuration.diffIds().get(i);
                ImageDocuments.Descriptor blob = blobs.get(i);
                if (!layers.has(diffId) && wanted.add(diffId)) {
                    progress.expect(blob.size());
                    downloads.add(() -> download(registry, blob, diffId, budget));
                }
            }
            Parallel.all(downloads, LAYERS_AT_ONCE);
            long size = blobs.stream().mapToLong(ImageDocuments.Descriptor::size).sum();
            return new Result(resolved, configuration, size);
        } catch (ImageException e) {
            throw e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ImageException("the pull of " + name + " was interrupted", e);
        } catch (Exception e) {
            throw new ImageException(Optional.ofNullable(e.getMessage()).orElse(e.toString()), e);
        }
    }

    private boolean download(
            Registry registry, ImageDocuments.Descriptor blob, String diffId, UnpackBudget budget)
            throws IOException, ImageException {
        LayerStore.Source source =
                () -> new BlobStream(registry, blob, progress, registries.clock());
        try {
            layers.add(source, new LayerStore.Expected(blob.digest(), blob.size(), diffId), budget);
        } catch (IOException e) {
            String why = Optional.ofNullable(e.getMessage()).orElse(e.toString());
            throw why.startsWith("ref pull has been retried")
                    ? e
                    : new IOException("failed to extract layer " + diffId + ": " + why, e);
        }
        progress.layerDone();
        return true;
    }
}
