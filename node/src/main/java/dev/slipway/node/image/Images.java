package dev.slipway.node.image;

import dev.slipway.node.host.Parallel;
import dev.slipway.node.host.Trees;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/** The images of this machine. All methods may be called from many threads at once. */
public final class Images implements AutoCloseable {
    private static final int LAYERS_AT_ONCE = 4;

    private final Path work;
    private final LayerStore layers;
    private final ImageIndex index;
    private final Supplier<HttpClient> http;
    private final InstantSource clock;
    private final Map<String, Image> byName = new ConcurrentSkipListMap<>();
    private final Map<String, Object> pulls = new ConcurrentHashMap<>();

    /** Held for reading while layers come that no image in the index needs yet. */
    private final ReentrantReadWriteLock arriving = new ReentrantReadWriteLock();

    private Images(Path folder, Supplier<HttpClient> http, InstantSource clock) {
        this.work = folder.resolve("work");
        this.layers = new LayerStore(layersIn(folder), work);
        this.index = new ImageIndex(folder);
        this.http = http;
        this.clock = clock;
    }

    /**
     * Opens the store in a folder of its own, which is made when it is not there, and removes what
     * a crash left half-made. One process at a time.
     *
     * @param http for pulls, asked at each; must not follow redirects by itself
     */
    public static Images open(Path folder, Supplier<HttpClient> http, InstantSource clock)
            throws IOException {
        var images = new Images(folder.toAbsolutePath(), http, clock);
        Trees.delete(images.work);
        Files.createDirectories(images.work);
        Files.createDirectories(images.layersFolder());
        for (Image image : images.index.read()) {
            boolean whole =
                    image.layers().stream()
                            .allMatch(id -> Files.isDirectory(images.layersFolder().resolve(id)));
            if (whole) {
                images.byName.put(image.name(), image);
            }
        }
        return images;
    }

    /** Where a store in this folder keeps its layers, open or not. */
    public static Path layersIn(Path folder) {
        return folder.resolve("l");
    }

    /** Where the folders of the layers are: {@link Image#layers()} are names in it. */
    public Path layersFolder() {
        return layers.folder();
    }

    /**
     * Brings in every image of a docker-archive, an oci-archive or an OCI layout folder.
     *
     * @param name what to call it when the source says no name, or one image is to be called
     *     otherwise; empty: as the source says
     */
    public List<Image> importFrom(Path archiveOrFolder, String name) throws ImageException {
        if (!Files.isDirectory(archiveOrFolder)) {
            try (InputStream in = Files.newInputStream(archiveOrFolder)) {
                return importFrom(in, name);
            } catch (IOException e) {
                throw new ImageException("cannot read " + archiveOrFolder + ": " + e, e);
            }
        }
        try {
            return importAll(Archive.ofFolder(archiveOrFolder.toAbsolutePath()), name);
        } catch (IOException e) {
            throw new ImageException("cannot import " + archiveOrFolder + ": " + e, e);
        }
    }

    /** As {@link #importFrom(Path, String)}, from a stream that is read to its end. */
    public List<Image> importFrom(InputStream archive, String name) throws ImageException {
        try {
            Path spread = Files.createTempDirectory(work, "archive");
            try {
                return importAll(Archive.ofTar(archive, spread), name);
            } finally {
                Trees.delete(spread);
            }
        } catch (IOException e) {
            throw new ImageException("cannot import the archive: " + e.getMessage(), e);
        }
    }

    private List<Image> importAll(Archive archive, String name) throws IOException, ImageException {
        List<Archive.Found> found = archive.images();
        if (!name.isEmpty() && found.size() != 1) {
            throw new ImageException(
                    "the archive holds " + found.size() + " images, they cannot all be " + name);
        }
        List<Image> images = new ArrayList<>();
        arriving.readLock().lock();
        try {
            for (Archive.Found one : found) {
                List<String> names = name.isEmpty() ? one.names() : List.of(name);
                if (names.isEmpty()) {
                    throw new ImageException(
                            "the archive does not name image " + one.digest() + ": name it");
                }
                List<ImageName> parsed = new ArrayList<>();
                for (String each : names) {
                    parsed.add(ImageName.parse(each));
                }
                unpack(one);
                long size = one.layers().stream().mapToLong(Archive.Blob::size).sum();
                for (ImageName each : parsed) {
                    images.add(
                            image(
                                    each,
                                    one.digest(),
                                    one.configuration(),
                                    Image.Origin.IMPORTED,
                                    size));
                }
            }
            store(images);
        } finally {
            arriving.readLock().unlock();
        }
        return images;
    }

    private void unpack(Archive.Found found) throws IOException, ImageException {
        List<String> diffIds = found.configuration().diffIds();
        checkPairs(diffIds.size(), found.layers().size());
        for (int i = 0; i < diffIds.size(); i++) {
            if (!layers.has(diffIds.get(i))) {
                Archive.Blob blob = found.layers().get(i);
                try (InputStream in = Files.newInputStream(blob.file())) {
                    layers.add(in, blob.digest(), diffIds.get(i));
                }
            }
        }
    }

