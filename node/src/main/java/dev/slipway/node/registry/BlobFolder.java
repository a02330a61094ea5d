package dev.slipway.node.registry;

import dev.slipway.node.host.Trees;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** Blobs by digest, and those that are on their way in. */
final class BlobFolder {
    private static final long MOST_BYTES = 200L << 30;

    /** Left to tasks, logs and our own state. */
    private static final long SPARED = 256L << 20;

    private static final long LOOK_EVERY = 16L << 20;
    private static final int MOST_UPLOADS = 256;
    private static final Duration SILENCE = Duration.ofHours(1);

    private final Path blobs;
    private final Path uploading;
    private final FileStore disk;
    private final InstantSource clock;
    private final RandomGenerator ids;
    private final Map<String, Upload> uploads = new ConcurrentHashMap<>();

    private BlobFolder(Path folder, InstantSource clock, RandomGenerator ids) throws IOException {
        this.blobs = Files.createDirectories(folder.resolve("blobs"));
        this.uploading = folder.resolve("uploads");
        this.disk = Files.getFileStore(blobs);
        this.clock = clock;
        this.ids = ids;
    }

    /** Opens it; uploads that a crash left are removed. */
    static BlobFolder open(Path folder, InstantSource clock, RandomGenerator ids)
            throws IOException {
        var opened = new BlobFolder(folder, clock, ids);
        Trees.delete(opened.uploading);
        Files.createDirectories(opened.uploading);
        return opened;
    }

    /** Whether there is room for more. */
    interface Room {
        void need(long size, int more) throws IOException, RegistryRefusal;
    }

    private void room(long size, int more) throws IOException, RegistryRefusal {
        if (size + more > MOST_BYTES) {
            throw RegistryRefusal.tooLarge(MOST_BYTES);
        }
        boolean look = size == 0 || size / LOOK_EVERY != (size + more) / LOOK_EVERY;
        if (look && disk.getUsableSpace() < Math.min(SPARED, disk.getTotalSpace() / 20)) {
            throw RegistryRefusal.noSpace();
        }
    }

    private Path file(String digest) {
        return blobs.resolve(digest.substring("sha256:".length()));
    }

    /** The file of a blob that is here. */
    Optional<Path> find(String digest) {
        return RegistryPath.isDigest(digest)
                ? Optional.of(file(digest)).filter(Files::isRegularFile)
                : Optional.empty();
    }

    Upload begin(String repository) throws IOException, RegistryRefusal {
        forgetSilent();
        if (uploads.size() >= MOST_UPLOADS) {
            throw RegistryRefusal.busy();
        }
        byte[] id = new byte[16];
        synchronized (ids) {
            ids.nextBytes(id);
        }
        String name = HexFormat.of().formatHex(id);
        var upload = new Upload(name, repository, uploading.resolve(name), clock.instant());
        uploads.put(name, upload);
        return upload;
    }

    private void forgetSilent() throws IOException {
        Instant before = clock.instant().minus(SILENCE);
        for (Upload upload : List.copyOf(uploads.values())) {
            if (upload.touched().isBefore(before)) {
                discard(upload);
            }
        }
    }

    Upload upload(String repository, String id) throws RegistryRefusal {
        Upload upload = uploads.get(id);
        if (upload == null || !upload.repository().equals(repository)) {
            throw RegistryRefusal.noSuchUpload();
        }
        return upload;
    }

    void append(Upload upload, InputStream chunk, long from) throws IOException, RegistryRefusal {
        upload.append(chunk, from, this::room, clock.instant());
    }

    /** The upload becomes the blob of that digest, or nothing of it is left. */
    void finish(Upload upload, String digest) throws IOException, RegistryRefusal {
        if (!RegistryPath.isDigest(digest)) {
            throw RegistryRefusal.digest(digest);
        }
        if (uploads.remove(upload.id()) == null) {
            throw RegistryRefusal.noSuchUpload();
        }
        try {
            String seen = upload.finish();
            if (!seen.equals(digest)) {
                throw RegistryRefusal.digest(digest, seen);
            }
            Files.move(upload.file(), file(digest), StandardCopyOption.ATOMIC_MOVE);
        } finally {
            upload.discard();
        }
    }

    void discard(Upload upload) throws IOException {
        uploads.remove(upload.id());
        upload.discard();
    }

    /** How many uploads are under way. */
    int underWay() {
        return uploads.size();
    }

    /**
     * Removes blobs that nobody needs, but not those that came a moment ago: their manifest may be
     * on its way.
     *
     * @return bytes that this has freed
     */
    long keep(Set<String> digests) throws IOException {
        Instant before = clock.instant().minus(SILENCE);
        List<Path> all = new ArrayList<>();
        try (Stream<Path> files = Files.list(blobs)) {
            files.forEach(all::add);
        }
        long freed = 0;
        for (Path blob : all) {
            if (!digests.contains("sha256:" + blob.getFileName())
                    && Files.getLastModifiedTime(blob).toInstant().isBefore(before)) {
                freed += Files.size(blob);
                Files.delete(blob);
            }
        }
        return freed;
    }
}
