package dev.slipway.node.image;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import dev.slipway.node.host.Trees;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

/** The unpacked layers: a folder each, named by the start of the digest of the plain tar. */
final class LayerStore {
    /** Sixteen digits: short, because all names of an image's layers must fit in one mount. */
    private static final int ID = 16;

    private static final int BUFFER = 1 << 16;

    private final Path layers;
    private final Path work;

    /** Folders that are whole. One that is there and not known is from before a power cut. */
    private final Map<String, Long> known = new ConcurrentSkipListMap<>();

    private final ConcurrentHashMap<String, Object> arriving = new ConcurrentHashMap<>();

    LayerStore(Path layers, Path work) {
        this.layers = layers;
        this.work = work;
    }

    /** Takes the layers that are whole for known, and removes all others. */
    void open(Map<String, Long> whole) throws IOException {
        Files.createDirectories(layers);
        whole.forEach(
                (id, bytes) -> {
                    if (Files.isDirectory(layers.resolve(id))) {
                        known.put(id, bytes);
                    }
                });
        keep(known.keySet());
    }

    Path folder() {
        return layers;
    }

    static String id(String diffId) {
        return Digests.hex(diffId).substring(0, ID);
    }

    boolean has(String diffId) {
        return known.containsKey(id(diffId));
    }

    boolean hasAll(Collection<String> ids) {
        return known.keySet().containsAll(ids);
    }

    /** The layers that are here: ids, and bytes of the plain tar. */
    Map<String, Long> all() {
        return Map.copyOf(known);
    }

    /** Where a layer's packed bytes come from. */
    @FunctionalInterface
    interface Source {
        InputStream open() throws IOException, ImageException;
    }

    /**
     * What a layer is to be.
     *
     * @param packedDigest empty: not known
     * @param packedSize -1: not known
     * @param diffId digest of the plain tar, from the image's configuration
     */
    record Expected(String packedDigest, long packedSize, String diffId) {}

    /**
     * Unpacks a layer while it is read, unless it is here. One that many want at once is unpacked
     * once.
     *
     * @param source packed as it comes: gzip, zstd or plain, told by its first bytes
     */
    void add(Source source, Expected expected, UnpackBudget budget)
            throws IOException, ImageException {
        String id = id(expected.diffId());
        synchronized (arriving.computeIfAbsent(id, _ -> new Object())) {
            if (!known.containsKey(id)) {
                try (InputStream packed = source.open()) {
                    unpack(packed, expected, budget, id);
                }
                arriving.remove(id);
            }
        }
    }

    private void unpack(InputStream packed, Expected expected, UnpackBudget budget, String id)
            throws IOException, ImageException {
        Path place = Files.createTempDirectory(work, "layer");
        Path fresh = Files.createDirectory(place.resolve("root"));
        long size;
        try {
            Files.setPosixFilePermissions(
                    fresh, java.nio.file.attribute.PosixFilePermissions.fromString("rwxr-xr-x"));
            try (var outer = new HashingStream(packed);
                    InputStream unpacked = unpacked(outer);
                    var plain = new HashingStream(unpacked)) {
                LayerWriter.write(
                        new BufferedInputStream(plain, BUFFER),
                        fresh,
                        place.resolve("trash"),
                        budget);
                outer.transferTo(java.io.OutputStream.nullOutputStream());
                if (expected.packedSize() >= 0 && outer.count() != expected.packedSize()) {
                    throw new ImageException(
                            "failed size validation: "
                                    + outer.count()
                                    + " != "
                                    + expected.packedSize());
                }
                size = plain.count();
                verify("layer", expected.packedDigest(), outer.digest());
                verify("unpacked layer", expected.diffId(), plain.digest());
            }
            Path there = layers.resolve(id);
            if (Files.exists(there)) {
                Trees.delete(there);
            }
            Files.move(fresh, there, StandardCopyOption.ATOMIC_MOVE);
            known.put(id, size);
        } finally {
            Trees.delete(place);
        }
    }

    private static void verify(String what, String expected, String seen) throws ImageException {
        if (!expected.isEmpty() && !expected.equals(seen)) {
            throw new ImageException(
                    "digest of " + what + " is " + seen + ", expected " + expected);
        }
    }

    private static InputStream unpacked(InputStream packed) throws IOException {
        var in = new BufferedInputStream(packed, BUFFER);
        in.mark(4);
        byte[] magic = in.readNBytes(4);
        in.reset();
        if (magic.length >= 2 && (magic[0] & 0xff) == 0x1f && (magic[1] & 0xff) == 0x8b) {
            // Several members one after the other are one layer (pigz, eStargz).
            return GzipCompressorInputStream.builder()
                    .setInputStream(in)
                    .setDecompressConcatenated(true)
                    .get();
        }
        if (magic.length == 4
                && (magic[0] & 0xff) == 0x28
                && (magic[1] & 0xff) == 0xb5
                && magic[2] == 0x2f
                && (magic[3] & 0xff) == 0xfd) {
            return new ZstdInputStreamNoFinalizer(in);
        }
        return in;
    }

    /** Removes every layer but these. */
    void keep(Set<String> ids) throws IOException {
        List<Path> present;
        try (Stream<Path> folders = Files.list(layers)) {
            present = folders.sorted().toList();
        }
        Set<String> kept = new TreeSet<>(ids);
        for (Path layer : present) {
            String id = String.valueOf(layer.getFileName());
            if (!kept.contains(id)) {
                known.remove(id);
                // Out of its place first: half of a layer never has a layer's name.
                Path dying = work.resolve("gone-" + id);
                Files.move(layer, dying, StandardCopyOption.ATOMIC_MOVE);
                Trees.delete(dying);
            }
        }
    }
}
