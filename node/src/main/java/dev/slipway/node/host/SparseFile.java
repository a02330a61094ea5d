package dev.slipway.node.host;

import dev.slipway.node.host.SystemCalls.Call;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What a file holds beside its holes, kept in memory: more files like it are made of that. */
public final class SparseFile {
    private static final long AT_FDCWD = -100;
    private static final long READ_CLOEXEC = 02000000;
    private static final int SEEK_DATA = 3;
    private static final int SEEK_HOLE = 4;
    private static final long MOST_BYTES = 8 << 20;

    private final long size;
    private final List<Piece> pieces;

    private record Piece(long at, ByteBuffer bytes) {}

    private SparseFile(long size, List<Piece> pieces) {
        this.size = size;
        this.pieces = pieces;
    }

    /**
     * @throws IOException when it holds more than 8 MiB
     * @throws LinuxException when its file system does not tell its holes
     */
    public static SparseFile read(Path file) throws IOException {
        List<Piece> pieces = new ArrayList<>();
        try (Arena arena = Arena.ofConfined();
                var content = new RandomAccessFile(file.toFile(), "r")) {
            int fd =
                    (int)
                            SystemCalls.call(
                                    Call.OPENAT,
                                    file.toString(),
                                    AT_FDCWD,
                                    arena.allocateFrom(file.toString()).address(),
                                    READ_CLOEXEC);
            try {
                long held = 0;
                long at = next(fd, 0, SEEK_DATA);
                while (at >= 0) {
                    long end = next(fd, at, SEEK_HOLE);
                    held += end - at;
                    if (held > MOST_BYTES) {
                        throw new IOException(file + " holds more than it should");
                    }
                    byte[] bytes = new byte[(int) (end - at)];
                    content.seek(at);
                    content.readFully(bytes);
                    pieces.add(new Piece(at, ByteBuffer.wrap(bytes)));
                    at = next(fd, end, SEEK_DATA);
                }
            } finally {
                SystemCalls.closeQuietly(fd);
            }
            return new SparseFile(content.length(), pieces);
        }
    }

    /** Negative when there is no more data. */
    private static long next(int fd, long from, int what) {
        long found = SystemCalls.raw(Call.LSEEK, fd, from, what);
        if (found < 0 && found != -Errno.ENXIO) {
            throw new LinuxException("lseek", (int) -found);
        }
        return found;
    }

    /** Makes another one with the same content. */
    public void write(Path file) throws IOException {
        try (var copy = new RandomAccessFile(file.toFile(), "rw")) {
            copy.setLength(size);
            for (Piece piece : pieces) {
                ByteBuffer bytes = piece.bytes().duplicate(); // many may write at once
                copy.getChannel().position(piece.at());
                while (bytes.hasRemaining()) {
                    copy.getChannel().write(bytes);
                }
            }
        }
    }
}
