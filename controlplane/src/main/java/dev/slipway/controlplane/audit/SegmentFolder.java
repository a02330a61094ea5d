package dev.slipway.controlplane.audit;

import dev.slipway.controlplane.state.Seal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Numbered append-only files of frames. A frame is its sealed length (4 bytes, big-endian) and the
 * sealed bytes; the seal's context is the segment's name and the frame's position, so that a frame
 * cannot be moved or a segment renamed unseen. Each start opens a new segment, so only the last
 * frame of a segment can be torn.
 */
final class SegmentFolder {
    private static final long ROLL_AT_BYTES = 64L << 20;
    private static final String SUFFIX = ".audit";

    private final Path folder;
    private final Seal seal;
    private Optional<FileChannel> open = Optional.empty();
    private String name = "";

    SegmentFolder(Path folder, Seal seal) {
        this.folder = folder;
        this.seal = seal;
    }

    void append(byte[] clear) throws IOException {
        FileChannel channel = channel();
        long position = channel.size();
        byte[] sealed = seal.seal(clear, context(name, position));
        ByteBuffer frame = ByteBuffer.allocate(4 + sealed.length).putInt(sealed.length).put(sealed);
        frame.flip();
        try {
            while (frame.hasRemaining()) {
                channel.write(frame);
            }
        } catch (IOException e) {
            channel.truncate(position); // half a frame would hide those after it
            throw e;
        }
        if (channel.size() >= ROLL_AT_BYTES) {
            close();
        }
    }

    void close() {
        try {
            if (open.isPresent()) {
                open.get().force(false);
                open.get().close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            open = Optional.empty();
        }
    }

    List<byte[]> frames() {
        List<byte[]> frames = new ArrayList<>();
        try {
            for (String segment : segments()) {
                ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(folder.resolve(segment)));
                while (bytes.remaining() >= 4) {
                    int position = bytes.position();
                    int length = bytes.getInt();
                    if (length < 0 || length > bytes.remaining()) {
                        break;
                    }
                    byte[] sealed = new byte[length];
                    bytes.get(sealed);
                    frames.add(seal.open(sealed, context(segment, position)));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return frames;
    }

    private FileChannel channel() throws IOException {
        if (open.isPresent()) {
            return open.get();
        }
        Files.createDirectories(folder);
        List<String> segments = segments();
        long last = segments.isEmpty() ? 0 : Long.parseLong(segments.getLast().replace(SUFFIX, ""));
        name = "%012d%s".formatted(last + 1, SUFFIX);
        FileChannel channel =
                FileChannel.open(
                        folder.resolve(name),
                        StandardOpenOption.CREATE_NEW,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.APPEND);
        open = Optional.of(channel);
        return channel;
    }

    private List<String> segments() throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(f -> f.getFileName().toString())
                    .filter(f -> f.endsWith(SUFFIX))
                    .sorted()
                    .toList();
        }
    }

    private static byte[] context(String segment, long position) {
        return ("audit/" + segment + "/" + position).getBytes(StandardCharsets.UTF_8);
    }
}
