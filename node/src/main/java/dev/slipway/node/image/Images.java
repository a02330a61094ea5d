package dev.slipway.node.image;

import dev.slipway.node.host.Trees;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** The images of this machine. All methods may be called from many threads at once. */
public final class Images implements AutoCloseable {
    /** A task that has its image makes its container within that time. */
    private static final Duration LATELY = Duration.ofMinutes(10);

    private final Path work;
    private final LayerStore layers;
    private final ImageIndex index;
    private final Registries registries;
    private final InstantSource clock;
    private final Map<String, Image> byName = new ConcurrentSkipListMap<>();
    private final Map<String, UnderWay> pulls = new ConcurrentHashMap<>();
    private final Map<String, Instant> used = new ConcurrentHashMap<>();

    /** Held for reading while layers come that no image in the index needs yet. */
    private final ReentrantReadWriteLock arriving = new ReentrantReadWriteLock();

    private record UnderWay(CompletableFuture<Image> image, PullProgress progress) {}

    private Images(Path folder, Registries registries, InstantSource clock) {
        this.work = folder.resolve("work");
        this.layers = new LayerStore(layersIn(folder), work);
        this.index = new ImageIndex(folder);
        this.registries = registries;
        this.clock = clock;
    }

    /**
     * Opens the store in a folder of its own, which is made when it is not there, and removes what
     * a crash left half-made. One process at a time.
     */
    public static Images open(Path folder, Registries registries, InstantSource clock)
            throws IOException {
        var images = new Images(folder.toAbsolutePath(), registries, clock);
        Trees.delete(images.work);
        Files.createDirectories(images.work);
        ImageIndex.Contents contents = images.index.read();
        images.layers.open(contents.layers());
        for (Image image : contents.images()) {
            if (images.layers.hasAll(image.layers())) {
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
                            new Image(
                                    each.toString(),
                                    "",
                                    one.digest(),
                                    ids(one.configuration()),
                                    one.configuration().config(),
                                    Image.Origin.IMPORTED,
                                    size,
                                    clock.instant()));
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
        ImageDocuments.checkPairs(diffIds.size(), found.layers().size());
        var budget = new UnpackBudget(Files.getFileStore(layers.folder()));
        for (int i = 0; i < diffIds.size(); i++) {
            Archive.Blob blob = found.layers().get(i);
            layers.add(
                    () -> Files.newInputStream(blob.file()),
                    new LayerStore.Expected(blob.digest(), blob.size(), diffIds.get(i)),
                    budget);
        }
    }

    private static List<String> ids(ImageDocuments.Configuration configuration) {
        return configuration.diffIds().stream().map(LayerStore::id).toList();
    }

    private synchronized void store(List<Image> images) throws IOException {
        // On disk before anyone may rely on it.
        Map<String, Image> all = new ConcurrentSkipListMap<>(byName);
        images.forEach(image -> all.put(image.name(), image));
        index.write(all.values(), layers.all());
        byName.putAll(all);
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
                .filter(
                        image ->
                                image.digest().equals(name.digest())
                                        || image.named().equals(name.digest()))
                .filter(image -> image.name().startsWith(prefix + ":"))
                .findFirst();
    }

    /**
     * @param note what the task's owner should know about how the image was had; empty: nothing
     */
    public record Fetched(Image image, String note) {}

    /**
     * The image of that name for a task. Tasks that want the same image at the same time share one
     * pull, and its failure.
     */
    public Fetched fetch(String name, PullPolicy policy) throws ImageException {
        ImageName parsed = ImageName.parse(name);
        Optional<Image> here = find(parsed);
        Fetched fetched;
        if (here.isEmpty() || policy == PullPolicy.ALWAYS) {
            fetched = new Fetched(pull(parsed), "");
        } else {
            fetched = cached(parsed, here.get());
        }
        used.put(fetched.image().name(), clock.instant());
        return fetched;
    }

    private Fetched cached(ImageName name, Image here) throws ImageException {
        if (here.origin() != Image.Origin.PULLED || !name.digest().isEmpty()) {
            return new Fetched(here, "");
        }
        try {
            Optional<String> now = new Registry(registries, name).named();
            if (now.isPresent() && now.get().equals(here.named())) {
                return new Fetched(here, "");
            }
            return new Fetched(pull(name), "");
        } catch (ImageException | IOException e) {
            return new Fetched(
                    here,
                    "image "
                            + name
                            + " was not refreshed, the copy of "
                            + here.storedAt()
                            + " is used ("
                            + here.digest()
                            + "): "
                            + e.getMessage());
        }
    }

    /** The image of that name: the one that is here, else pulled from its registry. */
    public Image ensure(String name) throws ImageException {
        ImageName parsed = ImageName.parse(name);
        Optional<Image> here = find(parsed);
        return here.isPresent() ? here.get() : pull(parsed);
    }

    /** Asks the registry even when an image of that name is here. */
    public Image pull(String name) throws ImageException {
        return pull(ImageName.parse(name));
    }

    /** How far the pull of an image is that is under way. */
    public Optional<PullProgress> underWay(String name) {
        try {
            return Optional.ofNullable(pulls.get(ImageName.parse(name).toString()))
                    .map(UnderWay::progress);
        } catch (ImageException _) {
            return Optional.empty();
        }
    }

    private Image pull(ImageName name) throws ImageException {
        var mine = new UnderWay(new CompletableFuture<>(), new PullProgress());
        UnderWay other = pulls.putIfAbsent(name.toString(), mine);
        if (other != null) {
            try {
                return other.image().join();
            } catch (CompletionException e) {
                Throwable why = Optional.ofNullable(e.getCause()).orElse(e);
                throw new ImageException(String.valueOf(why.getMessage()), e);
            }
        }
        try {
            Image image = pulled(name, mine.progress());
            mine.image().complete(image);
            return image;
        } catch (ImageException | RuntimeException e) {
            mine.image().completeExceptionally(e);
            throw e;
        } finally {
            pulls.remove(name.toString());
        }
    }

    private Image pulled(ImageName name, PullProgress progress) throws ImageException {
        arriving.readLock().lock();
        try {
            Pull.Result result = new Pull(registries, layers, name, progress).run();
            Image image =
                    new Image(
                            name.toString(),
                            result.resolved().named(),
                            result.resolved().digest(),
                            ids(result.configuration()),
                            result.configuration().config(),
                            Image.Origin.PULLED,
                            result.sizeBytes(),
                            clock.instant());
            Image before = byName.get(image.name());
            if (before != null && sameContents(before, image)) {
                return before;
            }
            store(List.of(image));
            return image;
        } catch (IOException e) {
            throw new ImageException("the image cannot be stored: " + e.getMessage(), e);
        } finally {
            arriving.readLock().unlock();
        }
    }

    private static boolean sameContents(Image a, Image b) {
        return a.digest().equals(b.digest())
                && a.named().equals(b.named())
                && a.layers().equals(b.layers())
                && a.origin() == b.origin();
    }

    /** All images, by name. */
    public List<Image> list() {
        return List.copyOf(byName.values());
    }

    /** What all layers take, unpacked; one that several images share counts once. */
    public long layerBytes() {
        return layers.all().values().stream().mapToLong(Long::longValue).sum();
    }

    /**
     * Forgets a name, and removes layers that no image and no container needs any more.
     *
     * @param inUse the layers of each container
     * @throws ImageException when there is no such image, a container runs from it, or another one
     *     is on its way in
     */
    public void remove(String name, Set<List<String>> inUse) throws IOException, ImageException {
        Image image = find(name).orElseThrow(() -> new ImageException("there is no image " + name));
        boolean otherName =
                byName.values().stream()
                        .anyMatch(
                                other ->
                                        !other.name().equals(image.name())
                                                && other.layers().equals(image.layers()));
        if (inUse.contains(image.layers()) && !otherName) {
            throw new ImageException("the image " + image.name() + " is in use by a task");
        }
        remove(List.of(image), layers(inUse));
    }

    private static Set<String> layers(Set<List<String>> inUse) {
        Set<String> all = new TreeSet<>();
        inUse.forEach(all::addAll);
        return all;
    }

    private void remove(List<Image> images, Set<String> layersInUse)
            throws IOException, ImageException {
        // Not waited for: whoever waits here keeps every new pull waiting as well.
        if (!arriving.writeLock().tryLock()) {
            throw new ImageException("an image is on its way in: try again when it is here");
        }
        try {
            synchronized (this) {
                images.forEach(image -> byName.remove(image.name()));
                Set<String> needed = new TreeSet<>(layersInUse);
                byName.values().forEach(other -> needed.addAll(other.layers()));
                Map<String, Long> kept = new ConcurrentSkipListMap<>(layers.all());
                kept.keySet().retainAll(needed);
                // The promise goes before what was promised.
                index.write(byName.values(), kept);
                layers.keep(needed);
            }
        } finally {
            arriving.writeLock().unlock();
        }
    }

    /**
     * Removes images until the layers take no more than that many bytes, those first that were used
     * least lately. What was imported stays, for no registry has it, and so does what a container
     * runs from or a task is about to.
     *
     * @param inUse the layers of each container
     * @return names of the images that were removed
     * @throws ImageException when an image is on its way in
     */
    public List<String> collect(long mostBytes, Set<List<String>> inUse)
            throws IOException, ImageException {
        Instant fetchedLately = clock.instant().minus(LATELY);
        List<Image> oldest =
                byName.values().stream()
                        .filter(image -> image.origin() == Image.Origin.PULLED)
                        .filter(image -> !inUse.contains(image.layers()))
                        .filter(
                                image ->
                                        used.getOrDefault(image.name(), Instant.MIN)
                                                .isBefore(fetchedLately))
                        .sorted(Comparator.comparing(this::lastUse))
                        .toList();
        List<String> removed = new ArrayList<>();
        remove(List.of(), layers(inUse)); // what nobody needs any more goes first
        for (Image image : oldest) {
            if (layerBytes() <= mostBytes) {
                break;
            }
            remove(List.of(image), layers(inUse));
            removed.add(image.name());
        }
        return removed;
    }

    private Instant lastUse(Image image) {
        return used.getOrDefault(image.name(), image.storedAt());
    }

    @Override
    public void close() {
        registries.close();
    }
}
