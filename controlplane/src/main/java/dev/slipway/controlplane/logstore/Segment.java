package dev.slipway.controlplane.logstore;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One segment file. Written by the store's writer only, read by anyone at any time. */
final class Segment implements AutoCloseable {
    private final int number;
    private final Path file;
    private final FileChannel channel;
    private volatile long length;

    private Segment(int number, Path file, FileChannel channel) throws IOException {
        this.number = number;
        this.file = file;
        this.channel = channel;
        this.length = channel.size();
    }

    static Segment open(Path folder, int number) throws IOException {
        Path file = folder.resolve(String.format("%08d.segment", number));
        return new Segment(
                number,
                file,
                FileChannel.open(
                        file,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE));
    }

    int number() {
        return number;
    }

    long length() {
        return length;
    }

    /** Appends; not yet durable. On failure the file is as before. */
    long append(ByteBuffer bytes) throws IOException {
        long offset = length;
        try {
            long at = offset;
            while (bytes.hasRemaining()) {
                at += channel.write(bytes, at);
            }
            length = at;
            return offset;
        } catch (IOException e) {
            channel.truncate(offset);
            throw e;
        }
    }

    void cutTo(long shorter) throws IOException {
        channel.truncate(shorter);
        length = shorter;
    }

    void force() throws IOException {
        channel.force(false);
    }

    byte[] read(long offset, int count) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(count);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, offset + bytes.position()) < 0) {
                throw new IOException(file.getFileName() + " ends within a block");
            }
        }
        return bytes.array();
    }

    /** The blocks that lie whole in the file. What follows the last one is cut off. */
    List<Block> recover() throws IOException {
        List<Block> blocks = new ArrayList<>();
        long offset = 0;
        while (offset + BlockCodec.HEADER_LENGTH <= length) {
            Optional<Block> block =
                    BlockCodec.decodeHeader(
                            ByteBuffer.wrap(read(offset, BlockCodec.HEADER_LENGTH)),
                            number,
                            offset);
            if (block.isEmpty() || offset + block.get().length() > length) {
                break;
            }
            blocks.add(block.get());
            offset += block.get().length();
        }
        if (offset < length) {
            cutTo(offset);
        }
        return blocks;
    }

    void delete() throws IOException {
        channel.close();
        Files.deleteIfExists(file);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
