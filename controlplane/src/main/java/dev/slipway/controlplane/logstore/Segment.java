package dev.slipway.controlplane.logstore;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One segment file. Written by the store's writer only, read by anyone at any time.
 *
 * <p>Not read through the channel: an interrupt of one reader would close it for all.
 */
final class Segment implements AutoCloseable {
    private final int number;
    private final Path file;
    private final FileChannel channel;
    private final RandomAccessFile reader;
    private volatile long length;

    private Segment(int number, Path file, FileChannel channel) throws IOException {
        this.number = number;
        this.file = file;
        this.channel = channel;
        this.reader = new RandomAccessFile(file.toFile(), "r");
        this.length = channel.size();
    }

    static Segment open(Path folder, int number) throws IOException {
        Path file = folder.resolve(String.format("%08d.segment", number));
        boolean fresh = !Files.exists(file);
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (fresh) {
                forceEntry(folder);
            }
            return new Segment(number, file, channel);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** Without it a crash of the machine may lose the file's name, and so the file. */
    private static void forceEntry(Path folder) throws IOException {
        try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
            directory.force(true);
        }
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
            try {
                channel.truncate(offset);
            } catch (IOException second) {
                e.addSuppressed(second);
            }
            throw e;
        }
    }

    void cutTo(long shorter) throws IOException {
        length = shorter; // first: what cannot be cut off is overwritten
        channel.truncate(shorter);
    }

    void force() throws IOException {
        channel.force(false);
    }

    byte[] read(long offset, int count) throws IOException {
        byte[] bytes = new byte[count];
        synchronized (reader) {
            reader.seek(offset);
            reader.readFully(bytes);
        }
        return bytes;
    }

    /**
     * The blocks that lie whole in the file.
     *
     * @param newest a crash may have torn the end of this one: payloads are read too, and what
     *     follows the last sound block is cut off
     */
    List<Block> recover(boolean newest) throws IOException {
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
            if (newest && !BlockCodec.isSound(block.get(), payload(block.get()))) {
                break;
            }
            blocks.add(block.get());
            offset += block.get().length();
        }
        if (newest && offset < length) {
            cutTo(offset);
        }
        return blocks;
    }

    byte[] payload(Block block) throws IOException {
        return read(block.offset() + BlockCodec.HEADER_LENGTH, block.payloadLength());
    }

    void delete() throws IOException {
        close();
        Files.deleteIfExists(file);
    }

    @Override
    public void close() throws IOException {
        channel.close();
        reader.close();
    }
}
