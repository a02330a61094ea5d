package dev.slipway.node.host;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * A file that holds one text, however often it changes and whenever it is cut short: each text is
 * one line more, after its checksum, and the newest line that is whole counts. A new file for each
 * change, renamed into place, costs some file systems a hundred times as much.
 */
public final class LineFile {
    private static final long MOST_BYTES = 256 << 10;
    private static final int CHECKSUM = 8;

    private LineFile() {}

    /** The newest text that was written whole; empty when there is none, or no file. */
    public static Optional<String> read(Path file) throws IOException {
        String all;
        try {
            all = new String(Files.readAllBytes(file), UTF_8);
        } catch (NoSuchFileException _) {
            return Optional.empty();
        }
        int end = all.lastIndexOf('\n');
        while (end >= 0) {
            int start = all.lastIndexOf('\n', end - 1) + 1;
            if (end - start > CHECKSUM) {
                String text = all.substring(start + CHECKSUM, end);
                if (all.startsWith(checksum(text), start)) {
                    return Optional.of(text);
                }
            }
            end = start - 1;
        }
        return Optional.empty();
    }

    /**
     * @param text one line
     * @param lasting whether it outlives a power cut; the name of a new file does when its folder
     *     was synced
     */
    public static void write(Path file, String text, boolean lasting) throws IOException {
        if (text.indexOf('\n') >= 0) {
            throw new IllegalArgumentException("more than one line");
        }
        // On a line of its own also after one that was torn.
        ByteBuffer line = ByteBuffer.wrap(("\n" + checksum(text) + text + "\n").getBytes(UTF_8));
        try (FileChannel open = FileChannel.open(file, CREATE, WRITE, APPEND)) {
            if (open.size() < MOST_BYTES) {
                write(open, line, lasting);
                return;
            }
        }
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try (FileChannel open = FileChannel.open(fresh, CREATE, WRITE, TRUNCATE_EXISTING)) {
            write(open, line, true); // what it takes the place of may last
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        if (lasting) {
            FileNodes.syncNames(file.resolveSibling(""));
        }
    }

    private static void write(FileChannel open, ByteBuffer line, boolean lasting)
            throws IOException {
        while (line.hasRemaining()) {
            open.write(line);
        }
        if (lasting) {
            open.force(false);
        }
    }

    private static String checksum(String text) {
        var crc = new CRC32();
        crc.update(text.getBytes(UTF_8));
        return HexFormat.of().toHexDigits((int) crc.getValue());
    }
}
