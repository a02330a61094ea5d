package dev.slipway.node.image;

import com.github.luben.zstd.ZstdInputStream;
import dev.slipway.node.host.Trees;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** The unpacked layers: a folder each, named by the start of the digest of the plain tar. */
final class LayerStore {
    /** Sixteen digits: short, because all names of an image's layers must fit in one mount. */
    private static final int ID = 16;

    private static final long MOST_BYTES = 100L << 30;

    private final Path layers;
    private final Path work;

    LayerStore(Path layers, Path work) {
        this.layers = layers;
        this.work = work;
    }

    Path folder() {
        return layers;
    }

    static String id(String diffId) {
        return Digests.hex(diffId).substring(0, ID);
    }

    boolean has(String diffId) {
        return Files.isDirectory(layers.resolve(id(diffId)));
    }

    /**
     * Unpacks a layer while it is read.
     *
     * @param packed as it comes: gzip, zstd or plain, told by its first bytes
     * @param packedDigest of these bytes; empty: not known
     * @param diffId digest of the plain tar, from the image's configuration
     */
    void add(InputStream packed, String packedDigest, String diffId)
            throws IOException, ImageException {
        Path fresh = Files.createTempDirectory(work, "layer");
        try {
            MessageDigest outer = Digests.fresh();
            MessageDigest inner = Digests.fresh();
            var counted = new DigestInputStream(new Uncloseable(packed), outer);
            try (var plain = new DigestInputStream(unpacked(counted), inner)) {
                new LayerWriter(fresh, MOST_BYTES).write(plain);
            }
            counted.transferTo(java.io.OutputStream.nullOutputStream());
            verify("layer", packedDigest, Digests.of(outer.digest()));
            verify("unpacked layer", diffId, Digests.of(inner.digest()));
            publish(fresh, layers.resolve(id(diffId)));
        } finally {
            Trees.delete(fresh);
        }
    }

    private static void verify(String what, String expected, String seen) throws ImageException {
        if (!expected.isEmpty() && !expected.equals(seen)) {
            throw new ImageException(
                    "digest of " + what + " is " + seen + ", expected " + expected);
        }
    }

    private static void publish(Path fresh, Path place) throws IOException {
        try {
            Files.move(fresh, place, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            throw e;
        } catch (IOException e) {
            // Someone else unpacked the same layer meanwhile: theirs is as good.
            if (!Files.isDirectory(place)) {
                throw e;
            }
        }
    }

    private static InputStream unpacked(InputStream packed) throws IOException {
        var in = new BufferedInputStream(packed, 1 << 16);
        in.mark(4);
        byte[] magic = in.readNBytes(4);
        in.reset();
        if (magic.length >= 2 && (magic[0] & 0xff) == 0x1f && (magic[1] & 0xff) == 0x8b) {
            return new GZIPInputStream(in, 1 << 16);
        }
        if (magic.length == 4
                && (magic[0] & 0xff) == 0x28
                && (magic[1] & 0xff) == 0xb5
                && magic[2] == 0x2f
                && (magic[3] & 0xff) == 0xfd) {
            return new ZstdInputStream(in);
        }
        return in;
    }

    /** Removes every layer but these. */
    void keep(Set<String> ids) throws IOException {
        List<Path> present;
        try (Stream<Path> folders = Files.list(layers)) {
            present = folders.sorted().toList();
        }
        for (Path layer : present) {
            if (!ids.contains(String.valueOf(layer.getFileName()))) {
                // Out of its place first: half of a layer never has a layer's name.
                Path dying = work.resolve("gone-" + layer.getFileName());
                Files.move(layer, dying, StandardCopyOption.ATOMIC_MOVE);
                Trees.delete(dying);
            }
        }
    }

    /** Leaves the source open, which has more to come. */
    private static final class Uncloseable extends FilterInputStream {
        Uncloseable(InputStream in) {
            super(in);
        }

        @Override
        public void close() {}
    }
}
