package dev.slipway.node.registry;

import dev.slipway.node.host.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.HexFormat;

/** A blob on its way in, chunk by chunk. One chunk at a time; a second one waits. */
final class Upload {
    private static final int PIECE = 1 << 16;

    private final String id;
    private final String repository;
    private final Path file;
    private final Sha256 digest = new Sha256();
    private long size;
    private volatile Instant touched;

    Upload(String id, String repository, Path file, Instant now) {
        this.id = id;
        this.repository = repository;
        this.file = file;
        this.touched = now;
    }

    String id() {
        return id;
    }

    String repository() {
        return repository;
    }

    Instant touched() {
        return touched;
    }

    synchronized long size() {
        return size;
    }

    /**
     * Takes a chunk in. One that breaks off counts as far as it came.
     *
     * @param from where the client thinks that it begins; -1: at the end
     */
    synchronized void append(InputStream chunk, long from, BlobFolder.Room room, Instant now)
            throws IOException, RegistryRefusal {
        touched = now;
        if (from >= 0 && from != size) {
            throw RegistryRefusal.range("the next chunk begins at " + size + ", not at " + from);
        }
        byte[] piece = new byte[PIECE];
        try (OutputStream out =
                Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            for (int n = chunk.read(piece); n >= 0; n = chunk.read(piece)) {
                room.need(size, n);
                out.write(piece, 0, n);
                digest.update(piece, 0, n);
                size += n;
            }
        }
    }

    /** The digest of all of it, which is on the disk then; nothing may follow. */
    synchronized String finish() throws IOException {
        try (FileChannel all =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            all.force(true);
        }
        return "sha256:" + HexFormat.of().formatHex(digest.digest());
    }

    Path file() {
        return file;
    }

    synchronized void discard() throws IOException {
        digest.close();
        Files.deleteIfExists(file);
    }
}