    private static void checkPairs(int diffIds, int blobs) throws ImageException {
        if (diffIds != blobs) {
            throw new ImageException(
                    "the image's configuration tells of "
                            + diffIds
                            + " layers and its manifest of "
                            + blobs);
        }
        ImageDocuments.checkCount(blobs);
    }

    private Image image(
            ImageName name,
            String digest,
            ImageDocuments.Configuration configuration,
            Image.Origin origin,
            long size) {
        return new Image(
                name.toString(),
                digest,
                configuration.diffIds().stream().map(LayerStore::id).toList(),
                configuration.config(),
                origin,
                size,
                clock.instant());
    }

    private synchronized void store(List<Image> images) throws IOException {
        images.forEach(image -> byName.put(image.name(), image));
        index.write(byName.values());
    }

    /** The image that any spelling of a name means, or that a manifest digest means. */
    public Optional<Image> find(String name) {
        if (Digests.wellFormed(name)) {
            return byName.values().stream().filter(i -> i.digest().equals(name)).findFirst();
        }
        try {
            return find(ImageName.parse(name));
        } catch (ImageException _) {
            return Optional.empty();
        }
    }

    private Optional<Image> find(ImageName name) {
        Image exact = byName.get(name.toString());
        if (exact != null || name.digest().isEmpty()) {
            return Optional.ofNullable(exact);
        }
        String prefix = name.registry() + "/" + name.repository();
        return byName.values().stream()
                .filter(image -> image.digest().equals(name.digest()))
                .filter(image -> image.name().startsWith(prefix + ":"))
                .findFirst();
    }

    /**
     * The image of that name: the one that is here, else pulled from its registry. Callers that
     * want the same image at the same time share one pull.
     */
    public Image ensure(String name) throws ImageException {
        ImageName parsed = ImageName.parse(name);
        Optional<Image> here = find(parsed);
        if (here.isPresent()) {
            return here.get();
        }
        synchronized (pulls.computeIfAbsent(parsed.toString(), _ -> new Object())) {
            here = find(parsed);
            return here.isPresent() ? here.get() : pull(parsed);
        }
    }

    /** Asks the registry even when an image of that name is here. */
    public Image pull(String name) throws ImageException {
        ImageName parsed = ImageName.parse(name);
        synchronized (pulls.computeIfAbsent(parsed.toString(), _ -> new Object())) {
            return pull(parsed);
        }
    }

    private Image pull(ImageName name) throws ImageException {
        var registry = new Registry(http.get(), name);
        Registry.Resolved resolved = registry.resolve();
        arriving.readLock().lock();
        try {
            List<ImageDocuments.Descriptor> blobs = resolved.manifest().layers();
            var configuration =
                    ImageDocuments.configuration(
                            registry.configuration(resolved.manifest().config().digest()));
            checkPairs(configuration.diffIds().size(), blobs.size());
            List<Callable<Boolean>> downloads = new ArrayList<>();
            Set<String> wanted = new TreeSet<>();
            for (int i = 0; i < blobs.size(); i++) {
                String diffId = configuration.diffIds().get(i);
                String digest = blobs.get(i).digest();
                if (!layers.has(diffId) && wanted.add(diffId)) {
                    downloads.add(() -> download(registry, digest, diffId));
                }
            }
            Parallel.all(downloads, LAYERS_AT_ONCE);
            long size = blobs.stream().mapToLong(ImageDocuments.Descriptor::size).sum();
            Image image = image(name, resolved.digest(), configuration, Image.Origin.PULLED, size);
            store(List.of(image));
            return image;
        } catch (ImageException e) {
            throw e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ImageException("the pull of " + name + " was interrupted", e);
        } catch (Exception e) {
            throw new ImageException(
                    "failed to copy "
                            + name
                            + ": "
                            + Optional.ofNullable(e.getMessage()).orElse(e.toString()),
                    e);
        } finally {
            arriving.readLock().unlock();
        }
    }

    private boolean download(Registry registry, String digest, String diffId)
            throws IOException, ImageException {
        try (InputStream in = registry.blob(digest)) {
            layers.add(in, digest, diffId);
        }
        return true;
    }

    /** All images, by name. */
    public List<Image> list() {
        return List.copyOf(byName.values());
    }

    /**
     * Forgets a name, and removes layers that no image and no container needs any more.
     *
     * @param layersInUse ids of layers that containers have mounted
     * @return false when there is no such image
     */
    public boolean remove(String name, Set<String> layersInUse) throws IOException {
        Optional<Image> image = find(name);
        if (image.isEmpty()) {
            return false;
        }
        arriving.writeLock().lock();
        try {
            synchronized (this) {
                byName.remove(image.get().name());
                index.write(byName.values());
            }
            Set<String> needed = new TreeSet<>(layersInUse);
            byName.values().forEach(other -> needed.addAll(other.layers()));
            layers.keep(needed);
        } finally {
            arriving.writeLock().unlock();
        }
        return true;
    }

    @Override
    public void close() {}
}
